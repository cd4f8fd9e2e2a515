/** What was written by others (models, the files of a checkpoint), made fit for a terminal, which would obey its control characters. */

/** A text: control characters are shown by their numbers. */
export function printable(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** A value for programs, and for the terminal on which it may end: JSON leaves some control characters as they are. */
export function json(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(
    /(?!\n)\p{Cc}/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
