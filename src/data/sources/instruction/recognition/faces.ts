/** Faces whose brows, eyes and mouths show a feeling: one large, or a few side by side with names under them. */
import type { Random } from "../../../random.ts";
import { Pen, strokesToSvg } from "../../caption/scene/drawing.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { peopleOf } from "../kit/people.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { drawing, group, marked, text } from "../kit/svg.ts";

interface Feeling {
  /** After "looks". */
  readonly name: string;
  readonly signs: string;
  readonly pleasant: boolean;
  readonly draw: (pen: Pen, ink: string) => void;
}

const eyes = (pen: Pen, ink: string, size = 5) => {
  for (const x of [38, 62]) pen.circle(x, 50, size, ink);
};
const brows = (pen: Pen, ink: string, inner: number, outer: number) => {
  pen.line(
    [
      [29, outer],
      [45, inner],
    ],
    ink,
    3.4,
  );
  pen.line(
    [
      [71, outer],
      [55, inner],
    ],
    ink,
    3.4,
  );
};

const feelings: readonly Feeling[] = [
  {
    name: "happy",
    signs: "the corners of the mouth are turned up in a smile",
    pleasant: true,
    draw: (pen, ink) => {
      eyes(pen, ink);
      brows(pen, ink, 37, 38);
      pen.curve("M34 66Q50 86 66 66", "#a3323a", 4.2);
    },
  },
  {
    name: "sad",
    signs: "the mouth is turned down, the inner brows are raised and there is a tear",
    pleasant: false,
    draw: (pen, ink) => {
      eyes(pen, ink, 4.4);
      brows(pen, ink, 36, 42);
      pen.curve("M36 80Q50 64 64 80", "#a3323a", 4.2);
      pen.path("M66 58Q73 68 66 71Q59 68 66 58Z", "#5aa9e6");
    },
  },
  {
    name: "angry",
    signs: "the brows are drawn down towards the nose and the mouth is pressed down",
    pleasant: false,
    draw: (pen, ink) => {
      eyes(pen, ink, 4.6);
      brows(pen, ink, 46, 35);
      pen.curve("M37 78Q50 70 63 78", "#8c1f28", 4.6);
    },
  },
  {
    name: "surprised",
    signs: "the eyes are wide open, the brows are raised and the mouth forms an O",
    pleasant: true,
    draw: (pen, ink) => {
      for (const x of [38, 62]) {
        pen.circle(x, 49, 8.5, "#ffffff");
        pen.circle(x, 49, 3.6, ink);
      }
      pen.curve("M29 36Q37 28 45 35", ink, 3.2);
      pen.curve("M55 35Q63 28 71 36", ink, 3.2);
      pen.ellipse(50, 76, 7, 9.5, "#7c2530");
    },
  },
  {
    name: "sleepy",
    signs: "the eyes are closed and the mouth is a little open, with Z letters beside the head",
    pleasant: true,
    draw: (pen, ink) => {
      pen.curve("M31 50Q38 57 45 50", ink, 3.2);
      pen.curve("M55 50Q62 57 69 50", ink, 3.2);
      pen.ellipse(50, 74, 5, 3.6, "#7c2530");
      pen.line(
        [
          [86, 22],
          [96, 22],
          [86, 34],
          [96, 34],
        ],
        "#5f6c9b",
        2.6,
      );
      pen.line(
        [
          [98, 8],
          [105, 8],
          [98, 16],
          [105, 16],
        ],
        "#5f6c9b",
        2.2,
      );
    },
  },
  {
    name: "amused",
    signs: "the mouth is wide open in a laugh and the eyes are squeezed shut",
    pleasant: true,
    draw: (pen, ink) => {
      pen.line(
        [
          [31, 45],
          [44, 50],
          [31, 55],
        ],
        ink,
        3,
      );
      pen.line(
        [
          [69, 45],
          [56, 50],
          [69, 55],
        ],
        ink,
        3,
      );
      pen.path("M33 64H67Q64 88 50 88Q36 88 33 64Z", "#7c2530");
      pen.path("M41 83Q50 76 59 83Q55 88 50 88Q45 88 41 83Z", "#e77a86");
    },
  },
];

const skins = ["#f5cfab", "#e7b58a", "#c98f62", "#a06c46", "#77492c"];
const hairs = ["#2b211c", "#5b3a21", "#8a5a2b", "#d6a848", "#a9471f", "#8f9095"];

