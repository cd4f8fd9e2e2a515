/**
 * A guess at the language of a text, from its script and its commonest small words. Good enough to sort samples by; a data
 * set that says its language is believed instead.
 */

/** Small words that are common in one language and rare in the others. */
const smallWords: Readonly<Record<string, readonly string[]>> = {
  en: ["the", "of", "and", "to", "is", "in", "that", "it", "with", "was", "this", "are", "what", "how"],
  de: ["der", "die", "und", "das", "ist", "nicht", "ein", "eine", "mit", "von", "den", "auf", "zu", "wird"],
  fr: ["le", "la", "les", "et", "des", "est", "une", "dans", "du", "pour", "que", "qui", "sur", "au"],
  es: ["el", "los", "las", "y", "es", "una", "por", "con", "para", "del", "que", "se", "su", "como"],
  it: ["il", "di", "che", "è", "gli", "della", "con", "per", "una", "sono", "nel", "non", "del", "anche"],
  pt: ["o", "os", "as", "e", "é", "uma", "não", "com", "para", "do", "da", "em", "que", "se"],
  nl: ["de", "het", "een", "en", "van", "niet", "dat", "zijn", "met", "voor", "op", "te", "wordt", "ook"],
  pl: ["i", "w", "na", "nie", "się", "jest", "do", "to", "że", "z", "przez", "jak", "oraz", "są"],
  sv: ["och", "att", "det", "som", "är", "en", "på", "för", "med", "inte", "av", "till", "den", "ett"],
  tr: ["ve", "bir", "bu", "da", "için", "ile", "olarak", "çok", "ne", "daha", "gibi", "olan", "en", "değil"],
};
const languagesOfWord = new Map<string, string[]>();
for (const [language, words] of Object.entries(smallWords)) {
  for (const word of words) languagesOfWord.set(word, [...(languagesOfWord.get(word) ?? []), language]);
}

/** Scripts that tell the language. Hiragana and katakana come before Han, which Japanese uses as well. */
const scripts: readonly (readonly [language: string, letters: RegExp, share: number])[] = [
  ["ja", /[\u3040-\u30ff]/gu, 0.1],
  ["ko", /\p{Script=Hangul}/gu, 0.3],
  ["zh", /\p{Script=Han}/gu, 0.3],
  ["uk", /[іїєґ]/giu, 0.02],
  ["ru", /\p{Script=Cyrillic}/gu, 0.5],
  ["fa", /[پچژگ]/gu, 0.02],
  ["ar", /\p{Script=Arabic}/gu, 0.5],
  ["he", /\p{Script=Hebrew}/gu, 0.5],
  ["el", /\p{Script=Greek}/gu, 0.5],
  ["hi", /\p{Script=Devanagari}/gu, 0.5],
  ["bn", /\p{Script=Bengali}/gu, 0.5],
  ["th", /\p{Script=Thai}/gu, 0.5],
];

const SAMPLE = 4000;

/** ISO 639-1 of the likeliest language; `en` for Latin letters without a hint, `und` where there are no letters. */
export function guessLanguage(text: string): string {
  const sample = text.slice(0, SAMPLE);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return "und";
  for (const [language, pattern, share] of scripts) {
    if ((sample.match(pattern)?.length ?? 0) / letters >= share) return language;
  }
  const scores = new Map<string, number>();
  for (const word of sample.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const languages = languagesOfWord.get(word) ?? [];
    for (const language of languages) scores.set(language, (scores.get(language) ?? 0) + 1 / languages.length);
  }
  let best = "en";
  for (const [language, score] of scores) if (score > (scores.get(best) ?? 0)) best = language;
  return best;
}
