/**
 * Which gradients a backward pass has first. It is told from names alone, so that all ranks say the same whatever their rows
 * hold: sums over ranks begin with these while the rest of the pass still runs.
 */

interface Sized {
  readonly name: string;
  readonly length: number;
}

/** Parameters in the order in which a backward pass comes to them: heads, decoder from the top, adaptor, towers from the top. */
export function backwardOrder<T extends { readonly name: string }>(parameters: readonly T[]): T[] {
  const placed = parameters.map((one) => ({ one, place: placeOf(one.name) }));
  const between = (a: (typeof placed)[number], b: (typeof placed)[number]) =>
    a.place[0] - b.place[0] || b.place[1] - a.place[1] || (a.one.name < b.one.name ? -1 : 1);
  return placed.sort(between).map(({ one }) => one);
}

/** Part of the pass, and layer within it. */
function placeOf(name: string): [number, number] {
  const layer = /\.(?:layers|blocks)\.(\d+)\./.exec(name)?.[1];
  const isEarlyPart = /embed/.test(name); // of tokens, patches and positions: behind all layers
  const place = (above: number, layers: number, below: number): [number, number] =>
    layer ? [layers, Number(layer)] : [isEarlyPart ? below : above, 0];
  if (name.startsWith("language_model.")) return place(1, 2, 3);
  if (name.startsWith("aligner.")) return [4, 0];
  return name.startsWith("vision_model.") ? place(5, 6, 7) : [0, 0];
}

/**
 * The names of the first half, by elements. Empty where all go into one bucket of `bucketBytes`: there is nothing to send
 * ahead then.
 */
export function firstHalf(parameters: readonly Sized[], bucketBytes: number): ReadonlySet<string> {
  const total = parameters.reduce((sum, { length }) => sum + length, 0);
  if (parameters.length < 2 || total * Float32Array.BYTES_PER_ELEMENT <= bucketBytes) return new Set();
  const names = new Set<string>();
  let sum = 0;
  for (const { name, length } of backwardOrder(parameters)) {
    sum += length;
    if (names.size > 0 && sum > total / 2) break;
    names.add(name);
  }
  return names;
}
