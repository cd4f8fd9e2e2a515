/**
 * Textbook chapters: paragraphs with numbered figures that other sources drew, told about in sentences that are those
 * sources' own answers, and exercises at the end.
 */
import { type Random, randomFor } from "../../random.ts";
import { imagePart, type Part, target } from "../../sample.ts";
import { type Draft, type Source, Unfit } from "../../source.ts";
import { article } from "../document/prose/article.ts";
import { phrase } from "../document/prose/grammar.ts";
import { borrowedFigure, type Figure } from "./figure.ts";

const leads = [
  "Figure {n} [shows|gives] an example[ of what was said above|].",
  "[Look at|Consider] figure {n}.",
  "[Another case|The next case] is [shown|seen] in figure {n}.",
  "Figure {n}, [below|on this page], [is meant for a closer look|repays a closer look].",
];
const followers = [
  "[We read from figure {n}|Of figure {n} we can say this|What does figure {n} show?|In words, figure {n} is this]:",
  "[Described in full|Put into words], figure {n} reads:",
];
const intros = [
  "[This chapter|The present chapter] [brings together|combines] [pictures and words|figures and text]: each figure is followed by what can be [read|learned] from it.",
  "Reading figures is a skill. [In this chapter|Here] we practise it [step by step|on examples].",
  "A figure can [say|tell] more than a page of text, if one knows how to [read|look at] it.",
];
const titles = [
  "[Reading|Understanding] [figures|pictures and charts]",
  "[Figures|Pictures] and what they [say|tell]",
  "[From picture to|Between picture and] text",
  "[Looking|Seeing] closely",
];

export const textbookChapter: Source = {
  name: "textbook-chapter",
  category: "interleaved",
  version: 5,
  description: "Textbook chapters with figures from the other sources, described and asked about in the text.",
  draft({ random, maxSide, split }): Draft {
    const wanted = random.int(1, 3);
    const figures: Figure[] = [];
    for (let i = 0; i < wanted * 6 && figures.length < wanted; i++) {
      const one = borrowedFigure(random, { maxSide, split });
      if (one) figures.push(one);
    }
    if (figures.length === 0) throw new Unfit("no other source had a figure to lend");
    const seed = random.int(0, 2 ** 31);
    return {
      template: `chapter-${figures.length}`,
      pictures: figures.map(({ picture }) => picture),
      augment: random.weighted({ none: 7, light: 3 }),
      compose(shots) {
        const parts = write(
          randomFor(seed, 0, "textbook-chapter"),
          figures.map((figure, i) => figure.says(shots[i]!)),
        );
        return { content: { kind: "document", parts }, language: "en" };
      },
    };
  },
};

function write(random: Random, said: readonly ReturnType<Figure["says"]>[]): Part[] {
  if (said.every(({ text, exercises }) => !text && exercises.length === 0))
    throw new Unfit("nothing can be said of the figures");
  const chapter = random.int(1, 14);
  const first = random.int(1, 5);
  const background = article(random, "en", random.pick(["geography", "biology", "history"]));
  const filler = random.shuffled(background.sections.flatMap(({ paragraphs }) => paragraphs));
  const say = (list: readonly string[], n: number) => phrase(random, random.pick(list), { n: `${chapter}.${n}` });
  const parts: Part[] = [target(`# Chapter ${chapter}: ${say(titles, 0)}\n\n${say(intros, 0)}\n\n`)];
  const exercises: string[] = [];
  const solutions: string[] = [];
  for (const [i, { text, exercises: own }] of said.entries()) {
    const n = first + i;
    const opening = random.chance(0.4) ? `${filler[i]}\n\n` : "";
    parts.push(
      target(
        `${random.chance(0.4) ? `## ${chapter}.${i + 1} ${random.pick(["An example", "A figure", "A closer look", "One more case"])}\n\n` : ""}${opening}${say(leads, n)}\n\n`,
      ),
      imagePart(i),
    );
    const caption = `\n\nFigure ${chapter}.${n}\n\n`;
    parts.push(target(text ? `${caption}${say(followers, n)} ${text}\n\n` : caption));
    for (const [question, answer] of own) {
      exercises.push(`${exercises.length + 1}. (Figure ${chapter}.${n}) ${question}`);
      solutions.push(`${solutions.length + 1}. ${answer}`);
    }
  }
  if (exercises.length > 0) {
    parts.push(
      target(
        `## Exercises\n\n${exercises.join("\n")}\n\n## ${random.pick(["Solutions", "Answers"])}\n\n${solutions.join("\n")}\n`,
      ),
    );
  }
  return parts;
}
