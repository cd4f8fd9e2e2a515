/**
 * Rules that tell samples nobody could learn from: broken characters, empty pictures, boxes beside the picture, text that
 * repeats itself (after Gopher, Rae et al. 2021, A1.1). Generated samples hardly ever break one; imported ones do.
 */
import { type Category, partsOf, type Sample } from "../../sample.ts";
import type { Facts } from "./facts.ts";
import { wordsOf } from "./words.ts";

/** Control characters, lone halves of surrogate pairs, and what decoders write for bytes they do not know. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const broken = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffd\ud800-\udfff]/u;

type Rule = (sample: Sample, facts: Facts) => string | undefined;

const everywhere: readonly Rule[] = [
  (sample) => (allText(sample).some((text) => broken.test(text)) ? "broken-characters" : undefined),
  (sample) => (sample.content.kind === "conversation" ? conversationFault(sample.content.turns) : undefined),
  (sample) => regionFault(sample),
  (_, { contrasts }) => (contrasts.some((contrast) => contrast < 1) ? "blank-picture" : undefined),
];

const pictured: Rule = ({ images }) => (images.length === 0 ? "no-picture" : undefined);
const answered =
  (least: number): Rule =>
  (sample) =>
    targetsOf(sample).join("").trim().length < least && sample.maps.length === 0 ? "little-to-learn" : undefined;
/** Answers may be short; a text that stands by itself may not. */
const told =
  (least: number): Rule =>
  (sample) => {
    const text = targetsOf(sample).join(" ");
    const enough = sample.content.kind === "conversation" ? text.trim() !== "" : wordsOf(text).length >= least;
    return enough ? undefined : "little-to-learn";
  };

const byCategory: Readonly<Record<Category, readonly Rule[]>> = {
  interleaved: [pictured, told(20), prose],
  caption: [pictured, told(2)],
  "table-chart": [pictured, answered(1)],
  "web-code": [pictured, answered(10)],
  "scene-text": [pictured, answered(1)],
  document: [pictured, answered(1), prose],
  text: [told(1), prose],
  vision: [pictured, fittingMaps],
  instruction: [answered(1)],
};

/** Why the sample is not good enough, or undefined. */
export function qualityFault(sample: Sample, facts: Facts): string | undefined {
  for (const rule of [...everywhere, ...byCategory[sample.category]]) {
    const fault = rule(sample, facts);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Long text must be made of words, and may not say the same again and again. */
function prose(sample: Sample): string | undefined {
  const text = targetsOf(sample).join("\n");
  const words = wordsOf(text);
  if (words.length < 50) return undefined;
  const meaning = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
  const visible = text.match(/\S/gu)?.length ?? 1;
  if (meaning / visible < 0.4) return "mostly-symbols";
  if (words.some((word) => word.length > 200)) return "endless-word";
  const lines = text.split("\n").filter((line) => line.trim().length > 20);
  if (lines.length >= 6 && new Set(lines).size < 0.5 * lines.length) return "lines-repeat";
  return repeatedShare(words, 6) > 0.4 ? "words-repeat" : undefined;
}

/** The share of runs of `length` words that have been before. */
function repeatedShare(words: readonly string[], length: number): number {
  const runs = Array.from({ length: words.length - length + 1 }, (_, i) => words.slice(i, i + length).join(" "));
  return 1 - new Set(runs).size / runs.length;
}

function conversationFault(turns: Extract<Sample["content"], { kind: "conversation" }>["turns"]): string | undefined {
  const spoken = turns.filter(({ role }) => role !== "system");
  if (spoken.some(({ role }, i) => role !== (i % 2 === 0 ? "user" : "assistant"))) return "turns-out-of-order";
  if (spoken.at(-1)?.role !== "assistant") return "no-answer";
  const empty = spoken.some(({ parts }) => parts.every((part) => part.type === "text" && part.text.trim() === ""));
  return empty ? "empty-turn" : undefined;
}

function regionFault({ regions, images }: Sample): string | undefined {
  for (const { image, box, polygon, point } of regions) {
    const { width, height } = images[image]!;
    const inside = ([x, y]: readonly [number, number]) => x >= -1 && y >= -1 && x <= width + 1 && y <= height + 1;
    if (box) {
      const [left, top, right, bottom] = box;
      if (right <= left || bottom <= top) return "empty-box";
      if (!inside([left, top]) || !inside([right, bottom])) return "box-outside";
    }
    if (point && !inside(point)) return "point-outside";
    if (polygon && !polygon.every(inside)) return "polygon-outside";
  }
  return undefined;
}

function fittingMaps({ maps, images }: Sample): string | undefined {
  return maps.some((map) => map.width > images[map.image]!.width || map.height > images[map.image]!.height)
    ? "map-too-large"
    : undefined;
}

function targetsOf(sample: Sample): string[] {
  return partsOf(sample.content).flatMap((part) => (part.type === "text" && part.target ? [part.text] : []));
}

function allText(sample: Sample): string[] {
  return partsOf(sample.content).flatMap((part) => (part.type === "text" ? [part.text] : []));
}
