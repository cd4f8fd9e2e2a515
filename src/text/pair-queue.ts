/**
 * Counts of neighbouring tokens with the most frequent pair at hand: a heap whose entries may be out of date, beside the
 * true counts. What is stale is found out when it comes up, which costs less than moving entries at each change.
 */

interface Pair {
  readonly left: number;
  readonly right: number;
  count: number;
  /** Words that hold the pair, or held it once. */
  readonly words: Set<number>;
}

interface Entry {
  readonly pair: Pair;
  /** The count when the entry was made. */
  readonly count: number;
}

const MAX_ID = 2 ** 26; // two ids fit into one exact number

export class PairQueue {
  readonly #pairs = new Map<number, Pair>();
  readonly #heap: Entry[] = [];
  /** Pairs that became more frequent since the last `take`. */
  readonly #risen = new Set<Pair>();

  /** Adds `count` (negative to take away) occurrences of the pair in a word. */
  add(left: number, right: number, count: number, word: number): void {
    const key = left * MAX_ID + right;
    let pair = this.#pairs.get(key);
    if (pair === undefined) {
      pair = { left, right, count: 0, words: new Set() };
      this.#pairs.set(key, pair);
    }
    pair.count += count;
    pair.words.add(word);
    if (count > 0) this.#risen.add(pair);
  }

  /**
   * The most frequent pair, of several the one with the lowest ids; undefined if none occurs `minCount` times.
   * Whoever takes it has to take away its occurrences.
   */
  take(minCount: number): Pair | undefined {
    for (const pair of this.#risen) if (pair.count > 0) this.#push({ pair, count: pair.count });
    this.#risen.clear();
    for (let top = this.#pop(); top !== undefined; top = this.#pop()) {
      const { pair, count } = top;
      if (pair.count === count) return count >= Math.max(minCount, 1) ? pair : undefined;
      // A pair that rose has a newer entry; one that fell gets it now.
      if (pair.count < count && pair.count > 0) this.#push({ pair, count: pair.count });
    }
    return undefined;
  }

  #push(entry: Entry): void {
    const heap = this.#heap;
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!before(entry, heap[parent]!)) break;
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++;
      if (!before(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return top;
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.count > b.count || (a.count === b.count && isLower(a.pair, b.pair));
}

function isLower(a: Pair, b: Pair): boolean {
  return a.left < b.left || (a.left === b.left && a.right < b.right);
}
