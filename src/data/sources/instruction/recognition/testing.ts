/** What tests of instruction sources read: questions with answers, and the marks and texts of a page's drawing. */
import type { Shot } from "../../../camera/camera.ts";
import { randomFor } from "../../../random.ts";
import type { Content, Region } from "../../../sample.ts";
import { type Draft, type Source, Unfit } from "../../../source.ts";

export interface Asked {
  readonly draft: Draft;
  readonly html: string;
  readonly pairs: readonly (readonly [question: string, answer: string])[];
  readonly regions: readonly Region[];
  /** Names of the drawing's marks of a kind, in the order of the drawing. */
  names(kind: string): string[];
}

const unescaped = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

export function pairsOf(content: Content): [string, string][] {
  if (content.kind !== "conversation") throw new Error("instructions are conversations");
  const texts = content.turns.map(({ parts }) =>
    parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join(""),
  );
  return texts.flatMap((text, i) => (i % 2 === 0 ? [[text, texts[i + 1]!] as [string, string]] : []));
}

/** Texts of the drawing, in its order. */
export function textsOf(html: string): string[] {
  return [...html.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => unescaped(match[1]!));
}

/** Shots are made up: what instructions say is settled when they are drafted. */
const blank: Shot = {
  width: 200,
  height: 100,
  data: new Uint8Array(200 * 100 * 3),
  marks: [
    {
      kind: "formula",
      text: "",
      box: { left: 10, top: 10, right: 90, bottom: 60 },
      lines: [],
      words: [],
      characters: [],
    },
  ],
};

/** Samples `0` to `count - 1`; unfit ones are left out. */
export function samplesOf(source: Source, count: number, maxSide = 384): Asked[] {
  return Array.from({ length: count }, (_, i): Asked[] => {
    try {
      const draft = source.draft({ random: randomFor(7, i, source.name), maxSide, split: "train" });
      const shots = draft.pictures.map((picture) =>
        picture.kind === "drawn" ? { ...picture.draw(), marks: [] } : blank,
      );
      const { content, regions = [] } = draft.compose(shots);
      const html = draft.pictures.map((picture) => (picture.kind === "page" ? picture.html : "")).join("");
      const marks = [...html.matchAll(/data-mark="([^"]*)" data-name="([^"]*)"/g)];
      return [
        {
          draft,
          html,
          pairs: pairsOf(content),
          regions,
          names: (kind) => marks.filter((match) => match[1] === kind).map((match) => unescaped(match[2]!)),
        },
      ];
    } catch (error) {
      if (error instanceof Unfit) return [];
      throw error;
    }
  }).flat();
}

/** All answers to questions that match. */
export function answersTo(asked: Asked, question: RegExp): string[] {
  return asked.pairs.filter(([one]) => question.test(one)).map(([, answer]) => answer);
}
