/**
 * What can be seen of a page tree in its shot: whole blocks, the lines of a paragraph that are on this page, the items of
 * a list before the break. What lies beyond the page's edge is not in it, so answers written from it are true of the picture.
 */
import type { Mark, Shot } from "../../camera/camera.ts";
import { Unfit } from "../../source.ts";
import { formulaCharacters } from "./formula-markup.ts";
import {
  type Area,
  areas,
  type Block,
  blocksOf,
  hasMath,
  type Inline,
  type Inlines,
  inlinesOf,
  type PageTree,
} from "./tree.ts";

export interface SeenBlock {
  readonly area: Area;
  readonly block: Block;
  readonly mark: Mark;
  /** Whether the block's text begins or ends on another page. */
  readonly cut: boolean;
}

/**
 * The visible blocks in reading order. Throws `Unfit` when something is cut where it cannot be told exactly, or when the
 * page shows text that the tree does not account for.
 */
export function visibleBlocks(tree: PageTree, shot: Shot): SeenBlock[] {
  const marks = new Map(shot.marks.flatMap((mark) => (mark.name === undefined ? [] : [[mark.name, mark] as const])));
  const seen = areas.flatMap((area) =>
    blocksOf(tree[area]).flatMap((block, i): SeenBlock[] => {
      const mark = marks.get(`${area}.${i}`);
      const characters = mark ? squeezed(mark.text) : "";
      if (!mark || (characters === "" && block.type !== "figure")) return [];
      if (characters === charactersOf(block)) return [{ area, block, mark, cut: false }];
      return [{ area, block: visiblePart(block, mark, (item) => marks.get(`${area}.${i}.${item}`)), mark, cut: true }];
    }),
  );
  const page = shot.marks.find(({ kind }) => kind === "page");
  if (page && squeezed(page.text) !== seen.map(({ block }) => charactersOf(block)).join("")) {
    throw new Unfit("the page shows text that is not in the tree");
  }
  return seen;
}

function visiblePart(block: Block, mark: Mark, itemMark: (index: number) => Mark | undefined): Block {
  if (block.type === "list") {
    const items = block.items.filter((item, i) => {
      const shown = squeezed(itemMark(i)?.text ?? "");
      if (shown !== "" && shown !== squeezed(inlineCharacters(item))) throw new Unfit("an item of a list is cut");
      return shown !== "";
    });
    if (block.ordered && items[0] !== block.items[0]) throw new Unfit("a list begins on another page");
    return { ...block, items };
  }
  if (block.type !== "paragraph" || hasMath(block)) throw new Unfit(`a ${block.type} is cut by the page's edge`);
  const inlines = visibleInlines(block.inlines, squeezed(mark.text));
  return { ...block, inlines };
}

/** The stretch of running text whose characters, spaces apart, are `shown`. */
function visibleInlines(inlines: Inlines, shown: string): Inlines {
  const all = squeezed(inlines.map(inlineText).join(""));
  const from = all.startsWith(shown) ? 0 : all.indexOf(shown);
  if (from < 0) throw new Unfit("a paragraph shows something else than its text");
  let at = 0;
  const kept: Inline[] = [];
  for (const one of inlines) {
    let piece = "";
    for (const character of inlineText(one)) {
      const space = squeezed(character) === "";
      if (at >= from && at < from + shown.length) piece += character;
      if (!space) at += character.length;
    }
    if (piece !== "") kept.push(one.type === "text" ? { ...one, text: piece } : one);
  }
  const last = kept[kept.length - 1];
  if (last?.type === "text") kept[kept.length - 1] = { ...last, text: last.text.trimEnd() };
  const first = kept[0];
  if (first?.type === "text") kept[0] = { ...first, text: first.text.trimStart() };
  return kept;
}

function inlineText(one: Inline): string {
  return one.type === "text" ? one.text : one.type === "note" ? one.label : one.latex;
}

/** All characters that a browser shows of a block, spaces left out; markers of lists are not among them. */
export function charactersOf(block: Block): string {
  if (block.type === "formula") {
    return squeezed(formulaCharacters(block.latex, true)) + (block.number ? `(${block.number})` : "");
  }
  return inlinesOf(block)
    .map((inlines) => squeezed(inlineCharacters(inlines)))
    .join("");
}

function inlineCharacters(inlines: Inlines): string {
  return inlines
    .map((one) =>
      one.type === "math" ? formulaCharacters(one.latex, false) : one.type === "note" ? one.label : one.text,
    )
    .join("");
}

/** Without spaces of any width, joiners and soft hyphens. */
export function squeezed(value: string): string {
  return value.replaceAll(/[\s\u00ad\u200b-\u200d\u2060\ufeff]/g, "");
}
