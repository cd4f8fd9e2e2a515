/** Sources of scenes with text: what hangs where, and what is asked about it. */
import type { Script } from "../../camera/fonts.ts";
import { type Random, randomFor } from "../../random.ts";
import { type Content, conversationOf, type Region } from "../../sample.ts";
import { type Composition, type Draft, type Source, Unfit } from "../../source.ts";
import { boxConvention, regionWords } from "../document/places.ts";
import { phrase } from "../document/prose/grammar.ts";
import { facesFor } from "./canvas-fonts.ts";
import { type Scene, type SceneLine, scene } from "./scene.ts";
import { type Setting, type Writing, writings } from "./words.ts";

export interface SceneTextOptions {
  readonly name: string;
  readonly description: string;
  readonly settings: readonly Setting[];
  readonly scripts: Partial<Record<Script, number>>;
  readonly boards: readonly [fewest: number, most: number];
  readonly perspective: number;
  /** Whether languages are asked for: only where the words tell them. */
  readonly languages: boolean;
}

const printed = "Recognition/OCR and Transcription/Printed Text Transcription";
const oneLanguage = "Recognition/OCR and Transcription/Specified Language Transcription";

export function sceneTextSource({
  name,
  description,
  settings,
  scripts,
  boards,
  perspective,
  languages: asksLanguages,
}: SceneTextOptions): Source {
  return {
    name,
    category: "scene-text",
    version: 3,
    description,
    leaves: asksLanguages ? [printed, oneLanguage] : [printed],
    draft({ random, maxSide }): Draft {
      const count = random.int(...boards);
      const choice = writingChoice(random, scripts);
      const used = Array.from({ length: count }, choice);
      const planned = scene(random, maxSide, { settings: random.shuffled(settings), writings: used, perspective });
      const languages = new Set(planned.lines.map(({ writing }) => writing.language));
      const task = random.weighted({
        read: 4,
        word: 3,
        line: 2,
        locate: 3,
        language: asksLanguages ? 2 : 0,
        only: asksLanguages && languages.size > 1 ? 5 : 0,
      });
      const seed = random.int(0, 2 ** 31);
      const leaf =
        task === "only" ? oneLanguage : task === "read" || task === "word" || task === "line" ? printed : undefined;
      return {
        template: `${planned.surface}:${task}`,
        ...(leaf ? { leaf } : {}),
        pictures: [{ kind: "drawn", draw: () => planned.draw(), fonts: planned.families }],
        augment: random.weighted({ none: 3, light: 4, photo: 3 }),
        compose: () => composeScene(randomFor(seed, 0, name), planned, task),
      };
    },
  };
}

/** Draws writings by their script, of the scripts that this machine can write. */
function writingChoice(random: Random, scripts: Partial<Record<Script, number>>): () => Writing {
  const able = Object.fromEntries(Object.entries(scripts).filter(([script]) => facesFor(script as Script).length > 0));
  return () => {
    const script = random.weighted(able as Record<Script, number>);
    const fitting = writings.filter((one) => one.script === script);
    return script === "Latin" && random.chance(0.55) ? fitting[0]! : random.pick(fitting);
  };
}

type Task = "read" | "word" | "line" | "locate" | "language" | "only";

function composeScene(random: Random, planned: Scene, task: Task): Composition {
  const { lines, lowContrast, blurred } = planned;
  const regions = lines.flatMap((line): Region[] => [
    region("line", line),
    ...line.words.map((word) => region("word", word)),
  ]);
  const languages = [...new Set(lines.map(({ writing }) => writing.language))];
  const flags = [`task:${task}`, ...(lowContrast ? ["low-contrast"] : []), ...(blurred ? ["blurred"] : [])];
  const language = random.chance(languages.includes("zh") ? 0.6 : 0.08) ? "zh" : "en";
  return { regions, flags, language: languages[0]!, ...answers[task](random, planned, regions, language) };
}

function region(
  kind: string,
  { text, polygon }: { readonly text: string; readonly polygon: SceneLine["polygon"] },
): Region {
  return { image: 0, kind, text, polygon: polygon.map(([x, y]) => [x, y] as [number, number]) };
}

type Answer = Pick<Composition, "content" | "rewrite"> & { readonly regions?: readonly Region[] };

const say = (random: Random, templates: readonly string[], slots = {}) => phrase(random, random.pick(templates), slots);
const simple = (question: string, answer: string): Answer => ({ content: conversationOf([[question, answer]]) });

/** Languages that questions are put in. */
type Asking = "en" | "zh";

