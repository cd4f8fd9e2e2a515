/**
 * Which option an answer names. Ways of reading are tried in one order, and the one that led there is told; an answer that
 * none of them understands is no answer (nothing is drawn at random in its place).
 */
import { parted } from "./words.ts";

export interface Reading {
  readonly read: string | null;
  readonly path: string;
}

/** `letters` name `options`, in order. */
export function readChoice(output: string, letters: readonly string[], options: readonly string[]): Reading {
  const text = output.trim();
  if (text === "") return { read: null, path: "empty" };
  const upper = (letter: string | undefined) => {
    const found = letter?.toUpperCase();
    return found !== undefined && letters.includes(found) ? found : undefined;
  };

  const alone = upper(/^[*"'([{]*([A-Za-z])[\])}.:,*"']*$/.exec(text)?.[1]);
  if (alone) return { read: alone, path: "letter alone" };

  const whole = options.indexOf(text);
  if (whole >= 0 && options.lastIndexOf(text) === whole) return { read: letters[whole]!, path: "text of the option" };

  const refused = new Set(lettersOf(refusals, text).map(({ at }) => at));
  const named = [
    ...text.matchAll(/(?:answer|option|choice)(?:\s+is|\s*:|\s*=)*\s*[*"'([]*([A-Za-z])(?![A-Za-z'])/gi),
    ...text.matchAll(/(?:答案|选项?|应选|故选)\s*(?:是|为|：|:)?\s*[*"'([（]*([A-Za-z])(?![A-Za-z])/g),
  ].flatMap((match) => {
    const end = match.index + match[0].length;
    return refused.has(end - 1) || isArticle(match[1]!, text.slice(end), options) ? [] : (upper(match[1]) ?? []);
  });
  if (named.length > 0) return { read: named.at(-1)!, path: "named as the answer" };

  const [, marks, first] = /^([*"'([]*)([A-Za-z])(?:[\])}.:,、．]|\*\*)/.exec(text) ?? [];
  const leading = upper(first);
  if (leading && !refused.has(marks!.length)) return { read: leading, path: "leading letter" };

  // the ways from here on take any letter that is about, so one that is said to be wrong anywhere is none
  const denied = new Set(lettersOf([...refusals, ...denials], text).map(({ letter }) => letter));
  const standing = (letter: string | undefined) => (denied.has(letter!) ? [] : (upper(letter) ?? []));

  const bracketed = only([...text.matchAll(/[([（]([A-Z])[\])）]/g)].flatMap((match) => standing(match[1])));
  if (bracketed) return { read: bracketed, path: "letter in brackets" };

  const said = longestSaid(text, options);
  if (said !== undefined) return { read: letters[said]!, path: "text of the option" };

  // not those of formulas and names, as in v_C and C3
  const words = [...text.matchAll(/(?<![A-Za-z0-9'_\\$])([A-Z])(?![A-Za-z0-9'_])/g)]
    .filter(({ 1: letter, index }) => !(/[AI]/.test(letter!) && /^\s+[a-z]/.test(text.slice(index + 1))))
    .flatMap((match) => standing(match[1]));
  const last = only(words);
  if (last) return { read: last, path: "only letter" };
  return { read: null, path: "not understood" };
}

const letter = String.raw`(?<![A-Za-z0-9'_])([A-Z])[\])）}*"']*`;
const is = String.raw`\s+(?:is|was|seems|must be|can be|are)(?:\s+(?:clearly|obviously|also|therefore))?`;
const not = String.raw`(?:\s+not|n't)\b`;
const wrong = String.raw`\s+(?:wrong|incorrect|false|untrue|impossible|ruled out|eliminated|excluded)\b`;
const right = String.raw`(?:\s+(?:an?|the|one of the))?(?:\s+(?:there|right|correct|true|valid|possible|best|supported|answers?|option|choice|one|it)\b|\s*(?:[,.;:!?]|$))`;

/** Of this very letter it is said that it is not the answer: "Option A is wrong", "not B", "选项C不对". */
const refusals = [
  `${letter}${is}(?:${wrong}|${not}${right})`,
  String.raw`(?:\b(?:not|rather than|instead of)|n't)\s+(?:(?:be|choose|option|choice)\s+)*[*"'([]*([A-Z])(?![A-Za-z0-9'_])(?!\s+(?!because\b|since\b|as\b|but\b)[a-z])`,
  String.raw`${letter}\s*(?:选项)?(?:是|为)?(?:错误|错的|错|不对|不正确|不是(?:正确|对的|答案|\s*(?:[，。；！,.;!]|$)))`,
  String.raw`(?<!是)(?:不(?:能|应|应该|该|可|可以|会)?(?:是|为|选(?:择|项)?)|排除)\s*(?:选项)?\s*[*"'([（]*([A-Z])(?![A-Za-z0-9])`,
];
/** Of its thing something is denied, which may be what was asked for: "C is not a prime". */
const denials = [`${letter}${is}${not}`, String.raw`${letter}\s*(?:选项)?不是(?!\s*[*"'([（]*[A-Z](?![A-Za-z0-9]))`];

function lettersOf(patterns: readonly string[], text: string): { readonly letter: string; readonly at: number }[] {
  return patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, "dg"))].map(({ 1: letter, indices }) => ({
      letter: letter!,
      at: indices![1]![0],
    })),
  );
}

/** Whether an "a" is a word before another and no letter: always a small one, a capital one where an option's text follows. */
function isArticle(letter: string, rest: string, options: readonly string[]): boolean {
  if (!/^[aA]$/.test(letter) || !/^\s+\p{L}/u.test(rest)) return false;
  if (letter === "a") return !/^\s+(?:because|since|as|but)\b/.test(rest);
  const words = ` ${parted(rest)} `;
  return options.some((option) => {
    const said = parted(option);
    return said.length > 1 && (words.startsWith(` ${said} `) || ` a${words}`.startsWith(` ${said} `));
  });
}

function only(letters: readonly string[]): string | undefined {
  return new Set(letters).size === 1 ? letters[0] : undefined;
}

/** The one option that is said; of options inside each other ("red", "dark red") the longer one. */
function longestSaid(text: string, options: readonly string[]): number | undefined {
  let rest = ` ${parted(text)} `;
  const order = [...options.keys()].sort((a, b) => options[b]!.length - options[a]!.length);
  const found: number[] = [];
  for (const i of order) {
    const option = parted(options[i]!);
    if (option === "" || /^[a-z]$/.test(option)) continue; // "a" is a word of every other sentence
    if (!rest.includes(` ${option} `)) continue;
    found.push(i);
    rest = rest.replaceAll(` ${option} `, " ");
  }
  return found.length === 1 ? found[0] : undefined;
}
