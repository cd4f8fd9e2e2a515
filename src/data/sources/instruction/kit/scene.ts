/**
 * A little world of coloured things in cells of a grid: what stands where is known, so it can be asked, changed,
 * described and matched.
 */
import type { Random } from "../../../random.ts";
import type { PagePicture } from "../../../source.ts";
import { type ColourName, clearColours, type Look, lookOf, shadeOf } from "./look.ts";
import { withArticle } from "./phrases.ts";
import { drawing, marked, rect } from "./svg.ts";
import { drawThing, type Thing, things } from "./things.ts";

export interface Item {
  readonly thing: Thing;
  readonly colour: ColourName;
  /** Hexadecimal. */
  readonly shade: string;
  readonly column: number;
  readonly row: number;
  /** Share of the cell. */
  readonly size: number;
  /** Shift from the middle of the cell, shares of the cell. */
  readonly dx: number;
  readonly dy: number;
}

export interface Scene {
  readonly columns: number;
  readonly rows: number;
  readonly items: readonly Item[];
}

/** Things with their colour that do not repeat, in different cells. */
export function sceneOf(
  random: Random,
  {
    columns,
    rows,
    count,
    distinctThings = true,
  }: { readonly columns: number; readonly rows: number; readonly count: number; readonly distinctThings?: boolean },
): Scene {
  const cells = random.shuffled(Array.from({ length: columns * rows }, (_, i) => i)).slice(0, count);
  const kinds = random.shuffled(things);
  const used = new Set<string>();
  const items = cells.map((cell, i): Item => {
    for (;;) {
      const thing = distinctThings ? kinds[i]! : random.pick(kinds.slice(0, 5));
      const colour = random.pick(clearColours);
      if (used.has(`${colour} ${thing}`)) continue;
      used.add(`${colour} ${thing}`);
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      return {
        thing,
        colour,
        shade: shadeOf(random, colour),
        column,
        row,
        size: random.between(0.62, 0.8),
        dx: random.between(-0.08, 0.08),
        dy: random.between(-0.08, 0.08),
      };
    }
  });
  return { columns, rows, items };
}

/** "red apple" */
export function label(item: Pick<Item, "thing" | "colour">): string {
  return `${item.colour} ${item.thing}`;
}

/** "a red apple", "an orange boat" */
export function aLabel(item: Pick<Item, "thing" | "colour">): string {
  return withArticle(label(item));
}

export function sceneLook(random: Random): Look {
  const look = lookOf(random, { dark: 0 });
  return random.chance(0.3)
    ? {
        ...look,
        background: random.pick([
          "linear-gradient(#cfe8fb 0 45%,#cfe3b4 45%)",
          "linear-gradient(#fbe8d0 0 62%,#c9a27a 62%)",
          "linear-gradient(#e6e3f5 0 55%,#f3ead8 55%)",
        ]),
      }
    : look;
}

/** The scene's drawing in cells of `cell` CSS pixels; the marks are the items, named by `label`. */
export function drawItems(scene: Scene, cell: number, left = 0, top = 0): string {
  return scene.items
    .map((item) => {
      const x = left + (item.column + 0.5 + item.dx) * cell;
      const y = top + (item.row + 0.5 + item.dy) * cell;
      return marked("object", label(item), "", drawThing(item.thing, item.shade, x, y, item.size * cell));
    })
    .join("");
}

export function scenePicture(
  random: Random,
  look: Look,
  maxSide: number,
  scene: Scene,
  cell: number,
  extra = "",
): PagePicture {
  const [width, height] = [scene.columns * cell, scene.rows * cell];
  return drawing(
    random,
    look,
    maxSide,
    { width, height },
    random.chance(0.15) ? rect(2, 2, width - 4, height - 4, { stroke: look.muted, width: 2 }) : "",
    drawItems(scene, cell),
    extra,
  );
}
