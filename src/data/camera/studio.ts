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

/** A page of a visit as the studio takes it. */
export interface Guest {
  readonly html: string;
  /** In CSS pixels of the page. */
  readonly width: number;
  readonly height: number;
  /** Pixels of the picture a CSS pixel: what a browser's zoom does, so that any mix of scales hangs on one screenshot. */
  readonly scale: number;
  /** Where it hangs on the screenshot, in its pixels. */
  readonly left: number;
  readonly top: number;
  /** Font families in the order of the page's declaration; the first one is what unstyled text is set in. */
  readonly fonts: readonly string[];
  /** For a page that needs a document of its own: the `@font-face` rules of its families. */
  readonly document?: { readonly rules: string };
  /** Whether mermaid draws the elements of class `mermaid`. */
  readonly mermaid?: boolean;
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

/** A page that is up, or why it is not. */
type Hung =
  | { readonly wall: HTMLElement; readonly host: HTMLElement; readonly root: HTMLElement }
  | { readonly problem: string };

export interface Studio {
  show(guests: readonly Guest[]): Promise<Finding[]>;
}

/** A document of its own, with what the camera and libraries put into it. */
type Frame = Window &
  typeof globalThis & {
    readonly problems: string[];
    readonly mermaid: { initialize(options: object): void; run(options: object): Promise<void> };
  };

/** `fontRules` are the `@font-face` rules of all families, `mermaid` is the address of its library. */
export function studio(read: typeof readMarks, fontRules: string, mermaid: string): Studio {
  const mermaidMarkup = `<script src="${mermaid}"></script><script>mermaid.startOnLoad = false</script>`;
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

  /** A piece of wall of the picture's size, and on it the page's host in the page's own pixels. */
  function place(host: HTMLElement, { width, height, scale }: Guest): HTMLElement {
    const wall = document.createElement("div");
    const flat = "all: initial; display: block; position: absolute; left: 0; top: 0; border: 0; contain: strict;";
    // a layer of its own is rastered by itself, wherever it will hang
    wall.style.cssText = `${flat} will-change: transform; width: ${Math.round(width * scale)}px;
      height: ${Math.round(height * scale)}px`;
    host.style.cssText = `${flat} background: white; width: ${width}px; height: ${height}px; zoom: ${scale}`;
    wall.append(host);
    document.body.append(wall);
    return wall;
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

  async function inShadow(host: HTMLElement, guest: Guest): Promise<HTMLElement> {
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
    if (guest.mermaid) await drawn(root, guest);
    host.attachShadow({ mode: "open" }).append(document.adoptNode(root));
    return root;
  }

  /** The canvas of a document shows the background of `html` or `body`, and the viewport takes their overflow. */
  function propagate(root: HTMLElement, host: HTMLElement, { scale }: Guest): void {
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
          ? `${area.width / scale}px ${area.height / scale}px`
          : style.backgroundSize;
        host.style.background = `${style.backgroundImage} ${style.backgroundPosition} / ${size} ${style.backgroundRepeat}, linear-gradient(${style.backgroundColor}, ${style.backgroundColor}), white`;
      }
      donor.style.setProperty("background", "none", "important");
    }
    if (styles[0].overflowX === "visible" && styles[1].overflowX !== "visible") {
      body.style.setProperty("overflow", "visible", "important");
    }
  }

  /** A document of its own. Its library draws when told to, not by itself before the font is there. */
  async function open(frame: HTMLIFrameElement, markup: string): Promise<Frame> {
    frame.setAttribute("scrolling", "no");
    const loaded = new Promise((resolve) => {
      frame.onload = resolve;
    });
    frame.srcdoc = `<!doctype html><html><head><meta charset="utf-8"><script>
      problems = [];
      addEventListener("error", (event) => problems.push(event.message));
      addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));
      </script>${markup}`;
    await loaded;
    const view = frame.contentWindow as unknown as Frame;
    if (view.problems.length > 0) throw new Error(`a script of the page failed: ${view.problems[0]}`);
    return view;
  }

  async function inFrame(frame: HTMLIFrameElement, guest: Guest): Promise<HTMLElement> {
    const library = guest.mermaid ? mermaidMarkup : "";
    const style = `<style>${guest.document!.rules} ${baseStyle(guest)}</style>`;
    const view = await open(frame, `${style}${library}</head><body>${guest.html}`);
    if (guest.mermaid) await drawDiagrams(view, guest);
    return view.document.documentElement;
  }

