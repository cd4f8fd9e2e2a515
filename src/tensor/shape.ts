/**
 * Shapes of symbolic tensors: numbers where an extent is known, names where it is decided at run time.
 * Two names are equal only if they are spelled the same; products of names are written `a*b`.
 */

export type Dim = number | string;
export type Shape = readonly Dim[];

/** `[2, sequence, 64]` */
export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The shape that two operands broadcast to, or `undefined` where they do not fit (NumPy's rule). */
export function broadcastShapes(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const out: Dim[] = [];
  for (let i = 0; i < rank; i++) {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x === y || y === 1) out.push(x);
    else if (x === 1) out.push(y);
    else return undefined;
  }
  return out;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((d, i) => d === b[i]);
}

/** Axis counted from the front, or `undefined` where there is none. */
export function resolveAxis(axis: number, rank: number): number | undefined {
  const resolved = axis < 0 ? axis + rank : axis;
  return Number.isInteger(axis) && resolved >= 0 && resolved < rank ? resolved : undefined;
}

/** The product of dimensions: the numbers multiplied, then the names in alphabetical order. */
export function product(dims: Shape): Dim {
  let known = 1;
  const names: string[] = [];
  for (const factor of dims.flatMap((d): Shape => (typeof d === "number" ? [d] : d.split("*")))) {
    const value = Number(factor);
    if (Number.isInteger(value)) known *= value;
    else names.push(factor as string);
  }
  if (known === 0) return 0;
  if (names.length === 0) return known;
  return (known === 1 ? names.sort() : [known, ...names.sort()]).join("*");
}

/** The dimension as a number, or an error that says who needs it. */
export function knownDim(d: Dim | undefined, who: string): number {
  if (typeof d !== "number") throw new Error(`${who} needs a known extent, found "${d}"`);
  return d;
}

/** All extents as numbers; throws for a named one. */
export function knownShape(shape: Shape, who: string): number[] {
  return shape.map((d) => knownDim(d, `${who} ${formatShape(shape)}`));
}
