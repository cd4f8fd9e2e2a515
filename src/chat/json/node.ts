/**
 * A grammar over bytes as a graph of nodes: what may follow what, with counted repetition and recursion. It says what a
 * text may look like; `automaton.ts` reads one byte by byte.
 */

export type Node =
  | { readonly kind: "byte"; readonly id: number; readonly from: number; readonly to: number }
  | { readonly kind: "sequence"; readonly id: number; readonly items: readonly Node[] }
  | { readonly kind: "choice"; readonly id: number; readonly options: readonly Node[] }
  | { readonly kind: "repeat"; readonly id: number; readonly item: Node; readonly min: number; readonly max: number }
  | Link;

/** A place for a node that is made later: how a grammar refers to itself. */
export interface Link {
  readonly kind: "link";
  readonly id: number;
  target: Node | undefined;
}

let made = 0;

/** One byte from a range. */
export function byte(from: number, to = from): Node {
  return { kind: "byte", id: made++, from, to };
}

export function sequence(...items: readonly Node[]): Node {
  return items.length === 1 ? items[0]! : { kind: "sequence", id: made++, items };
}

/** Nothing fits a choice without options. */
export function choice(...options: readonly Node[]): Node {
  return options.length === 1 ? options[0]! : { kind: "choice", id: made++, options };
}

export function repeat(item: Node, min = 0, max = Number.POSITIVE_INFINITY): Node {
  return { kind: "repeat", id: made++, item, min, max };
}

export function optional(item: Node): Node {
  return choice(empty, item);
}

export function link(): Link {
  return { kind: "link", id: made++, target: undefined };
}

/** A text as it is, in UTF-8. */
export function literal(text: string): Node {
  return sequence(...Array.from(new TextEncoder().encode(text), (value) => byte(value)));
}

/** The text of no bytes. */
export const empty: Node = { kind: "sequence", id: made++, items: [] };

/** What nothing fits. */
export const nothing: Node = { kind: "choice", id: made++, options: [] };

/** Whether nothing fits, as far as that is plain to see. */
export function isNothing(node: Node): boolean {
  return node.kind === "choice" && node.options.every(isNothing);
}
