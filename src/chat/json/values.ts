/** The values of JSON as grammars: strings of characters, numbers, and anything at all. Blanks between tokens are few. */
import { allCodePoints, type CodePoints, codePoints, intersect, utf8, without } from "./code-points.ts";
import { byte, choice, empty, type Link, link, literal, type Node, optional, repeat, sequence } from "./node.ts";

/** Nothing, a blank, or a new line with indentation: what people write, and no way to go on for ever. */
export const blank: Node = choice(
  empty,
  literal(" "),
  sequence(literal("\n"), repeat(choice(literal(" "), literal("\t")), 0, 20)),
);

export const digit: Node = byte(0x30, 0x39);

const mustEscape: CodePoints = codePoints([
  [0, 0x1f],
  [0x22, 0x22],
  [0x5c, 0x5c],
]);
const shortEscapes: Readonly<Record<number, string>> = {
  8: "\\b",
  9: "\\t",
  10: "\\n",
  12: "\\f",
  13: "\\r",
  34: '\\"',
  92: "\\\\",
};

/** One character of a set inside a string, in the form in which `JSON.stringify` writes it. */
export function character(set: CodePoints): Node {
  const escaped: Node[] = [];
  for (const [from, to] of intersect(set, mustEscape)) {
    for (let point = from; point <= to; point++) {
      escaped.push(literal(shortEscapes[point] ?? `\\u${point.toString(16).padStart(4, "0")}`));
    }
  }
  const plain = without(set, mustEscape);
  return choice(...(plain.length > 0 ? [utf8(plain)] : []), ...escaped);
}

/** Characters that stand in a string as they are. */
export const plainCharacters: CodePoints = without(allCodePoints, mustEscape);

const hex = choice(digit, byte(0x41, 0x46), byte(0x61, 0x66));
const hexBut = (last: string) => choice(digit, ...[...last].map((letter) => literal(letter)));
/** Any character in any of its forms; one written as two halves counts once. */
const anyCharacter: Node = choice(
  utf8(plainCharacters),
  sequence(literal("\\"), choice(...[...'"\\/bfnrt'].map((letter) => literal(letter)))),
  sequence(literal("\\u"), hexBut("abcefABCEF"), hex, hex, hex),
  sequence(literal("\\u"), choice(literal("d"), literal("D")), byte(0x30, 0x37), hex, hex),
  sequence(
    ...[
      literal("\\u"),
      choice(literal("d"), literal("D")),
      choice(byte(0x38, 0x39), byte(0x41, 0x42), byte(0x61, 0x62)),
    ],
    ...[hex, hex, literal("\\u"), choice(literal("d"), literal("D"))],
    ...[choice(byte(0x43, 0x46), byte(0x63, 0x66)), hex, hex],
  ),
);

/** A string with so many characters. */
export function stringOf(min = 0, max = Number.POSITIVE_INFINITY): Node {
  return sequence(literal('"'), repeat(anyCharacter, min, max), literal('"'));
}

/** Whole numbers and fractions that a double holds. */
export const integerDigits: Node = choice(literal("0"), sequence(byte(0x31, 0x39), repeat(digit, 0, 14)));
export const integer: Node = sequence(optional(literal("-")), integerDigits);
export const number: Node = sequence(
  integer,
  optional(sequence(literal("."), repeat(digit, 1, 15))),
  optional(
    sequence(choice(literal("e"), literal("E")), optional(choice(literal("+"), literal("-"))), repeat(digit, 1, 2)),
  ),
);

export function listOf(open: string, items: Node, close: string): Node {
  return sequence(literal(open), blank, items, literal(close));
}

export const comma: Node = sequence(blank, literal(","), blank);

/** `"key": value` */
export function member(key: Node, value: Node): Node {
  return sequence(key, blank, literal(":"), blank, value);
}

/** None or more of an item, with commas between and a blank behind the last. */
export function separated(item: Node): Node {
  return optional(sequence(item, repeat(sequence(comma, item)), blank));
}

const value: Link = link();
export const anyObject: Node = listOf("{", separated(member(stringOf(), value)), "}");
export const anyArray: Node = listOf("[", separated(value), "]");
value.target = choice(
  anyObject,
  anyArray,
  stringOf(),
  number,
  ...["true", "false", "null"].map((word) => literal(word)),
);
export const anyValue: Node = value;
