/**
 * The characters that the dense labels tell apart. A label is 0 where no character stands, else 1 + the character's
 * place in `alphabet`. Upper and lower case stay apart even where their forms agree (o and O): size and neighbours tell.
 */
export const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.,:;!?-+%&()/'\"$#@";

const labels = new Map([...alphabet].map((character, i) => [character, i + 1]));

/** Classes of a dense character label, "no character" included. */
export const characterClasses = alphabet.length + 1;

/** The label of a character: 1 + its place in the alphabet, 0 for any other. */
export function characterLabel(character: string): number {
  return labels.get(character) ?? 0;
}
