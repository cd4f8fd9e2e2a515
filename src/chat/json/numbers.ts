/** Numbers between bounds, as grammars over their decimal digits. */
import { byte, choice, empty, literal, type Node, nothing, optional, repeat, sequence } from "./node.ts";
import { digit } from "./values.ts";

/** Digits of whole numbers that a double holds exactly. */
const mostDigits = 15;
const largest = 10 ** mostDigits - 1;

export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The bound itself does not belong. */
  readonly aboveMin?: boolean;
  readonly belowMax?: boolean;
}

/** Whole numbers within bounds of at most 15 digits; `nothing` where there is none. */
export function integersWithin({ min = -largest, max = largest, aboveMin, belowMax }: Bounds): Node {
  const from = Math.max(aboveMin && Number.isInteger(min) ? min + 1 : Math.ceil(min), -largest);
  const to = Math.min(belowMax && Number.isInteger(max) ? max - 1 : Math.floor(max), largest);
  if (from > to) return nothing;
  const options: Node[] = [];
  if (from < 0) options.push(sequence(literal("-"), whole(Math.max(-to, 1), -from)));
  if (to >= 0) options.push(whole(Math.max(from, 0), to));
  return choice(...options);
}

/** Numbers within bounds, without exponents and with at most 15 digits that count; `nothing` where there is none. */
export function numbersWithin({ min = -largest, max = largest, aboveMin = false, belowMax = false }: Bounds): Node {
  const from = min < -largest ? { value: -largest, open: false } : { value: min, open: aboveMin };
  const to = max > largest ? { value: largest, open: false } : { value: max, open: belowMax };
  if (from.value > to.value || (from.value === to.value && (from.open || to.open))) return nothing;
  const negate = ({ value, open }: Bound) => ({ value: -value, open });
  const zero = { value: 0, open: false };
  const options: Node[] = [];
  if (from.value < 0) {
    const near = to.value < 0 ? negate(to) : { value: 0, open: true };
    options.push(sequence(literal("-"), decimals(near, negate(from))));
  }
  if (to.value > 0 || (to.value === 0 && !to.open)) options.push(decimals(from.value < 0 ? zero : from, to));
  return choice(...options);
}

interface Bound {
  readonly value: number;
  readonly open: boolean;
}

/** Decimals from 0 on between two bounds. */
function decimals(from: Bound, to: Bound): Node {
  const low = digitsOf(from.value);
  const high = digitsOf(to.value);
  const places = Math.max(mostDigits - high.whole.length, low.fraction.length, high.fraction.length, 1);
  const [first, last] = [Number(low.whole), Number(high.whole)];
  const lower = { digits: low.fraction, open: from.open };
  const upper = { digits: high.fraction, open: to.open };
  if (first === last) return sequence(literal(low.whole), fraction(lower, upper, places));
  const options = [
    sequence(literal(low.whole), fraction(lower, undefined, places)),
    sequence(literal(high.whole), fraction(undefined, upper, places)),
  ];
  if (first + 1 <= last - 1) options.push(sequence(whole(first + 1, last - 1), fraction(undefined, undefined, places)));
  return choice(...options);
}

interface FractionBound {
  /** Without zeros at the end. */
  readonly digits: string;
  readonly open: boolean;
}

/** What may follow the whole part: nothing, or a point and digits. */
function fraction(from: FractionBound | undefined, to: FractionBound | undefined, places: number): Node {
  const zeroFits = (from === undefined || (from.digits === "" && !from.open)) && !(to?.digits === "" && to.open);
  const digits = sequence(literal("."), between(from, to, places, true));
  return zeroFits ? optional(digits) : digits;
}

/** Digits between two fractions; `first`: there must be one at least. */
function between(from: FractionBound | undefined, to: FractionBound | undefined, places: number, first = false): Node {
  // Beyond the digits of the lower bound everything is above it, and nothing but zeros is not below the upper.
  const lowDone = from !== undefined && from.digits === "";
  const free = from === undefined || (lowDone && !from.open);
  if (places === 0) return free && !(to?.digits === "" && to.open) ? empty : nothing;
  if (free && to === undefined) return repeat(digit, first ? 1 : 0, places);
  const low = from?.digits === "" || from === undefined ? 0 : Number(from.digits[0]);
  const high = to === undefined ? 9 : to.digits === "" ? 0 : Number(to.digits[0]);
  const options: Node[] = [];
  // ending here means that only zeros follow
  if (!first && free && !(to?.digits === "" && to.open)) options.push(empty);
  for (let d = low; d <= high; d++) {
    const nextFrom = from !== undefined && d === low ? { ...from, digits: from.digits.slice(1) } : undefined;
    const nextTo = to !== undefined && d === high ? { ...to, digits: to.digits.slice(1) } : undefined;
    const rest = between(nextFrom, nextTo, places - 1);
    if (rest !== nothing) options.push(sequence(byte(0x30 + d), rest));
  }
  return options.length === 0 ? nothing : choice(...options);
}

/** Whole numbers from `from` to `to`, both from 0 on. */
function whole(from: number, to: number): Node {
  const options: Node[] = [];
  for (let length = String(from).length; length <= String(to).length; length++) {
    const least = length === 1 ? 0 : 10 ** (length - 1);
    const low = String(Math.max(from, least));
    const high = String(Math.min(to, 10 ** length - 1));
    options.push(sameLength(low, high));
  }
  return choice(...options);
}

/** Digit strings of one length between two of them. */
function sameLength(low: string, high: string): Node {
  if (low === "") return empty;
  const [l, h] = [Number(low[0]), Number(high[0])];
  const [lowRest, highRest] = [low.slice(1), high.slice(1)];
  if (/^0*$/.test(lowRest) && /^9*$/.test(highRest)) {
    return sequence(byte(0x30 + l, 0x30 + h), repeat(digit, lowRest.length, lowRest.length));
  }
  if (l === h) return sequence(byte(0x30 + l), sameLength(lowRest, highRest));
  const options = [
    sequence(byte(0x30 + l), sameLength(lowRest, "9".repeat(lowRest.length))),
    sequence(byte(0x30 + h), sameLength("0".repeat(highRest.length), highRest)),
  ];
  if (l + 1 < h) options.push(sequence(byte(0x31 + l, 0x2f + h), repeat(digit, lowRest.length, lowRest.length)));
  return choice(...options);
}

/** A number from 0 on in decimal digits, the shortest that mean it. */
function digitsOf(value: number): { readonly whole: string; readonly fraction: string } {
  const [mantissa, exponent = "0"] = String(value).split("e") as [string, string?];
  const [whole, fraction = ""] = mantissa.split(".") as [string, string?];
  const shift = Number(exponent);
  if (shift >= 0) {
    const digits = fraction.padEnd(shift, "0");
    return trim(whole + digits.slice(0, shift), digits.slice(shift));
  }
  const digits = whole.padStart(1 - shift, "0");
  return trim(digits.slice(0, shift), digits.slice(shift) + fraction);
}

const trim = (whole: string, fraction: string) => ({
  whole: whole.replace(/^0+(?=\d)/, ""),
  fraction: fraction.replace(/0+$/, ""),
});
