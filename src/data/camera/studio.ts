/**
 * The part of the camera that lives in the browser: a standing page, the studio, in which the pages of a visit are put up
 * side by side, measured and then spread out for one screenshot. `studio` is sent to the browser as text, so it is whole
 * in itself.
 *
 * A page is put into a shadow tree: as separate from its neighbours as it needs to be, and twenty times faster than a frame.
 * What a shadow tree cannot give (scripts, media queries, an `html` font size) `needsDocument` finds, and such a page
 * gets a frame with a document of its own. Both look the same to the bit.
 */
import type { RawMark, readMarks } from "./ground-truth.ts";

/** A page of a visit as the studio takes it. All lengths are CSS pixels. */
export interface Guest {
  readonly html: string;
  readonly width: number;
  readonly height: number;
  /** Where it hangs on the screenshot. */
  readonly left: number;
  readonly top: number;
  /** Font families in the order of the page's declaration; the first one is what unstyled text is set in. */
  readonly fonts: readonly string[];
  /** `@font-face` rules and address of the mermaid library, for a page with a document of its own. */
  readonly document?: { readonly rules: string; readonly mermaid?: string };
}

export type Finding = { readonly marks: RawMark[] } | { readonly problem: string };

/** Whether the page needs a document of its own. */
export function needsDocument(html: string): boolean {
  return (
    /<(?:script|iframe|link|base|meta|object|embed|frame|template|video)\b|@(?:media|import|font-face|page|property)\b|\son[a-z]+\s*=/i.test(
      html,
    ) ||
    /(?:\bhtml|:root)\b[^{}]*\{[^}]*\bfont(?:-size)?\s*:/i.test(html) ||
    /\burl\(\s*["']?data:/i.test(html)
  );
}

export interface Studio {
  show(guests: readonly Guest[], scale: number): Promise<Finding[]>;
}

export function studio(read: typeof readMarks): Studio {
  const viewportUnit = /(\d*\.?\d+)[dsl]?v(h|w|min|max)\b/g;

  function baseStyle({ fonts, html }: Guest): string {
    const still = /animation|transition|@keyframes/.test(html)
      ? "*, *::before, *::after { animation: none !important; transition: none !important; }"
      : "";
    return `html { font-family: ${fonts.map((family) => `"${family}"`).join(", ")}; }
      body { margin: 0; }
      button, input, select, textarea { font-family: inherit; }
      * { caret-color: transparent; } ${still}`;
  }

  function place(element: HTMLElement, { width, height }: Guest): void {
    // a layer of its own is rastered by itself, wherever it will hang
    element.style.cssText = `all: initial; position: absolute; left: 0; top: 0; width: ${width}px; height: ${height}px;
      display: block; border: 0; contain: strict; background: white; will-change: transform`;
  }

  /** Lengths relative to the viewport, and its `:root`, by what they are in this page. */
  function localised(css: string, { width, height }: Guest): string {
    const units: Record<string, number> = {
      w: width,
      h: height,
      min: Math.min(width, height),
      max: Math.max(width, height),
    };
    return css
      .replace(/:root\b/g, "[data-root]")
      .replace(viewportUnit, (_, value: string, unit: string) => `${(Number(value) * units[unit]!) / 100}px`);
  }

  function inShadow(guest: Guest): { root: HTMLElement; host: HTMLElement } {
    const parsed = new DOMParser().parseFromString(
      `<!doctype html><html data-root><head><style>${baseStyle(guest)}</style></head><body>${guest.html}`,
      "text/html",
    );
    const root = parsed.documentElement;
    for (const element of root.querySelectorAll("[autofocus]")) element.removeAttribute("autofocus");
    if (guest.html.includes(":root") || /\d[dsl]?v(?:h|w|min|max)\b/.test(guest.html)) {
      for (const style of root.querySelectorAll("style")) style.textContent = localised(style.textContent, guest);
      for (const element of root.querySelectorAll("[style]")) {
        element.setAttribute("style", localised(element.getAttribute("style")!, guest));
      }
    }
    const host = document.createElement("div");
    place(host, guest);
    host.attachShadow({ mode: "open" }).append(document.adoptNode(root));
    document.body.append(host);
    return { root, host };
  }

  /** The canvas of a document shows the background of `html` or `body`, and the viewport takes their overflow. */
  function propagate(root: HTMLElement, host: HTMLElement): void {
    const body = root.querySelector("body");
    if (!body) return;
    const empty = (style: CSSStyleDeclaration) =>
      style.backgroundImage === "none" && style.backgroundColor === "rgba(0, 0, 0, 0)";
    const styles = [getComputedStyle(root), getComputedStyle(body)] as const;
    const donor = !empty(styles[0]) ? root : !empty(styles[1]) ? body : undefined;
    if (donor) {
      const style = donor === root ? styles[0] : styles[1];
      if (style.backgroundColor !== "rgba(0, 0, 0, 0)") {
        const over = style.backgroundColor;
        // a colour that lets light through lies on white paper
        host.style.background = `linear-gradient(${over}, ${over}), white`;
      }
      if (style.backgroundImage !== "none") {
        const area = root.getBoundingClientRect();
        const size = /^auto(?: auto)?$/.test(style.backgroundSize)
          ? `${area.width}px ${area.height}px`
          : style.backgroundSize;
        host.style.background = `${style.backgroundImage} ${style.backgroundPosition} / ${size} ${style.backgroundRepeat}, linear-gradient(${style.backgroundColor}, ${style.backgroundColor}), white`;
      }
      donor.style.setProperty("background", "none", "important");
    }
    if (styles[0].overflowX === "visible" && styles[1].overflowX !== "visible") {
      body.style.setProperty("overflow", "visible", "important");
    }
  }

  async function inFrame(guest: Guest): Promise<{ root: HTMLElement; host: HTMLElement }> {
    const { rules, mermaid } = guest.document!;
    const frame = document.createElement("iframe");
    place(frame, guest);
    frame.setAttribute("scrolling", "no");
    const loaded = new Promise((resolve) => {
      frame.onload = resolve;
    });
    frame.srcdoc = `<!doctype html><html><head><meta charset="utf-8"><script>
      problems = [];
      addEventListener("error", (event) => problems.push(event.message));
      addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));
      </script><style>${rules} ${baseStyle(guest)}</style>${mermaid ? `<script src="${mermaid}"></script>` : ""}</head><body>${guest.html}`;
    document.body.append(frame);
    await loaded;
    const view = frame.contentWindow as Window & { problems: string[] };
    if (mermaid) await drawDiagrams(frame.contentDocument!, guest.fonts);
    if (view.problems.length > 0) throw new Error(`a script of the page failed: ${view.problems[0]}`);
    return { root: frame.contentDocument!.documentElement, host: frame };
  }

  async function drawDiagrams(page: Document, fonts: readonly string[]): Promise<void> {
    const { mermaid } = page.defaultView as unknown as {
      mermaid: { initialize(options: object): void; run(options: object): Promise<void> };
    };
    const fontFamily = fonts.map((family) => `"${family}"`).join(", ");
    // labels are measured before they are drawn, so their font has to be there
    await Promise.all(["400", "700"].map((weight) => page.fonts.load(`${weight} 16px ${fontFamily}`)));
    mermaid.initialize({ startOnLoad: false, deterministicIds: true, fontFamily, suppressErrorRendering: true });
    await mermaid.run({ querySelector: ".mermaid" });
  }

  async function ready(root: HTMLElement): Promise<void> {
    const page = root.ownerDocument;
    root.getBoundingClientRect(); // lays out, by which fonts are asked for
    await page.fonts.ready;
    for (const image of root.querySelectorAll("img")) {
      await image.decode().catch(() => {
        throw new Error(`an image of the page cannot be decoded: ${image.src.slice(0, 60)}`);
      });
    }
  }

  async function hang(guest: Guest): Promise<{ root: HTMLElement; host: HTMLElement } | Error> {
    try {
      return guest.document ? await inFrame(guest) : inShadow(guest);
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  return {
    async show(guests, scale) {
      document.body.replaceChildren();
      const hung = await Promise.all(guests.map(hang));
      for (const one of hung) {
        if (!(one instanceof Error) && one.root.ownerDocument === document) propagate(one.root, one.host);
      }
      const findings: Finding[] = [];
      for (const [i, one] of hung.entries()) {
        const { width, height } = guests[i]!;
        try {
          if (one instanceof Error) throw one;
          await ready(one.root);
          // measured at the origin, all of them, so that no rounding depends on the place
          findings.push({ marks: read(one.root, width, height, scale) });
        } catch (error) {
          findings.push({ problem: error instanceof Error ? error.message : String(error) });
        }
      }
      for (const [i, one] of hung.entries()) {
        const { left, top } = guests[i]!;
        if (!(one instanceof Error)) one.host.style.transform = `translate(${left}px, ${top}px)`;
      }
      return findings;
    },
  };
}
