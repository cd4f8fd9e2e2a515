/**
 * Texts as they are compared: without case, punctuation and blanks that mean nothing, with everything that does: letters and
 * their accents, numbers, signs.
 */

/** Composed letters in lower case, words and signs with one blank between; of a text that is marks alone, the marks. */
export function plain(text: string): string {
  return wordsOf(text) || marksOf(text);
}

/**
 * Whether a text has another in it as whole words; where writing has no blanks between words, anywhere. One that is marks
 * alone is looked for among all marks.
 */
export function says(text: string, wanted: string): boolean {
  if (wordsOf(wanted) === "") return marksOf(wanted) !== "" && marksOf(text).includes(marksOf(wanted));
  return ` ${parted(text)} `.includes(` ${parted(wanted)} `);
}

/** In one form of each character, with every mark. */
function even(text: string): string {
  return text
    .normalize("NFC")
    .replace(/\p{Cf}|\ufe0e|\ufe0f/gu, "") // nothing that is seen
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replaceAll("\u2212", "-")
    .toLowerCase()
    .normalize("NFC");
}

function marksOf(text: string): string {
  return squeezed(even(text));
}

function wordsOf(text: string): string {
  return squeezed(
    even(text)
      // a star between two things is a sign, other stars are Markdown's; so is # unless it ends a word, as in C#
      .replace(/(?<=[\p{L}\p{M}\p{N})])\*+(?=[\p{L}\p{N}(])|(?<=[\p{L}\p{M}\p{N})] )\*(?= [\p{L}\p{N}(])/gu, "∗")
      .replace(/(?<!\p{L})#|[©®™]|\p{Emoji_Presentation}/gu, " ")
      .replace(/[^\p{L}\p{M}\p{N}\p{Sm}\p{So}\p{Sc}^&@#%.\-/]+/gu, " ")
      .replace(/(?<=\p{N}) (?=[%°])/gu, "")
      .replace(/(?![+°])[\p{Sm}\p{So}^&]/gu, " $& ")
      .replace(/\.+(?=\s|$)|(?<=^|\s)\.{2,}/g, " "),
  );
}

/** As `plain`, with letters of writing that does not part words, or parts them otherwise, standing alone. */
export function parted(text: string): string {
  return squeezed(plain(text).replace(unparted, " $& "));
}

const unparted =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}]\p{M}*/gu;

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
