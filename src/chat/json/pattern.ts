/**
 * Regular expressions of a schema's `pattern`, as grammars over the characters of a JSON string. Read with JavaScript's `u`
 * rules; what looks around itself (assertions, back references) is refused.
 */
import { UserError } from "../../runtime/errors.ts";
import { allCodePoints, type CodePoints, codePoints, without } from "./code-points.ts";
import { choiceOf, empty, type Node, repeat, sequence, sequenceOf } from "./node.ts";
import { character } from "./values.ts";

const mostRepeats = 10_000;
const mostDepth = 50;

const digits: CodePoints = [[0x30, 0x39]];
const words: CodePoints = codePoints([...digits, [0x41, 0x5a], [0x5f, 0x5f], [0x61, 0x7a]]);
const spaces: CodePoints = codePoints(
  [9, 10, 11, 12, 13, 32, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]
    .map((point) => [point, point] as const)
    .concat([[0x2000, 0x200a]]),
);
const lineEnds: CodePoints = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
];
const classes: Readonly<Record<string, CodePoints>> = {
  d: digits,
  D: without(allCodePoints, digits),
  w: words,
  W: without(allCodePoints, words),
  s: spaces,
  S: without(allCodePoints, spaces),
};
const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, "0": 0 };

/** The strings that contain a match of `source`, without their quotes. Throws a UserError for what is not understood. */
export function patternNode(source: string): Node {
  try {
    new RegExp(source, "u");
  } catch {
    throw new UserError(`the pattern ${JSON.stringify(source)} is no regular expression`);
  }
  return new PatternReader(source).read();
}

class PatternReader {
  readonly #source: string;
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#characters = [...source];
  }

  /** Alternatives, each of which may be tied to the beginning and the end. */
  read(): Node {
    const options: Node[] = [];
    do {
      const begins = this.#take("^");
      const body = this.#terms(true);
      const ends = this.#take("$");
      const anything = repeat(character(allCodePoints));
      options.push(sequence(...(begins ? [] : [anything]), body, ...(ends ? [] : [anything])));
    } while (this.#take("|"));
    if (this.#at < this.#characters.length) this.#refuse(this.#characters[this.#at]!);
    return choiceOf(options);
  }

  #alternatives(): Node {
    if (++this.#depth > mostDepth) throw new UserError(`${this.#name()} is nested too deeply`);
    const options = [this.#terms(false)];
    while (this.#take("|")) options.push(this.#terms(false));
    this.#depth--;
    return choiceOf(options);
  }

  #terms(top: boolean): Node {
    const items: Node[] = [];
    for (let next = this.#peek(); next !== undefined && next !== "|" && next !== ")"; next = this.#peek()) {
      if (next === "$" && top) break;
      items.push(this.#quantified(this.#atom()));
    }
    return items.length === 0 ? empty : sequenceOf(items);
  }

  #atom(): Node {
    const next = this.#next();
    if (next === "(") return this.#group();
    if (next === "[") return character(this.#set());
    if (next === ".") return character(without(allCodePoints, lineEnds));
    if (next === "\\") return character(this.#escape());
    if (next === "^" || next === "$") this.#refuse(`${next} inside`);
    return character(one(next));
  }

  #group(): Node {
    if (this.#take("?")) {
      if (this.#take("<")) {
        if (this.#peek() === "=" || this.#peek() === "!") this.#refuse("a look behind");
        while (this.#next() !== ">");
      } else if (!this.#take(":")) this.#refuse("a look ahead");
    }
    const inner = this.#alternatives();
    this.#take(")");
    return inner;
  }

  #quantified(atom: Node): Node {
    const next = this.#peek();
    let bounds: readonly [number, number] | undefined;
    if (next === "*") bounds = [0, Number.POSITIVE_INFINITY];
    else if (next === "+") bounds = [1, Number.POSITIVE_INFINITY];
    else if (next === "?") bounds = [0, 1];
    if (bounds !== undefined) this.#at++;
    else if (next === "{") bounds = this.#counts();
    if (bounds === undefined) return atom;
    this.#take("?"); // lazy or not, the same texts fit
    const [min, max] = bounds;
    if (min > mostRepeats || (max > mostRepeats && max !== Number.POSITIVE_INFINITY)) {
      throw new UserError(`${this.#name()} repeats more than ${mostRepeats} times`);
    }
    return repeat(atom, min, max);
  }

  #counts(): readonly [number, number] {
    const end = this.#characters.indexOf("}", this.#at);
    const [min, max] = this.#characters
      .slice(this.#at + 1, end)
      .join("")
      .split(",");
    this.#at = end + 1;
    return [Number(min), max === undefined ? Number(min) : max === "" ? Number.POSITIVE_INFINITY : Number(max)];
  }

  #set(): CodePoints {
    const negated = this.#take("^");
    const ranges: (readonly [number, number])[] = [];
    for (let next = this.#next(); next !== "]"; next = this.#next()) {
      const from = next === "\\" ? this.#escape(true) : one(next);
      if (this.#peek() !== "-" || this.#characters[this.#at + 1] === "]") {
        ranges.push(...from);
        continue;
      }
      this.#at++;
      const last = this.#next();
      const to = last === "\\" ? this.#escape(true) : one(last);
      ranges.push([from[0]![0], to[0]![1]]);
    }
    const set = codePoints(ranges);
    return negated ? without(allCodePoints, set) : set;
  }

  #escape(inSet = false): CodePoints {
    const next = this.#next();
    const known = classes[next];
    if (known !== undefined) return known;
    if (inSet && next === "b") return one("\b");
    if (next in controls) return point(controls[next]!);
    if (next === "c") return point(this.#next().codePointAt(0)! % 32);
    if (next === "x") return point(this.#hex(2));
    if (next === "u") return this.#unicode();
    if (/[bBkpP1-9]/.test(next)) this.#refuse(`\\${next}`);
    return one(next);
  }

  #unicode(): CodePoints {
    if (this.#take("{")) {
      const end = this.#characters.indexOf("}", this.#at);
      const value = this.#hex(end - this.#at);
      this.#at++;
      return point(value);
    }
    const high = this.#hex(4);
    if (high < 0xd800 || high > 0xdbff || this.#characters.slice(this.#at, this.#at + 2).join("") !== "\\u") {
      return point(high);
    }
    this.#at += 2;
    return point(0x10000 + ((high - 0xd800) << 10) + (this.#hex(4) - 0xdc00));
  }

  #hex(length: number): number {
    const value = Number.parseInt(this.#characters.slice(this.#at, this.#at + length).join(""), 16);
    this.#at += length;
    return value;
  }

  #peek(): string | undefined {
    return this.#characters[this.#at];
  }

  #next(): string {
    const next = this.#characters[this.#at++];
    if (next === undefined) throw new UserError(`${this.#name()} ends too early`);
    return next;
  }

  #take(wanted: string): boolean {
    if (this.#characters[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #refuse(what: string): never {
    throw new UserError(`${this.#name()} has ${what}, which is not supported here`);
  }

  #name(): string {
    return `the pattern ${JSON.stringify(this.#source)}`;
  }
}

const one = (text: string): CodePoints => point(text.codePointAt(0)!);
const point = (value: number): CodePoints => codePoints([[value, value]]);
