/**
 * Which option an answer names. Ways of reading are tried in one order, and the one that led there is told; an answer that
 * none of them understands is no answer (nothing is drawn at random in its place).
 */

export interface Reading {
  readonly read: string | null;
  readonly path: string;
}

/** `letters` name `options`, in order. */
export function readChoice(output: string, letters: readonly string[], options: readonly string[]): Reading {
  const text = output.trim();
  if (text === "") return { read: null, path: "empty" };
  const known = new Set(letters);
  const upper = (letter: string | undefined) => {
    const found = letter?.toUpperCase();
    return found !== undefined && known.has(found) ? found : undefined;
  };

  const alone = upper(/^[*"'([{]*([A-Za-z])[\])}.:,*"']*$/.exec(text)?.[1]);
  if (alone) return { read: alone, path: "letter alone" };

  const named = [
    ...text.matchAll(/(?:answer|option|choice)(?:\s+is|\s*:|\s*=)*\s*[*"'([]*([A-Za-z])(?![A-Za-z'])/gi),
    ...text.matchAll(/(?:答案|选项?|应选|故选)\s*(?:是|为|：|:)?\s*[*"'([（]*([A-Za-z])(?![A-Za-z])/g),
  ].flatMap((match) => upper(match[1]) ?? []);
  if (named.length > 0) return { read: named.at(-1)!, path: "named as the answer" };

  const whole = options.indexOf(text);
  if (whole >= 0 && options.lastIndexOf(text) === whole) return { read: letters[whole]!, path: "text of the option" };

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

function only(letters: readonly string[]): string | undefined {
  return new Set(letters).size === 1 ? letters[0] : undefined;
}

/** The one option that is said; of options inside each other ("red", "dark red") the longer one. */
function longestSaid(text: string, options: readonly string[]): number | undefined {
  let rest = ` ${plain(text)} `;
  const order = [...options.keys()].sort((a, b) => options[b]!.length - options[a]!.length);
  const found: number[] = [];
  for (const i of order) {
    const option = plain(options[i]!);
    if (option === "" || /^[a-z]$/.test(option)) continue; // "a" is a word of every other sentence
    // Chinese has no blanks between words
    const needle = /[\u3400-\u9fff]/.test(option) ? option : ` ${option} `;
    if (!rest.includes(needle)) continue;
    found.push(i);
    rest = rest.replaceAll(needle, " ");
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Lower case, words and signs that mean something, one blank between. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%$€£.+\-/°]+/gu, " ")
    .replace(/\.(?=\s|$)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}
