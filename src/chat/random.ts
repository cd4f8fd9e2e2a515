/** Seeded uniform numbers for sampling: the same seed gives the same answer on every machine. */

/** A generator of numbers in [0, 1) (xoshiro128**, seeded through splitmix). `seed` is any integer of up to 53 bits. */
export function seededUniform(seed: number): () => number {
  let mixed = (seed ^ Math.floor(seed / 2 ** 32)) | 0;
  const mix = () => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()] as [number, number, number, number];
  return () => {
    const scrambled = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return (scrambled >>> 0) / 2 ** 32;
  };
}

/** A seed from the system's randomness, for an answer that nobody wants to repeat. */
export function freshSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
