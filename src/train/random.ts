/** Seeded normal numbers for weight initialisation: the same seed and name give the same tensor everywhere. */

/** A uniform generator on [0, 1) (sfc32) seeded from a text. */
export function uniform(seed: string): () => number {
  let h = 1779033703 ^ seed.length;
  for (let i = 0; i < seed.length; i++) {
    h = Math.imul(h ^ seed.charCodeAt(i), 3432918353);
    h = (h << 13) | (h >>> 19);
  }
  let a = h | 0;
  let b = Math.imul(h ^ (h >>> 16), 2246822507) | 0;
  let c = Math.imul(h ^ (h >>> 13), 3266489909) | 0;
  let counter = 1;
  const next = () => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return (t >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

/** `length` normal numbers of mean 0 and standard deviation `std` (Box-Muller). */
export function normal(seed: string, length: number, std: number): Float32Array {
  const next = uniform(seed);
  const out = new Float32Array(length);
  for (let i = 0; i < length; i += 2) {
    const radius = std * Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    out[i] = radius * Math.cos(angle);
    if (i + 1 < length) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}