/** A head and shoulders in a box of 110 by 112; friendly unless said otherwise. */
export function face(female: boolean, random: Random, feeling: Feeling = feelings[0]!): string {
  const pen = new Pen();
  const [skin, hair] = [random.pick(skins), random.pick(hairs)];
  if (female) pen.path("M10 56Q6 4 50 6Q94 4 90 56Q96 96 84 106H16Q4 96 10 56Z", hair);
  pen.path("M22 112Q24 96 50 96Q76 96 78 112Z", random.pick(["#3d6ea5", "#b5483f", "#4e8a54", "#7b5aa6", "#d59a2b"]));
  pen.rect(41, 84, 18, 20, skin);
  pen.circle(16, 56, 7, skin);
  pen.circle(84, 56, 7, skin);
  pen.ellipse(50, 54, 35, 39, skin);
  pen.path(
    random.chance(0.5)
      ? "M15 48Q14 12 50 11Q86 12 85 48Q74 24 50 26Q26 24 15 48Z"
      : "M14 46Q18 8 52 9Q88 12 86 46Q80 26 60 22Q44 34 14 46Z",
    hair,
  );
  pen.line(
    [
      [50, 56],
      [47, 64],
      [52, 64],
    ],
    "#00000055".slice(0, 7),
    1.8,
  );
  feeling.draw(pen, "#2a2320");
  return strokesToSvg(pen.strokes, "f");
}

export const faces = instructionSource(
  {
    name: "faces",
    version: 2,
    leaf: "Recognition/Global Description/Emotion or Mood Description",
    description: "Drawn faces, alone or in a row with names, and how the people feel.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0 });
    const count = random.pick([1, 1, 2, 3, 4]);
    const people = peopleOf(random, count);
    const felt = random.shuffled(feelings).slice(0, count);
    const size = 110;
    const body = people.map(({ name, female }, i) => {
      const drawn = marked(
        "face",
        count === 1 ? "face" : name,
        `translate(${14 + i * 124} 12)`,
        `<g stroke-linecap="round" stroke-linejoin="round">${face(female, random, felt[i]!)}</g>`,
      );
      return drawn + (count > 1 ? text(14 + i * 124 + 50, 144, name, { size: 16, weight: 700 }) : "");
    });
    const picture = drawing(
      random,
      look,
      maxSide,
      { width: 14 + count * 124, height: count > 1 ? size + 46 : size + 26 },
      group("", ...body),
    );
    return {
      template: count === 1 ? "portrait" : "row",
      pictures: [picture],
      turns: count === 1 ? alone(felt[0]!, people[0]!.female, random) : inRow(people, felt, random),
    };
  },
);

function alone({ name, signs, pleasant }: Feeling, female: boolean, random: Random): Exchange[] {
  const one = female ? "she" : "he";
  const wrong = random.pick(feelings.filter((feeling) => feeling.name !== name && feeling.pleasant !== pleasant)).name;
  const first: Exchange = [
    spin(
      random,
      `{How does this person feel?|What emotion does the face show?|What mood is this person in?|Describe the expression of the face.|What feeling does ${one} express?}`,
    ),
    spin(
      random,
      `{The person looks ${name}: ${signs}.|${one} seems to be ${name}; ${signs}.|The face shows that ${one} is ${name}.}`,
    ),
  ];
  const more: Exchange[] = [
    [
      spin(random, "{How can you tell?|What makes you think so?|Which features show it?}"),
      spin(random, `{It shows in the face: ${signs}.|I can tell because ${signs}.}`),
    ],
    [
      spin(random, `{Does ${one} look ${wrong}?|Would you say the person is ${wrong}?}`),
      spin(random, `{No, ${one} looks ${name}.|No: ${signs}, so ${one} looks ${name}.}`),
    ],
  ];
  return [first, ...random.shuffled(more).slice(0, random.int(0, 2))];
}

function inRow(people: readonly { name: string }[], felt: readonly Feeling[], random: Random): Exchange[] {
  const i = random.int(0, people.length - 1);
  const j = (i + 1) % people.length;
  const all = listed(people.map(({ name }, k) => `${name} looks ${felt[k]!.name}`));
  return random
    .shuffled<Exchange>([
      [
        spin(random, `{How does ${people[i]!.name} feel?|What does ${people[i]!.name}'s face express?}`),
        spin(
          random,
          `{${people[i]!.name} looks ${felt[i]!.name}: ${felt[i]!.signs}.|${people[i]!.name} seems ${felt[i]!.name}.}`,
        ),
      ],
      [
        spin(random, `{Who looks ${felt[j]!.name}?|Which of the people is ${felt[j]!.name}?}`),
        spin(
          random,
          `{${people[j]!.name}.|It is ${people[j]!.name} who looks ${felt[j]!.name}.|${people[j]!.name} does: ${felt[j]!.signs}.}`,
        ),
      ],
      [
        spin(random, "{Describe the mood of everyone.|How do they all feel?|What emotions do the faces show?}"),
        `${random.pick(["From left to right: ", ""])}${all}.`,
      ],
    ])
    .slice(0, random.int(1, 3));
}
