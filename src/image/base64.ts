/** Whether a text has the characters of base64 and blanks only. A decoder may still not like how many they are. */
export function isBase64(text: string): boolean {
  // No blank may be read by two parts of this: a million of them would be tried in each of a million ways.
  return /^[A-Za-z0-9+/\s]*(?:=\s*){0,2}$/.test(text);
}
