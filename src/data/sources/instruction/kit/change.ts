/** Scenes that differ from another scene in ways that are known. */
import type { Random } from "../../../random.ts";
import { clearColours, shadeOf } from "./look.ts";
import { aLabel, type Item, label, type Scene } from "./scene.ts";
import { type Thing, things } from "./things.ts";

export interface Difference {
  readonly kind: "colour" | "gone" | "new" | "thing" | "moved" | "size";
  /** What is different in the second scene, as a clause: "the red apple has become blue". */
  readonly said: string;
  readonly column: number;
  readonly row: number;
}

/** "the top left", "the middle of column 2", "the centre": where a cell is, for people. */
export function cellName({ columns, rows }: Pick<Scene, "columns" | "rows">, column: number, row: number): string {
  const down = row === 0 ? "top" : row === rows - 1 ? "bottom" : "middle";
  if (column === 0) return `the ${down} left`;
  if (column === columns - 1) return `the ${down} right`;
  if (columns === 3) return down === "middle" ? "the centre" : `the ${down} middle`;
  return `the ${down} of column ${column + 1}`;
}

/** The scene with `count` changes, each to another item or empty cell. */
export function changed(
  random: Random,
  scene: Scene,
  count: number,
  kinds: readonly Difference["kind"][] = ["colour", "gone", "new", "thing", "moved"],
): { scene: Scene; differences: Difference[] } {
  let items = [...scene.items];
  const touched = new Set<string>();
  const differences: Difference[] = [];
  const at = (column: number, row: number) => `${column},${row}`;
  const free = () => {
    const cells: (readonly [number, number])[] = [];
    for (let row = 0; row < scene.rows; row++)
      for (let column = 0; column < scene.columns; column++)
        if (!items.some((one) => one.column === column && one.row === row) && !touched.has(at(column, row)))
          cells.push([column, row]);
    return cells;
  };
  const fresh = (item: Pick<Item, "thing" | "colour">) =>
    ![...items, ...scene.items].some((one) => label(one) === label(item));
  for (let tries = 0; differences.length < count && tries < 200; tries++) {
    const kind = random.pick(kinds);
    const old = random.pick(items);
    if (touched.has(at(old.column, old.row))) continue;
    const replace = (next: Item | undefined) => {
      items = items.flatMap((one) => (one === old ? (next ? [next] : []) : [one]));
      touched.add(at(old.column, old.row));
    };
    const from = cellName(scene, old.column, old.row);
    const where = from === "the centre" ? `in ${from}` : `at ${from}`;
    const note = (said: string, column = old.column, row = old.row) => differences.push({ kind, said, column, row });
    if (kind === "colour") {
      const colour = random.pick(clearColours.filter((one) => one !== old.colour));
      const next = { ...old, colour, shade: shadeOf(random, colour) };
      if (!fresh(next)) continue;
      replace(next);
      note(`the ${old.thing} ${where} is ${colour} instead of ${old.colour}`);
    } else if (kind === "thing") {
      const thing: Thing = random.pick(things);
      const next = { ...old, thing };
      if (thing === old.thing || !fresh(next)) continue;
      replace(next);
      note(`the ${label(old)} ${where} has been replaced by ${aLabel(next)}`);
    } else if (kind === "gone") {
      if (items.length < 3) continue;
      replace(undefined);
      note(`the ${label(old)} ${where} is missing`);
    } else if (kind === "size") {
      replace({ ...old, size: old.size * 0.55 });
      note(`the ${label(old)} ${where} is smaller`);
    } else {
      const cells = free();
      if (cells.length === 0) continue;
      const [column, row] = random.pick(cells);
      touched.add(at(column, row));
      if (kind === "moved") {
        replace({ ...old, column, row });
        note(`the ${label(old)} has moved from ${from} to ${cellName(scene, column, row)}`, column, row);
      } else {
        const colour = random.pick(clearColours);
        const next: Item = { ...old, thing: random.pick(things), colour, shade: shadeOf(random, colour), column, row };
        if (!fresh(next)) continue;
        items.push(next);
        note(`${aLabel(next)} has appeared at ${cellName(scene, column, row)}`, column, row);
      }
    }
  }
  return { scene: { ...scene, items }, differences };
}
