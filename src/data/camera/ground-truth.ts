/**
 * What the DOM knows of a page: the boxes and texts of its marked elements. This function runs inside the browser, so it
 * is whole in itself; everything it names is within it. It measures, it changes nothing.
 */
import type { Mark } from "./camera.ts";

/** A measured element; all boxes are `[left, top, right, bottom]` in pixels of the picture. */
type Rectangle = [number, number, number, number];
type Piece = [text: string, box: Rectangle];
export interface RawMark {
  readonly kind: string;
  readonly name: string | null;
  readonly text: string;
  readonly box: Rectangle;
  readonly lines: Piece[];
  readonly words: Piece[];
  readonly characters: Piece[];
}

/**
 * Reads the marks of a page by its `html` element, which lies at the viewport's origin. `width` and `height` are the visible
 * area as the DOM measures it, `unit` is how many of the picture's pixels it measures as one. Text counts where one can see
 * it: what is hidden, cut off by an ancestor or outside the picture is left out, character by character where it is cut
 * within a word, and a mark of which nothing can be seen is left out whole.
 */
export function readMarks(root: Element, width: number, height: number, unit: number): RawMark[] {
  const document = root.ownerDocument;
  const view = document.defaultView as Window & typeof globalThis;
  const range = document.createRange();
  const styles = new Map<Element, CSSStyleDeclaration>();
  const clips = new Map<Element, Rectangle>();
  const blocks = new Map<Element, Element>();
  const top = new Set<Element | null>([root, root.querySelector("body")]);
  const whole: Rectangle = [0, 0, width, height];

  const styleOf = (element: Element): CSSStyleDeclaration => {
    let style = styles.get(element);
    if (!style) {
      style = view.getComputedStyle(element);
      styles.set(element, style);
    }
    return style;
  };
  const overlap = (a: Rectangle, b: Rectangle): Rectangle => [
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ];
  const seen = (box: Rectangle) => box[2] > box[0] && box[3] > box[1];
  const bounds = (rect: DOMRect): Rectangle => [rect.left, rect.top, rect.right, rect.bottom];
  const union = (a: Rectangle, b: Rectangle): Rectangle => [
    Math.min(a[0], b[0]),
    Math.min(a[1], b[1]),
    Math.max(a[2], b[2]),
    Math.max(a[3], b[3]),
  ];

  /** The element whose overflow rules this one: its parent, or the containing block where it is positioned. */
  const containerOf = (element: Element): Element | null => {
    const { position } = styleOf(element);
    if (element === root || position === "fixed") return null;
    let container = element.parentElement;
    while (position === "absolute" && container && container !== root) {
      const style = styleOf(container);
      if (style.position !== "static" || style.transform !== "none") break;
      container = container.parentElement;
    }
    return container;
  };
  const clipOf = (element: Element): Rectangle => {
    const container = containerOf(element);
    return container ? clipWithin(container) : whole;
  };
  /** The part of the picture in which the content of an element can be seen. */
  const clipWithin = (element: Element): Rectangle => {
    const known = clips.get(element);
    if (known) return known;
    let clip = clipOf(element);
    const { overflowX, overflowY, display } = styleOf(element);
    const inside = element instanceof view.SVGElement && element.tagName !== "svg";
    // the overflow of `html` and `body` is the viewport's
    if ((overflowX !== "visible" || overflowY !== "visible") && display !== "inline" && !inside && !top.has(element)) {
      clip = overlap(clip, bounds(element.getBoundingClientRect()));
    }
    clips.set(element, clip);
    return clip;
  };

  /** The nearest ancestor that lays out lines of its own. */
  const blockOf = (element: Element): Element => {
    const known = blocks.get(element);
    if (known) return known;
    const { display } = styleOf(element);
    const within = /^(inline|contents|ruby)/.test(display) || element instanceof view.SVGTSpanElement;
    const block = within && element !== root && element.parentElement ? blockOf(element.parentElement) : element;
    blocks.set(element, block);
    return block;
  };

  const shown = (element: Element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  /** As it is written out; soft hyphens show only where a line breaks. */
  const cased = (source: string, { textTransform }: CSSStyleDeclaration) => {
    const text = source.replaceAll("\u00ad", "");
    if (textTransform === "uppercase") return text.toUpperCase();
    if (textTransform === "lowercase") return text.toLowerCase();
    return textTransform === "capitalize" ? text.replace(/^\p{L}/u, (letter) => letter.toUpperCase()) : text;
  };

  interface Run {
    text: string;
    box: Rectangle;
    block: Element;
    rightToLeft: boolean;
    characters: Piece[];
  }

  const characterRuns = (
    node: Text,
    start: number,
    end: number,
    clip: Rectangle,
    style: CSSStyleDeclaration,
  ): Run[] => {
    const runs: Run[] = [];
    const block = blockOf(node.parentElement!);
    const rightToLeft = style.direction === "rtl";
    for (let i = start; i < end; ) {
      const character = String.fromCodePoint(node.data.codePointAt(i)!);
      range.setStart(node, i);
      range.setEnd(node, i + character.length);
      i += character.length;
      const rects = range.getClientRects();
      const rect = rects[rects.length - 1];
      if (!rect) continue;
      const box = bounds(rect);
      const middle = [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2] as const;
      if (middle[0] < clip[0] || middle[0] > clip[2] || middle[1] < clip[1] || middle[1] > clip[3]) continue;
      const piece: Piece = [cased(character, style), overlap(box, clip)];
      if (piece[0] === "") continue;
      const last = runs[runs.length - 1];
      const height = Math.min(box[3] - box[1], last ? last.box[3] - last.box[1] : 0);
      if (last && Math.min(last.box[3], box[3]) - Math.max(last.box[1], box[1]) > height / 2) {
        last.text += piece[0];
        last.box = union(last.box, piece[1]);
        last.characters.push(piece);
      } else {
        runs.push({ text: piece[0], box: piece[1], block, rightToLeft, characters: [piece] });
      }
    }
    return runs;
  };

  /** The visible words of an element with the spaces between them gone; a word broken over two lines is two runs. */
  const wordsOf = (element: Element, withCharacters: boolean): { run: Run; joined: boolean }[] => {
    const words: { run: Run; joined: boolean }[] = [];
    const walker = document.createTreeWalker(element, view.NodeFilter.SHOW_TEXT);
    let touching = false;
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      const parent = node.parentElement!;
      if (/^(style|script|title|desc|template|noscript|textarea|option)$/i.test(parent.tagName)) continue;
      const found = [...node.data.matchAll(/[^\s\u200b]+/g)];
      if (found.length === 0) {
        if (node.data.length > 0) touching = false;
        continue;
      }
      if (!shown(parent)) continue;
      // lines of a picture's text stand in spans with places of their own and nothing between them
      if (parent instanceof view.SVGTSpanElement && parent.hasAttribute("x")) touching = false;
      const style = styleOf(parent);
      const clip = clipWithin(parent);
      for (const [i, match] of found.entries()) {
        const start = match.index;
        const end = start + match[0].length;
        range.setStart(node, start);
        range.setEnd(node, end);
        const rects = range.getClientRects();
        const box = rects.length > 0 ? bounds(range.getBoundingClientRect()) : whole;
        const inside = box[0] >= clip[0] && box[1] >= clip[1] && box[2] <= clip[2] && box[3] <= clip[3];
        const runs =
          rects.length === 0
            ? []
            : rects.length === 1 && inside && !withCharacters
              ? [
                  {
                    text: cased(match[0], style),
                    box,
                    block: blockOf(parent),
                    rightToLeft: style.direction === "rtl",
                    characters: [],
                  },
                ]
              : characterRuns(node, start, end, clip, style);
        for (const [j, run] of runs.entries()) {
          const joined = j > 0 || (i === 0 && start === 0 && touching);
          words.push({ run, joined });
        }
      }
      touching = !/\s$/.test(node.data);
    }
    return words;
  };

  const sameLine = (a: Run, b: Run) => {
    const height = Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1]);
    return a.block === b.block && Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]) > height / 2;
  };
  const gap = (a: Run, b: Run) => (b.rightToLeft ? a.box[0] - b.box[2] : b.box[0] - a.box[2]);

  const out = ([left, top, right, bottom]: Rectangle): Rectangle => {
    // layout is exact in 64ths of a pixel; what the unit adds to that is gone before hundredths are rounded
    const exact = (value: number) => Math.round(value * unit * 1024) / 1024;
    const round = (value: number, limit: number) =>
      Math.min(Math.max(Math.round(exact(value) * 100) / 100, 0), Math.round(limit * unit));
    return [round(left, width), round(top, height), round(right, width), round(bottom, height)];
  };

  const marks: RawMark[] = [];
  const marked = [...(root.matches("[data-mark]") ? [root] : []), ...root.querySelectorAll("[data-mark]")];
  for (const element of marked) {
    if (!shown(element)) continue;
    const withCharacters = element.hasAttribute("data-characters");
    const withWords = withCharacters || element.hasAttribute("data-words");
    let box = bounds(element.getBoundingClientRect());
    if (styleOf(element).display === "contents") {
      range.selectNodeContents(element);
      box = bounds(range.getBoundingClientRect());
    }
    box = overlap(box, clipOf(element));
    if (!seen(box)) continue;

    const words: Run[] = [];
    const lines: { text: string; box: Rectangle; last: Run }[] = [];
    let text = "";
    for (const { run, joined } of wordsOf(element, withCharacters)) {
      const line = lines[lines.length - 1];
      const previous = line?.last;
      const alongside = previous !== undefined && sameLine(previous, run);
      // a word in several elements (`wo<b>rd</b>`) is one word when its parts touch
      const continues =
        joined &&
        previous !== undefined &&
        (alongside ? Math.abs(gap(previous, run)) < 1 : previous.block === run.block);
      text += text === "" || continues ? run.text : ` ${run.text}`;
      if (alongside && line) {
        line.text += continues ? run.text : ` ${run.text}`;
        line.box = union(line.box, run.box);
        line.last = run;
      } else {
        lines.push({ text: run.text, box: run.box, last: run });
      }
      const word = words[words.length - 1];
      if (continues && alongside && word) {
        word.text += run.text;
        word.box = union(word.box, run.box);
        word.characters.push(...run.characters);
      } else if (withWords) {
        words.push({ ...run, characters: [...run.characters] });
      }
    }
    if (element instanceof view.HTMLInputElement || element instanceof view.HTMLTextAreaElement) {
      const checkable = element instanceof view.HTMLInputElement && /^(checkbox|radio|range|color)$/.test(element.type);
      if (!checkable) text = element.value === "" ? element.placeholder : element.value;
    } else if (element instanceof view.HTMLSelectElement) {
      text = element.selectedOptions[0]?.text ?? "";
    }
    marks.push({
      kind: element.getAttribute("data-mark")!,
      name: element.getAttribute("data-name"),
      text,
      box: out(box),
      lines: lines.map((line): Piece => [line.text, out(line.box)]),
      words: words.map((word): Piece => [word.text, out(word.box)]),
      characters: withCharacters
        ? words.flatMap((word) => word.characters.map(([character, place]): Piece => [character, out(place)]))
        : [],
    });
  }
  return marks;
}

/** Marks as the browser sends them, as sources read them. */
export function marksOf(raw: readonly RawMark[]): Mark[] {
  const place = ([left, top, right, bottom]: Rectangle) => ({ left, top, right, bottom });
  const pieces = (list: readonly Piece[]) => list.map(([text, box]) => ({ text, box: place(box) }));
  return raw.map(({ kind, name, text, box, lines, words, characters }) => ({
    kind,
    ...(name === null ? {} : { name }),
    text,
    box: place(box),
    lines: pieces(lines),
    words: pieces(words),
    characters: pieces(characters),
  }));
}
