/** The weights of Pillow's antialiased BICUBIC filter in 22-bit fixed point: what `resize.ts` adds samples up with. */

export const FRACTION_BITS = 22; // 32 bits less 8 for the byte and 2 for weights outside [0, 1]
const ONE = 1 << FRACTION_BITS;

/** The weights that make one axis `from` samples long into `to` samples. */
export interface Taps {
  /** First source sample of each output sample, [to]. */
  readonly first: Int32Array;
  /** How many source samples each output sample reads, at least one, [to]. */
  readonly count: Int32Array;
  /** Fixed-point weights, [to, width]; entries beyond `count` are zero. */
  readonly weights: Int32Array;
  readonly width: number;
}

/** Pictures of a set have few sizes: the weights of the last ones are kept, where they are small. */
const kept = new Map<string, Taps>();
const keptAxes = 256;
const keptWeights = 16_384;

export function bicubicTaps(from: number, to: number): Taps {
  const key = `${from}>${to}`;
  const known = kept.get(key);
  if (known) return known;
  const made = makeTaps(from, to);
  if (made.weights.length > keptWeights) return made;
  if (kept.size >= keptAxes) kept.clear();
  kept.set(key, made);
  return made;
}

/** Keys' cubic with a = -0.5. */
function cubic(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
  return 0;
}

function makeTaps(from: number, to: number): Taps {
  const scale = from / to;
  const stretch = Math.max(scale, 1); // shrinking widens the filter: this is the antialiasing
  const support = 2 * stretch;
  const inverse = 1 / stretch; // Pillow multiplies by the inverse; dividing would differ in the last bit
  const width = Math.ceil(support) * 2 + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * width);
  const exact = new Float64Array(width);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const n = Math.min(Math.trunc(centre + support + 0.5), from) - start;
    let sum = 0;
    for (let j = 0; j < n; j++) {
      const weight = cubic((j + start - centre + 0.5) * inverse);
      exact[j] = weight;
      sum += weight;
    }
    for (let j = 0; j < n; j++) {
      const weight = sum === 0 ? exact[j]! : exact[j]! / sum;
      weights[i * width + j] = Math.trunc(weight * ONE + (weight < 0 ? -0.5 : 0.5));
    }
    first[i] = start;
    count[i] = n;
  }
  return { first, count, weights, width };
}
