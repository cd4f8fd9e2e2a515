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
  const denied = deniedIn(text);
  const upper = (letter: string | undefined) => {
    const found = letter?.toUpperCase();
    return found !== undefined && letters.includes(found) && !denied.has(found) ? found : undefined;
  };

  const alone = upper(/^[*"'([{]*([A-Za-z])[\])}.:,*"']*$/.exec(text)?.[1]);
  if (alone) return { read: alone, path: "letter alone" };

  const whole = options.indexOf(text);
  if (whole >= 0 && options.lastIndexOf(text) === whole) return { read: letters[whole]!, path: "text of the option" };

  const named = [
    ...text.matchAll(/(?:answer|option|choice)(?:\s+is|\s*:|\s*=)*\s*[*"'([]*([A-Za-z])(?![A-Za-z'])/gi),
    ...text.matchAll(/(?:答案|选项?|应选|故选)\s*(?:是|为|：|:)?\s*[*"'([（]*([A-Za-z])(?![A-Za-z])/g),
  ].flatMap((match) => {
    const rest = text.slice(match.index + match[0].length);
    return isArticle(match[1]!, rest, options) ? [] : (upper(match[1]) ?? []);
  });
  if (named.length > 0) return { read: named.at(-1)!, path: "named as the answer" };

  const leading = upper(/^[*"'([]*([A-Za-z])(?:[\])}.:,、．]|\*\*)/.exec(text)?.[1]);
  if (leading) return { read: leading, path: "leading letter" };

  const bracketed = only([...text.matchAll(/[([（]([A-Z])[\])）]/g)].flatMap((match) => upper(match[1]) ?? []));
  if (bracketed) return { read: bracketed, path: "letter in brackets" };

  const said = longestSaid(text, options);
  if (said !== undefined) return { read: letters[said]!, path: "text of the option" };

  // not those of formulas and names, as in v_C and C3
  const words = [...text.matchAll(/(?<![A-Za-z0-9'_\\$])([A-Z])(?![A-Za-z0-9'_])/g)]
    .filter(({ 1: letter, index }) => !(/[AI]/.test(letter!) && /^\s+[a-z]/.test(text.slice(index + 1))))
    .flatMap((match) => upper(match[1]) ?? []);
  const standing = only(words);
  if (standing) return { read: standing, path: "only letter" };
  return { read: null, path: "not understood" };
}

/** Letters that are said to be wrong: "Option A is wrong", "not B", "选项C不对". */
function deniedIn(text: string): ReadonlySet<string> {
  const wrong = "(?:not|wrong|incorrect|false|untrue|impossible|ruled out|eliminated|excluded)\\b";
  const patterns = [
    `(?<![A-Za-z0-9'_])([A-Z])[\\])}*"']*\\s+(?:is|was|seems|must be|can be|are)(?:\\s+(?:clearly|obviously|also|therefore))?(?:\\s+${wrong}|n't\\b)`,
    `(?:\\b(?:not|rather than|instead of)|n't)\\s+(?:(?:be|option|choice)\\s+)*[*"'([]*([A-Z])(?![A-Za-z0-9'_])(?!\\s+[a-z])`,
    `([A-Z])[\\])）]?\\s*(?:选项)?(?:是|为)?(?:错误|错的|错|不对|不正确|不是)`,
  ];
  return new Set(
    patterns.flatMap((pattern) => [...text.matchAll(new RegExp(pattern, "g"))].map(([, letter]) => letter!)),
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
