/** Notes in handwriting faces, uneven lines on ruled or plain paper: lists, reminders, postcards. */
import { handwritingFor } from "../../../camera/fonts.ts";
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { namesOf } from "../kit/people.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { drawing, line, rect, text, textWidth } from "../kit/svg.ts";

const goods =
  "milk,bread,eggs,butter,cheese,apples,rice,pasta,onions,tea,coffee,tomatoes,carrots,flour,sugar,salt,yogurt,honey,bananas,potatoes,soap,matches,batteries,candles".split(
    ",",
  );
const counted: ReadonlySet<string> = new Set(
  "eggs,apples,onions,tomatoes,carrots,bananas,potatoes,batteries,candles".split(","),
);
const chores = [
  "water the plants",
  "call the bank",
  "buy stamps",
  "fix the bicycle",
  "pay the rent",
  "feed the cat",
  "clean the windows",
  "return the books",
  "pick up the parcel",
  "book the train",
  "mow the lawn",
  "wash the car",
  "write to Aunt Mary",
  "empty the bins",
  "renew the passport",
];
const places = [
  "the station",
  "the cafe",
  "the old bridge",
  "the library",
  "the harbor",
  "the north gate",
  "the market hall",
  "the park",
];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const times = ["at nine", "at noon", "at half past four", "at 7:30", "at 18:15", "after lunch", "in the evening"];

function note(random: Random): { template: string; lines: string[] } {
  const [one, other] = namesOf(random, 2) as [string, string];
  const template = random.weighted({ shopping: 3, chores: 2, meeting: 3, postcard: 2, message: 3 });
  switch (template) {
    case "shopping":
      return {
        template,
        lines: [
          random.pick(["Shopping", "To buy", "Groceries"]),
          ...random
            .shuffled(goods)
            .slice(0, random.int(3, 6))
            .map((item) =>
              counted.has(item) && random.chance(0.75) ? `- ${random.int(2, 12)} x ${item}` : `- ${item}`,
            ),
        ],
      };
    case "chores":
      return {
        template,
        lines: [
          random.pick(["To do", "Today", `For ${random.pick(days)}`]),
          ...random
            .shuffled(chores)
            .slice(0, random.int(3, 5))
            .map((item, i) => `${i + 1}. ${item}`),
        ],
      };
    case "meeting":
      return {
        template,
        lines: [
          `Dear ${one},`,
          `let us meet ${random.pick(times)}`,
          `on ${random.pick(days)} at ${random.pick(places)}.`,
          random.pick(["Please bring the keys.", "I will be on time.", "Do not be late!", "Bring an umbrella."]),
          other,
        ],
      };
    case "postcard":
      return {
        template,
        lines: [
          `Hello ${one}!`,
          random.pick(["The weather is lovely", "It rains every day", "The food is great", "We walk a lot"]),
          random.pick(["and the sea is warm.", "but we are happy.", "and we sleep well.", "and the hills are green."]),
          `Back on ${random.pick(days)}.`,
          `Love, ${other}`,
        ],
      };
    case "message":
      return {
        template,
        lines: [
          random.pick([`${one} called.`, `Gone to see ${one}.`, `${one} has the key.`]),
          random.pick([`Call back ${random.pick(times)}.`, `Back ${random.pick(times)}.`, "Dinner is in the fridge."]),
          `${other}`,
        ],
      };
  }
}

/** Hands no wider than `textWidth` takes letters to be. */
const hands = handwritingFor("Latin").filter((family) => family !== "Architects Daughter");

export const handwrittenText = instructionSource(
  {
    name: "handwritten-text",
    version: 3,
    leaf: "Recognition/OCR and Transcription/Handwritten Text Transcription",
    description: "Handwritten lists, notes and postcards, transcribed line by line.",
  },
  ({ random, maxSide }) => {
    const font = random.pick(hands);
    const paper = random.pick(["#fdfbf2", "#fff8c9", "#f6f6f6", "#f3ead6", "#eaf3f8"]);
    const look = { ...lookOf(random, { dark: 0 }), font, fonts: [font], background: paper };
    const { template, lines } = note(random);
    const ink = random.pick(["#1d2f6f", "#222222", "#2a4d8f", "#5a2020", "#30333a"]);
    const size = random.int(25, 31);
    const step = size * random.between(1.35, 1.6);
    const width = Math.max(...lines.map((one) => textWidth(one, size))) + 80;
    const height = lines.length * step + 44;
    const ruled = random.chance(0.5);
    const rules = ruled
      ? lines.map((_, i) =>
          line(0, 34 + (i + 1) * step - size * 0.18, width, 34 + (i + 1) * step - size * 0.18, {
            stroke: "#b9cbe0",
            width: 1,
          }),
        )
      : [];
    const margin = ruled && random.chance(0.4) ? rect(26, 0, 1.4, height, { fill: "#e3a0a0" }) : "";
    const body = lines.map((one, i) =>
      text(38 + random.between(-4, 8), 30 + (i + 1) * step - size * 0.25 + random.between(-2, 2), one, {
        size: size * random.between(0.95, 1.05),
        anchor: "start",
        fill: ink,
        rotate: random.between(-1.6, 1.6),
        mark: "line",
      }),
    );
    return {
      template,
      pictures: [
        drawing(
          random,
          look,
          maxSide,
          { width: Math.ceil(width), height: Math.ceil(height) },
          ...rules,
          margin,
          ...body,
        ),
      ],
      turns: about(template, lines, random),
    };
  },
);

function about(template: string, lines: readonly string[], random: Random): Exchange[] {
  const first: Exchange = [
    spin(
      random,
      "{Transcribe the handwriting.|What does the note say?|Read this handwritten text.|Can you write out this note for me?|Please transcribe the handwritten lines.|I cannot read this. What does it say?}",
    ),
    random.chance(0.75)
      ? lines.join("\n")
      : `${spin(random, "{It reads|The note says|It says}")}:\n${lines.join("\n")}`,
  ];
  const more: Exchange[] = [];
  const items = lines.slice(1);
  if (template === "shopping") {
    more.push([spin(random, "{How many items are on the list?|Count the items.}"), `${items.length}.`]);
    more.push([spin(random, "{What is the last item?|Which item comes last?}"), `${items.at(-1)!.slice(2)}.`]);
  } else if (template === "chores") {
    const n = random.int(1, items.length);
    more.push([
      spin(random, `{What is number ${n}?|Which task has the number ${n}?}`),
      `${items[n - 1]!.slice(3)}.`.replace(/^./, (c) => c.toUpperCase()),
    ]);
  } else {
    more.push([
      spin(random, "{Who signed it?|Who wrote this?|Whose name stands at the end?}"),
      `${lines.at(-1)!.replace("Love, ", "")}.`,
    ]);
  }
  return [first, ...(random.chance(0.5) ? more.slice(0, 1 + Number(random.chance(0.3))) : [])];
}
