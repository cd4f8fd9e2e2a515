/** Printed lines to be written out: signs, notices, labels, paragraphs; whole or in part. */
import type { Random } from "../../../random.ts";
import { article } from "../../document/prose/article.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, numberWord, ordinal, spin } from "../kit/phrases.ts";
import { drawing, rect, text, textWidth, wrapped } from "../kit/svg.ts";

const signs: readonly (readonly string[])[] = [
  ["NO PARKING", "8 AM - 6 PM"],
  ["PLEASE KEEP", "OFF THE GRASS"],
  ["WET FLOOR"],
  ["EXIT"],
  ["OPEN", "Mon - Sat"],
  ["PULL"],
  ["PLATFORM 4", "Trains to Harwick"],
  ["FIRE DOOR", "Keep shut"],
  ["CAUTION", "Low ceiling"],
  ["DOGS ON", "LEASH ONLY"],
  ["PRIVATE", "No entry"],
  ["LIBRARY", "Second floor"],
  ["SLOW", "Children playing"],
  ["TICKETS", "This way"],
  ["STAFF ONLY"],
  ["MIND THE STEP"],
  ["QUIET PLEASE", "Exam in progress"],
  ["LOST AND FOUND", "Room 12"],
  ["NO SWIMMING", "Strong current"],
  ["BICYCLES", "Please walk"],
  ["HIGH VOLTAGE", "Danger of death"],
  ["WAIT HERE", "until called"],
];

/** The lines as they are broken in the picture. */
interface Print {
  readonly template: string;
  readonly lines: readonly string[];
  readonly body: string[];
  readonly titled: boolean;
  readonly width: number;
  readonly height: number;
}

function sign(random: Random): Print {
  const lines = random.pick(signs).map((line) => (random.chance(0.25) ? line.toUpperCase() : line));
  const sizes = lines.map((_, i) => (i === 0 ? 46 : 30));
  const width = Math.max(...lines.map((line, i) => textWidth(line, sizes[i]!))) + 90;
  const height = lines.length === 1 ? 150 : 180;
  const [fill, ink] = random.pick([
    ["#c62828", "#ffffff"],
    ["#1e4fa3", "#ffffff"],
    ["#f4c20d", "#1a1a1a"],
    ["#ffffff", "#1a1a1a"],
    ["#1c6b3c", "#ffffff"],
    ["#222222", "#f2f2f2"],
  ] as const);
  return {
    template: "sign",
    titled: false,
    lines,
    width,
    height,
    body: [
      rect(16, 14, width - 32, height - 28, { fill, stroke: ink, width: 3, round: random.pick([0, 8, 20]) }),
      ...lines.map((line, i) =>
        text(width / 2, lines.length === 1 ? 91 : 85 + i * 50, line, {
          size: sizes[i]!,
          weight: i === 0 ? 700 : 400,
          fill: ink,
          mark: "line",
        }),
      ),
    ],
  };
}

function passage(random: Random, maxSide: number): Print {
  const one = article(random, "en");
  const sentences = random
    .pick(random.pick(one.sections).paragraphs)
    .split(/(?<=[.!?]) /)
    .slice(0, maxSide > 600 ? random.int(2, 6) : random.int(1, 3));
  const size = maxSide > 600 ? random.int(16, 22) : random.int(20, 24);
  const column = random.int(330, 430);
  const lines = wrapped(sentences.join(" "), size, column);
  const step = size * 1.5;
  const titled = random.chance(0.4) && textWidth(one.title, size + 5) < column;
  const top = 24 + size + (titled ? step * 1.5 : 0);
  return {
    template: "passage",
    titled,
    lines: titled ? [one.title, ...lines] : lines,
    width: column + 60,
    height: top + (lines.length - 1) * step + 28,
    body: [
      ...(titled
        ? [text(30, 24 + size, one.title, { size: size + 5, weight: 700, anchor: "start", mark: "title" })]
        : []),
      ...lines.map((line, i) => text(30, top + i * step, line, { size, anchor: "start", mark: "line" })),
    ],
  };
}

export const printedText = instructionSource(
  {
    name: "printed-text",
    leaf: "Recognition/OCR and Transcription/Printed Text Transcription",
    description: "Signs and passages in print, transcribed whole, by line or in part.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const print = random.chance(0.45) ? sign(random) : passage(random, maxSide);
    const turns =
      print.template === "sign" ? aboutSign(print.lines, random) : aboutPassage(print.lines, print.titled, random);
    return { template: print.template, pictures: [drawing(random, look, maxSide, print, ...print.body)], turns };
  },
);

const asks =
  "{Transcribe the text in the picture.|What does it say?|Read the text.|Write out the text you see.|What is written here?|Please transcribe this.}";

function aboutSign(lines: readonly string[], random: Random): Exchange[] {
  const whole = lines.join("\n");
  const more: Exchange[] = [
    [spin(random, "{What is the first word?|Which word comes first?}"), `"${lines[0]!.split(" ")[0]}"`],
    [
      spin(random, "{How many lines of text are there?|On how many lines is it written?}"),
      spin(
        random,
        `{${numberWord(lines.length)}.|There ${lines.length === 1 ? "is one line" : `are ${numberWord(lines.length)} lines`}.}`,
      ),
    ],
  ];
  return [
    [
      spin(random, asks),
      random.chance(0.6) ? whole : `${spin(random, "{It says|The sign says|The text is}")} "${lines.join(" / ")}".`,
    ],
    ...random.shuffled(more).slice(0, random.int(0, 1)),
  ];
}

function aboutPassage(lines: readonly string[], titled: boolean, random: Random): Exchange[] {
  const flowing = titled ? `${lines[0]}\n${lines.slice(1).join(" ")}` : lines.join(" ");
  const kept = random.chance(0.5);
  const n = random.int(1, lines.length);
  const first: Exchange = kept
    ? [
        `${spin(random, asks)} ${spin(random, "{Keep the line breaks.|Break the lines as in the picture.|Line by line, please.}")}`,
        lines.join("\n"),
      ]
    : [
        `${spin(random, asks)} ${spin(random, "{Ignore the line breaks.|As running text, please.|Join the lines.}")}`,
        flowing,
      ];
  const more: Exchange[] = [
    [
      spin(random, `{What does the ${ordinal(n)} line say?|Read the ${ordinal(n)} line only.|Transcribe line ${n}.}`),
      lines[n - 1]!,
    ],
    [
      spin(random, "{How many lines does the text have?|Count the lines.}"),
      spin(
        random,
        `{${numberWord(lines.length)}.|The text has ${numberWord(lines.length)} ${lines.length === 1 ? "line" : "lines"}.}`,
      ),
    ],
    [
      spin(random, "{What are the last two words?|Which two words end the text?}"),
      `"${flowing.split(/\s/).slice(-2).join(" ")}"`,
    ],
  ];
  return random.chance(0.7)
    ? [first, ...random.shuffled(more).slice(0, random.int(0, 1))]
    : random.shuffled(more).slice(0, random.int(1, 2));
}
