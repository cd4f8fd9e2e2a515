/**
 * Reads a text byte by byte along a grammar and knows at each place which bytes may follow. All ways in which the text so
 * far fits are followed at once; a set of them is a state, and what was found out about a state is kept, so that the
 * same place of a grammar is worked out once.
 */
import { UserError } from "../../runtime/errors.ts";
import type { Node } from "./node.ts";

/** A text has come to a place of its grammar that cannot be followed. */
export class ReadingsError extends UserError {}

/** What is still to come: a node at some place in it, then what is below. Equal ones are one object. */
interface Frame {
  readonly id: number;
  readonly node: Node;
  /** In a sequence the next item, in a repetition how many there were. */
  readonly at: number;
  readonly below: Frame | undefined;
}

export interface State {
  /** Whether the text may end here. */
  readonly accepts: boolean;
  /** Whether it may go on. */
  readonly continues: boolean;
}

interface KnownState extends State {
  /** Frames that wait for a byte. */
  readonly frames: readonly Frame[];
  readonly next: (KnownState | null | undefined)[];
}

/** Ways that are followed at once; more come only from patterns that were made to be hard. */
const mostFrames = 4000;
const mostVisits = 40_000;
/** States that are kept; beyond them everything is forgotten and worked out again. */
const mostStates = 20_000;

export class Automaton {
  readonly #root: Node;
  #frames = new Map<string, Frame>();
  #states = new Map<string, KnownState>();
  #nextFrame = 0;

  constructor(root: Node) {
    this.#root = root;
  }

  /** Where a text begins. Throws a ReadingsError for a grammar too ambiguous to be followed, as `step` does. */
  start(): State {
    return this.#closure([this.#frame(this.#root, 0, undefined)], false);
  }

  /** The state behind one more byte; undefined where it cannot follow. */
  step(state: State, byte: number): State | undefined {
    const from = state as KnownState;
    const known = from.next[byte];
    if (known !== undefined) return known ?? undefined;
    const below: Frame[] = [];
    let accepts = false;
    for (const { node, below: rest } of from.frames) {
      if (node.kind !== "byte" || byte < node.from || byte > node.to) continue;
      if (rest === undefined) accepts = true;
      else below.push(rest);
    }
    const found = below.length > 0 || accepts ? this.#closure(below, accepts) : null;
    const dead = found !== null && !found.accepts && !found.continues;
    from.next[byte] = dead ? null : found;
    return dead ? undefined : (found ?? undefined);
  }

  /** Forgets what was worked out, where that has become much. States in hand stay good. */
  trim(): void {
    if (this.#states.size < mostStates && this.#frames.size < 10 * mostStates) return;
    this.#states = new Map();
    this.#frames = new Map();
  }

  #frame(node: Node, at: number, below: Frame | undefined): Frame {
    const key = `${node.id},${at},${below?.id ?? ""}`;
    let frame = this.#frames.get(key);
    if (frame === undefined) {
      frame = { id: this.#nextFrame++, node, at, below };
      this.#frames.set(key, frame);
    }
    return frame;
  }

  /** Opens nodes until bytes are in sight. */
  #closure(begun: readonly Frame[], acceptsAlready: boolean): KnownState {
    const seen = new Set<Frame>();
    const waiting: Frame[] = [];
    const work = [...begun];
    let accepts = acceptsAlready;
    const push = (node: Node, at: number, below: Frame | undefined) => work.push(this.#frame(node, at, below));
    const pop = (below: Frame | undefined) => {
      if (below === undefined) accepts = true;
      else work.push(below);
    };
    for (let frame = work.pop(); frame !== undefined; frame = work.pop()) {
      if (seen.has(frame)) continue;
      seen.add(frame);
      if (seen.size > mostVisits || waiting.length > mostFrames) {
        throw new ReadingsError(
          "the schema allows too many readings of one text to be followed; simplify its patterns",
        );
      }
      const { node, at, below } = frame;
      if (node.kind === "byte") waiting.push(frame);
      else if (node.kind === "link") push(node.target!, 0, below);
      else if (node.kind === "choice") for (const option of node.options) push(option, 0, below);
      else if (node.kind === "sequence") {
        const item = node.items[at];
        if (item === undefined) pop(below);
        // the last item needs no way back, so that lists do not pile up
        else push(item, 0, at + 1 < node.items.length ? this.#frame(node, at + 1, below) : below);
      } else {
        if (at >= node.min) pop(below);
        // without an upper bound, counts above the lower one are all the same
        const counted = node.max === Number.POSITIVE_INFINITY ? Math.min(at + 1, node.min) : at + 1;
        if (at < node.max) push(node.item, 0, this.#frame(node, counted, below));
      }
    }
    const key = `${accepts}:${waiting
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join()}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      state = { accepts, continues: waiting.length > 0, frames: waiting, next: new Array(256) };
      this.#states.set(key, state);
    }
    return state;
  }
}
