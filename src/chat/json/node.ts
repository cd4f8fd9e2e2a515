/**
 * A grammar over bytes as a graph of nodes: what may follow what, with counted repetition and recursion. It says what a
 * text may look like; `automaton.ts` reads one byte by byte.
 */
import { UserError } from "../../runtime/errors.ts";

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
let mostMade = Number.POSITIVE_INFINITY;

/** What `build` makes, of at most `nodes` nodes: more throw a UserError, before they take time and memory. */
export function withinNodes<T>(nodes: number, build: () => T): T {
  const before = mostMade;
  mostMade = made + nodes;
  try {
    return build();
  } finally {
    mostMade = before;
  }
}

function nextId(): number {
  if (++made > mostMade) throw new UserError("the schema is too large to be held to; simplify it");
  return made;
}

/** One byte from a range. */
export function byte(from: number, to = from): Node {
  return { kind: "byte", id: nextId(), from, to };
}

export function sequence(...items: readonly Node[]): Node {
  return sequenceOf(items);
}

export function sequenceOf(items: readonly Node[]): Node {
  return items.length === 1 ? items[0]! : { kind: "sequence", id: nextId(), items };
}

/** Nothing fits a choice without options. */
export function choice(...options: readonly Node[]): Node {
  return choiceOf(options);
}

export function choiceOf(options: readonly Node[]): Node {
  return options.length === 1 ? options[0]! : { kind: "choice", id: nextId(), options };
}

export function repeat(item: Node, min = 0, max = Number.POSITIVE_INFINITY): Node {
  return { kind: "repeat", id: nextId(), item, min, max };
}

export function optional(item: Node): Node {
  return choice(empty, item);
}

export function link(): Link {
  return { kind: "link", id: nextId(), target: undefined };
}

const encoder = new TextEncoder();

/** A text as it is, in UTF-8. */
export function literal(text: string): Node {
  const items: Node[] = [];
  for (const value of encoder.encode(text)) items.push(byte(value));
  return sequenceOf(items);
}

/** The text of no bytes. */
export const empty: Node = { kind: "sequence", id: nextId(), items: [] };

/** What nothing fits. */
export const nothing: Node = { kind: "choice", id: nextId(), options: [] };

/** Whether nothing fits, as far as that is plain to see. */
export function isNothing(node: Node): boolean {
  return node.kind === "choice" && node.options.every(isNothing);
}
