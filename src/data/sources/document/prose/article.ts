/**
 * A text about something: title, sections, facts, a table, questions with answers, all saying the same. A topic is a set
 * of phrase grammars over one set of values, so what a text says in two places agrees. How it is laid out is not known here.
 */
import type { Random } from "../../../random.ts";
import { chinese } from "./chinese.ts";
import { english } from "./english.ts";
import { french } from "./french.ts";
import { german } from "./german.ts";
import { phrase, type Slots } from "./grammar.ts";
import { type Language, personIn } from "./names.ts";
import { spanish } from "./spanish.ts";

export interface TableText {
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  readonly paragraphs: readonly string[];
}

export interface Article {
  readonly language: Language;
  readonly topic: string;
  readonly title: string;
  readonly author: string;
  /** One or two sentences that are true of the whole. */
  readonly summary: string;
  readonly sections: readonly Section[];
  readonly list?: { readonly lead: string; readonly items: readonly string[]; readonly ordered: boolean };
  readonly table?: TableText;
  readonly questions: readonly Question[];
}

/** Answered by one sentence of the text. */
export interface Question {
  readonly question: string;
  readonly answer: string;
  readonly sentence: string;
}

/** A sentence, alone or with a question that it answers. */
export type Sentence = string | readonly [sentence: string, question: string, answer: string];

/** What a topic is written with. Sentences of a section keep their order; some are left out. */
export interface Topic {
  readonly name: string;
  slots(random: Random): Slots;
  readonly titles: readonly string[];
  readonly summaries: readonly string[];
  readonly sections: readonly { readonly heads: readonly string[]; readonly sentences: readonly Sentence[] }[];
  readonly list?: {
    readonly leads: readonly string[];
    items(random: Random, slots: Slots): readonly string[];
    readonly ordered?: boolean;
  };
  table?(random: Random, slots: Slots): TableText;
}

const topics: Record<Language, readonly Topic[]> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  zh: chinese,
};

export function topicsIn(language: Language): readonly Topic[] {
  return topics[language];
}

/** A text in a language; of the topic with that name where one is asked for. */
export function article(random: Random, language: Language, topicName?: string): Article {
  const known = topics[language];
  const topic = known.find((one) => one.name === topicName) ?? random.pick(known);
  const slots = topic.slots(random);
  const say = (template: string) => phrase(random, template, slots);
  const questions: Question[] = [];
  const join = language === "zh" ? "" : " ";
  const sections = topic.sections.map(({ heads, sentences }): Section => {
    const kept = sentences.filter(() => random.chance(0.88));
    const said = (kept.length < 2 ? sentences : kept).map((one) => {
      if (typeof one === "string") return say(one);
      const sentence = say(one[0]);
      questions.push({ question: say(one[1]), answer: say(one[2]), sentence });
      return sentence;
    });
    const paragraphs: string[] = [];
    for (let at = 0; at < said.length; ) {
      const next = at + random.int(2, 4);
      const end = said.length - next < 2 ? said.length : next; // no paragraph of one sentence at the end
      paragraphs.push(said.slice(at, end).join(join));
      at = end;
    }
    return { title: say(random.pick(heads)), paragraphs };
  });
  return {
    language,
    topic: topic.name,
    title: say(random.pick(topic.titles)),
    author: personIn(random, language),
    summary: say(random.pick(topic.summaries)),
    sections,
    list: topic.list && {
      lead: say(random.pick(topic.list.leads)),
      items: topic.list.items(random, slots),
      ordered: topic.list.ordered ?? false,
    },
    table: topic.table?.(random, slots),
    questions,
  };
}