const asks = {
  en: {
    read: [
      "[Read|Transcribe] all the text in the [picture|image][, one line each|].",
      "[What does it say|What is written] [in this picture|here]?",
      "List every line of text that you can read.",
    ],
    locate: [
      "Where is “{text}”[| in the picture]? {convention}",
      "[Find|Locate] “{text}”[| and give its box]. {convention}",
    ],
    inBox: [
      "[What|Which {kind}] is [written|printed] in the box {box}? {convention}",
      "Read the {kind} in {box}. {convention}",
    ],
    language: ["[Which|What] language is [this text|the sign|the writing] in?"],
    languages: ["[Which|What] languages can you see [in this picture|here]?", "Name the languages of the texts."],
    only: ["[Read|Transcribe] only the {name} text.", "What does the {name} text say?"],
    word: "word",
    line: "line",
  },
  zh: {
    read: ["[读出|转写]图中的所有文字[，每行一条|]。", "[图中|这里]写着什么？", "列出图中能读到的每一行文字。"],
    locate: ["“{text}”在[图中的|]什么位置？{convention}", "[找到|定位]“{text}”[|并给出它的方框]。{convention}"],
    inBox: ["方框{box}里[写着|印着]什么？{convention}", "读出{box}中的{kind}。{convention}"],
    language: ["[这段文字|招牌上的文字]是什么语言？"],
    languages: ["图中有哪些语言？", "说出图中文字的语言。"],
    only: ["只[读出|转写]{name}文字。", "图中的{name}写的是什么？"],
    word: "词",
    line: "一行字",
  },
} as const;

const chineseNames: Readonly<Record<string, string>> = {
  en: "英语",
  de: "德语",
  fr: "法语",
  es: "西班牙语",
  zh: "中文",
  ja: "日语",
  ko: "韩语",
  ar: "阿拉伯语",
  ru: "俄语",
  el: "希腊语",
};

function nameOf(writing: Writing, language: Asking): string {
  const name = language === "zh" ? chineseNames[writing.language] : writing.name;
  if (name === undefined) throw new Error(`the language ${writing.language} has no name here`);
  return name;
}

type Ask = (random: Random, planned: Scene, regions: readonly Region[], language: Asking) => Answer;

const answers: Record<Task, Ask> = {
  read: (random, { lines }, _, language) =>
    simple(say(random, asks[language].read), lines.map(({ text }) => text).join("\n")),
  word: (...given) => inBox("word", ...given),
  line: (...given) => inBox("line", ...given),
  locate(random, planned, regions, language) {
    const texts = regions.map(({ text }) => text!);
    // a line of one word stands in the list twice, in the same place
    const sole = regions.filter(
      ({ text, kind }) =>
        kind === "line" &&
        !texts.some((other) => other !== text && other.includes(text!)) &&
        regions.filter((one) => one.kind === "line" && one.text === text).length === 1,
    );
    if (sole.length === 0) return answers.read(random, planned, regions, language);
    const asked = random.pick(sole);
    const question = say(random, asks[language].locate, { text: asked.text!, convention: boxConvention[language]! });
    return placedBy(planned, regions, asked, (box) => [question, box]);
  },
  language(random, { lines }, _, language) {
    const names = [...new Set(lines.map(({ writing }) => nameOf(writing, language)))];
    return names.length === 1
      ? simple(say(random, asks[language].language), names[0]!)
      : simple(say(random, asks[language].languages), names.join(language === "zh" ? "、" : ", "));
  },
  only(random, { lines }, _, language) {
    const { writing } = random.pick(lines);
    const own = lines.filter((line) => line.writing === writing);
    return simple(
      say(random, asks[language].only, { name: nameOf(writing, language) }),
      own.map(({ text }) => text).join("\n"),
    );
  },
};

function inBox(
  kind: "word" | "line",
  random: Random,
  planned: Scene,
  regions: readonly Region[],
  language: Asking,
): Answer {
  const asked = random.pick(regions.filter((one) => one.kind === kind));
  return placedBy(planned, regions, asked, (box) => [
    say(random, asks[language].inBox, {
      kind: asks[language][kind],
      box,
      convention: boxConvention[language]!,
    }),
    asked.text!,
  ]);
}

/** A turn that names the box of a region, written again when the picture is changed. */
function placedBy(
  size: Scene,
  regions: readonly Region[],
  asked: Region,
  turn: (box: string) => readonly [string, string],
): Answer {
  const [question, answer] = turn("\u0000");
  const ordered = [asked, ...regions.filter((one) => one !== asked)];
  const rewrite = (moved: readonly Region[], sizes: readonly { width: number; height: number }[]): Content => {
    const found = moved.find(({ kind, text }) => kind === asked.kind && text === asked.text);
    if (!found) throw new Unfit("what the question is about is no longer in the picture");
    const box = regionWords(found, sizes[0]!);
    return conversationOf([[question.replaceAll("\u0000", box), answer.replaceAll("\u0000", box)]]);
  };
  return { content: rewrite(ordered, [size]), rewrite, regions: ordered };
}
