/** What charts and tables are about, in five languages. */
import { chinese } from "./chinese-topics.ts";
import { english } from "./english-topics.ts";
import { french, german, spanish } from "./european-topics.ts";
import type { Topic } from "./topic.ts";
import type { Language } from "./units.ts";

export const topics: Record<Language, readonly Topic[]> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};
