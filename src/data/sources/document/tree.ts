/**
 * A page as a tree: what HTML and Markdown are both written from, so that the two say the same. It knows structure, not
 * looks.
 */
export type Inline =
  | { readonly type: "text"; readonly text: string; readonly style?: "bold" | "italic" | "code" }
  | { readonly type: "math"; readonly latex: string }
  /** A footnote's number where the text refers to it. */
  | { readonly type: "note"; readonly label: string };

export type Inlines = readonly Inline[];

/** What stands at a place of a table's grid; `left` and `above` say that the neighbour there is merged over it. */
export type Cell = Inlines | "left" | "above";

export interface Table {
  readonly type: "table";
  readonly caption?: Inlines;
  /** A row above the head's last one. */
  readonly over?: readonly Cell[];
  readonly head: readonly Cell[];
  readonly rows: readonly (readonly Cell[])[];
  readonly align?: readonly ("left" | "right" | "center")[];
}

export type Block =
  | { readonly type: "heading"; readonly level: number; readonly inlines: Inlines; readonly look?: string }
  /** `look` is a class of the page's style sheet. */
  | { readonly type: "paragraph"; readonly inlines: Inlines; readonly look?: string }
  | { readonly type: "list"; readonly ordered: boolean; readonly items: readonly Inlines[] }
  | Table
  | { readonly type: "formula"; readonly latex: string; readonly number?: string }
  | { readonly type: "code"; readonly language: string; readonly text: string }
  | { readonly type: "quote"; readonly inlines: Inlines }
  /** `picture` is markup without text of its own. */
  | { readonly type: "figure"; readonly picture: string; readonly caption: Inlines }
  | { readonly type: "footnote"; readonly label: string; readonly inlines: Inlines };

/** Blocks one below the other, or several such columns side by side; read column by column. */
export type Flow = readonly (Block | { readonly type: "row"; readonly cells: readonly (readonly Block[])[] })[];

/** One page. Only the body breaks over columns, and where it does not fit the page, the rest is on the next, unseen one. */
export interface PageTree {
  readonly header: Flow;
  /** Above the columns, as wide as all of them. */
  readonly title: Flow;
  readonly body: Flow;
  readonly notes: Flow;
  readonly footer: Flow;
}

export const areas = ["header", "title", "body", "notes", "footer"] as const;
export type Area = (typeof areas)[number];

export function text(value: string, style?: "bold" | "italic" | "code"): Inline {
  return style ? { type: "text", text: value, style } : { type: "text", text: value };
}

export function paragraph(value: string | Inlines, look?: string): Block {
  const inlines = typeof value === "string" ? [text(value)] : value;
  return look ? { type: "paragraph", inlines, look } : { type: "paragraph", inlines };
}

export function heading(level: number, value: string, look?: string): Block {
  return { type: "heading", level, inlines: [text(value)], ...(look ? { look } : {}) };
}

/** The blocks in reading order, rows opened. */
export function blocksOf(flow: Flow): Block[] {
  return flow.flatMap((one) => (one.type === "row" ? one.cells.flat() : [one]));
}

/** Every piece of running text of a block, in reading order. */
export function inlinesOf(block: Block): Inlines[] {
  switch (block.type) {
    case "list":
      return [...block.items];
    case "table":
      return [...(block.caption ? [block.caption] : []), ...gridOf(block).flat().filter(isText)];
    case "figure":
      return [block.caption];
    case "formula":
      return [[{ type: "math", latex: block.latex }], ...(block.number ? [[text(`(${block.number})`)]] : [])];
    case "code":
      return [[text(block.text)]];
    case "footnote":
      return [[text(block.label)], block.inlines];
    default:
      return [block.inlines];
  }
}

/** All rows of a table, those of its head first. */
export function gridOf({ over, head, rows }: Table): (readonly Cell[])[] {
  return [...(over ? [over] : []), head, ...rows];
}

export function isText(cell: Cell): cell is Inlines {
  return cell !== "left" && cell !== "above";
}

/** Whether formulas stand in a block; their text in a page is not what one writes. */
export function hasMath(block: Block): boolean {
  return inlinesOf(block).some((inlines) => inlines.some(({ type }) => type === "math"));
}