  /** The frame in which diagrams are drawn that need no document of their own: loading the library takes longest. */
  let drawingRoom: Promise<Frame> | undefined;
  let drawing: Promise<unknown> = Promise.resolve();

  /** Draws the diagrams of a page before it goes into its shadow tree; one page after the other. */
  function drawn(root: HTMLElement, guest: Guest): Promise<void> {
    const mine = drawing.then(async () => {
      if (!drawingRoom) {
        const frame = document.createElement("iframe");
        document.documentElement.append(frame); // beside the body, which each visit empties
        frame.style.cssText = "position: absolute; left: 0; top: 0; visibility: hidden; border: 0";
        drawingRoom = open(frame, `${mermaidMarkup}</head><body>`).then((view) => {
          const sheet = new view.CSSStyleSheet();
          sheet.replaceSync(fontRules);
          view.document.adoptedStyleSheets = [sheet];
          return view;
        });
      }
      const view = await drawingRoom;
      const frame = view.frameElement as HTMLElement;
      frame.style.width = `${guest.width}px`;
      frame.style.height = `${guest.height}px`;
      frame.style.zoom = String(guest.scale);
      view.document.documentElement.replaceWith(view.document.adoptNode(root));
      try {
        await drawDiagrams(view, guest);
      } finally {
        root.replaceWith(view.document.createElement("html"));
      }
    });
    drawing = mine.catch(() => {});
    return mine;
  }

  async function drawDiagrams({ document: page, mermaid, Math: numbers }: Frame, { fonts }: Guest): Promise<void> {
    const fontFamily = fonts.map((family) => `"${family}"`).join(", ");
    // labels are measured before they are drawn, so their font has to be there
    await Promise.all(["400", "700"].map((weight) => page.fonts.load(`${weight} 16px ${fontFamily}`)));
    // some shapes are drawn with a wobble of nearly nothing, which must be the same one each time
    let state = 1;
    numbers.random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const settings = { startOnLoad: false, deterministicIds: true, handDrawnSeed: 1 };
    mermaid.initialize({ ...settings, fontFamily, suppressErrorRendering: true });
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

  /** Errors of a frame are not instances of our `Error`, and mermaid throws plain objects. */
  function reasonOf(error: unknown): string {
    const { message, str } = Object(error) as { message?: string; str?: string };
    return message ?? str ?? String(error);
  }

  /** Puts a page up at the origin, ready to be measured; one that cannot be is taken down, its reason told. */
  async function hang(guest: Guest): Promise<Hung> {
    const host = document.createElement(guest.document ? "iframe" : "div");
    const wall = place(host, guest);
    try {
      const root = host instanceof HTMLIFrameElement ? await inFrame(host, guest) : await inShadow(host, guest);
      return { wall, host, root };
    } catch (error) {
      wall.remove();
      return { problem: reasonOf(error) };
    }
  }

  /** Measured at the origin, all of them, so that no rounding depends on the place. */
  async function measure(hung: Hung, { width, height, scale }: Guest): Promise<Finding> {
    if ("problem" in hung) return hung;
    try {
      await ready(hung.root);
      // a frame measures in its own pixels, a zoomed part of a page in the page's
      const own = hung.root.ownerDocument !== document;
      return { marks: own ? read(hung.root, width, height, scale) : read(hung.root, width * scale, height * scale, 1) };
    } catch (error) {
      hung.wall.remove();
      return { problem: reasonOf(error) };
    }
  }

  return {
    async show(guests) {
      document.body.replaceChildren();
      const hung = await Promise.all(guests.map(hang));
      for (const [i, one] of hung.entries()) {
        if ("host" in one && one.host.shadowRoot) propagate(one.root, one.host, guests[i]!);
      }
      const findings: Finding[] = [];
      for (const [i, one] of hung.entries()) findings.push(await measure(one, guests[i]!));
      for (const [i, one] of hung.entries()) {
        const { left, top } = guests[i]!;
        if ("wall" in one) one.wall.style.transform = `translate(${left}px, ${top}px)`;
      }
      return findings;
    },
  };
}
