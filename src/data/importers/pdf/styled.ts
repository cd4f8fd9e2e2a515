/** Text with the cut of each of its letters beside it: upright, bold, italic or both; and how Markdown writes that. */

export interface Styled {
  readonly text: string;
  /** As long as the text; a letter for each of its characters. */
  readonly look: string;
}

const [PLAIN, BOLD, ITALIC, BOTH] = [".", "b", "i", "x"] as const;
const marks: Readonly<Record<string, string>> = { [PLAIN]: "", [BOLD]: "**", [ITALIC]: "*", [BOTH]: "***" };

export function styled(text: string, cut: { readonly bold?: boolean; readonly italic?: boolean } = {}): Styled {
  const look = cut.bold ? (cut.italic ? BOTH : BOLD) : cut.italic ? ITALIC : PLAIN;
  return { text, look: look.repeat(text.length) };
}

export function added(before: Styled, between: string, after: Styled): Styled {
  return {
    text: before.text + between + after.text,
    look: before.look + PLAIN.repeat(between.length) + after.look,
  };
}

/** White space as single blanks, none at the ends. */
export function tidied({ text, look }: Styled): Styled {
  let [tidyText, tidyLook] = ["", ""];
  for (let i = 0; i < text.length; i++) {
    const blank = /\s/.test(text[i]!);
    if (blank && (tidyText === "" || tidyText.endsWith(" "))) continue;
    tidyText += blank ? " " : text[i];
    tidyLook += look[i];
  }
  return tidyText.endsWith(" ")
    ? { text: tidyText.slice(0, -1), look: tidyLook.slice(0, -1) }
    : { text: tidyText, look: tidyLook };
}

export function sliced({ text, look }: Styled, start: number): Styled {
  return { text: text.slice(start), look: look.slice(start) };
}

/** The share of letters that are bold, 0 to 1. */
export function boldShare({ text, look }: Styled): number {
  let [letters, bold] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (/\s/.test(text[i]!)) continue;
    letters++;
    if (look[i] === BOLD || look[i] === BOTH) bold++;
  }
  return letters === 0 ? 0 : bold / letters;
}

/** The text as Markdown; `upright` leaves cuts out, as in headings. What Markdown would take for its own is escaped. */
export function markdownOf({ text, look }: Styled, { upright = false } = {}): string {
  if (upright) return escaped(text);
  let out = "";
  for (let start = 0; start < text.length; ) {
    const cut = look[start]!;
    let end = start + 1;
    // a blank between two words of one cut belongs to them
    while (end < text.length && (look[end] === cut || (/\s/.test(text[end]!) && look[end + 1] === cut))) end++;
    const [, before = "", inner = "", after = ""] = /^(\s*)(.*?)(\s*)$/s.exec(escaped(text.slice(start, end)))!;
    const mark = inner === "" ? "" : marks[cut]!;
    out += before + mark + inner + mark + after;
    start = end;
  }
  return out;
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_$<|]/g, (character) => `\\${character}`);
}
