/** People as simple figures: grown and young, in poses, with something in their hands. */
import { type Pen, type Point, polygonPath } from "../drawing.ts";
import { cloth, type Kind, kind, type Look, vivid } from "../kind.ts";

const inkDark = "#2a2527";

interface Build {
  readonly height: number;
  readonly head: number;
  readonly dress: boolean;
  readonly longHair: boolean;
}

/** Ends of hands and feet by pose, as shares of the body's measures. */
function limbs(pose: string | undefined, shoulder: number, hip: number, foot: number, held: boolean) {
  const arm = (hip - shoulder) * 1.02;
  let hands: [Point, Point] = [
    [24, shoulder + arm],
    [96, shoulder + arm],
  ];
  let feet: [Point, Point] = [
    [50, foot],
    [70, foot],
  ];
  if (pose === "waving") hands = [hands[0], [108, shoulder - arm * 0.72]];
  if (pose === "cheering") {
    hands = [
      [12, shoulder - arm * 0.75],
      [108, shoulder - arm * 0.75],
    ];
  }
  if (pose === "running") {
    hands = [
      [22, shoulder + arm * 0.35],
      [104, shoulder + arm * 0.3],
    ];
    feet = [
      [20, foot - 14],
      [98, foot],
    ];
  }
  if (pose === "walking") {
    feet = [
      [38, foot],
      [84, foot],
    ];
  }
  if (held) hands = [hands[0], [102, shoulder + arm * 0.34]];
  return { hands, feet };
}

function person({ height, head, dress, longHair }: Build) {
  return (pen: Pen, look: Look): void => {
    const chin = head * 2 + 4;
    const shoulder = chin + 12;
    const hip = shoulder + (height - chin) * 0.34;
    const foot = height - 6;
    const { hands, feet } = limbs(look.pose, shoulder, hip, foot, look.held !== undefined);
    const limb = height * 0.062;
    if (longHair)
      pen.path(
        `M${60 - head - 3} ${head + 2}v${head * 1.5}q${head + 3} 12 ${2 * head + 6} 0v-${head * 1.5}Z`,
        look.hair,
      );
    const legColour = dress ? look.skin : look.trousers;
    pen.line([[53, hip - 4], feet[0]], legColour, limb * 1.15);
    pen.line([[67, hip - 4], feet[1]], legColour, limb * 1.15);
    for (const [x, y] of feet) pen.ellipse(x + 4, y + 1, limb * 0.95, limb * 0.5, inkDark);
    pen.rect(54, chin - 8, 12, 20, look.skin);
    const [left, right] = hands;
    pen.line([[40, shoulder + 4], left], look.dark, limb);
    pen.circle(left[0], left[1], limb * 0.62, look.skin);
    const body: Point[] = dress
      ? [
          [38, shoulder - 3],
          [82, shoulder - 3],
          [78, hip - 14],
          [96, hip + (foot - hip) * 0.45],
          [24, hip + (foot - hip) * 0.45],
          [42, hip - 14],
        ]
      : [
          [36, shoulder - 3],
          [84, shoulder - 3],
          [78, hip + 4],
          [42, hip + 4],
        ];
    cloth(pen, polygonPath(body), look, 90);
    if (look.held) heldThing(pen, look.held, right);
    pen.line([[80, shoulder + 4], right], look.dark, limb);
    pen.circle(right[0], right[1], limb * 0.62, look.skin);
    pen.circle(60, head + 3, head, look.skin);
    const fringe = head * (longHair ? 0.1 : 0.22);
    pen.path(
      `M${60 - head} ${head + 3 - fringe}A${head} ${head} 0 0 1 ${60 + head} ${head + 3 - fringe}Q${60 + head * 0.3} ${head * 0.35} ${60 - head} ${head + 3 - fringe}Z`,
      look.hair,
    );
    pen.circle(60 - head * 0.34, head + 4, head * 0.1, inkDark);
    pen.circle(60 + head * 0.34, head + 4, head * 0.1, inkDark);
    pen.curve(
      `M${60 - head * 0.35} ${head * 1.5 + 3}q${head * 0.35} ${head * 0.35} ${head * 0.7} 0`,
      "#8c2f2f",
      head * 0.1,
    );
  };
}

const youngHairs = ["#2b211c", "#5b3a21", "#8a5a2b", "#d6a848", "#a9471f"];
const grownHairs = [...youngHairs, "#8f9095"];

/** Colours that the hair of a kind of person may have: only grown people are grey. */
export function hairsOf(name: string): readonly string[] {
  return name === "boy" || name === "girl" ? youngHairs : grownHairs;
}

/** Small things drawn at a hand. */
function heldThing(pen: Pen, name: string, [x, y]: Point): void {
  if (name === "balloon") {
    pen.line(
      [
        [x, y],
        [x + 4, y - 60],
      ],
      "#777777",
      1.5,
    );
    pen.ellipse(x + 4, y - 82, 17, 21, "#e2393b");
  } else if (name === "umbrella") {
    pen.line(
      [
        [x, y + 8],
        [x, y - 92],
      ],
      "#555555",
      3.5,
    );
    pen.path(
      `M${x - 58} ${y - 80}Q${x} ${y - 150} ${x + 58} ${y - 80}Q${x + 38} ${y - 92} ${x + 19} ${y - 80}Q${x} ${y - 92} ${x - 19} ${y - 80}Q${x - 38} ${y - 92} ${x - 58} ${y - 80}Z`,
      "#7d3fb0",
    );
  } else if (name === "book") {
    pen.polygon(
      [
        [x - 16, y - 16],
        [x + 1, y - 11],
        [x + 1, y + 13],
        [x - 16, y + 8],
      ],
      "#b5482f",
    );
    pen.polygon(
      [
        [x + 18, y - 16],
        [x + 1, y - 11],
        [x + 1, y + 13],
        [x + 18, y + 8],
      ],
      "#c95a3f",
    );
  } else if (name === "flower") {
    pen.line(
      [
        [x, y + 10],
        [x, y - 34],
      ],
      "#3a8a3f",
      3.5,
    );
    for (let i = 0; i < 5; i++) {
      const angle = (i * 2 * Math.PI) / 5 - Math.PI / 2;
      pen.circle(x + Math.cos(angle) * 9, y - 38 + Math.sin(angle) * 9, 7, "#ef5f9c");
    }
    pen.circle(x, y - 38, 5.5, "#f6d22f");
  } else if (name === "flag") {
    pen.line(
      [
        [x, y + 12],
        [x, y - 76],
      ],
      "#6b4a2b",
      3.5,
    );
    pen.polygon(
      [
        [x, y - 76],
        [x + 46, y - 62],
        [x, y - 46],
      ],
      "#f28c28",
    );
  } else if (name === "ice cream cone") {
    pen.polygon(
      [
        [x - 12, y - 30],
        [x + 12, y - 30],
        [x, y + 8],
      ],
      "#c98a3c",
    );
    pen.circle(x, y - 38, 14, "#f48fb5");
    pen.circle(x, y - 50, 4, "#c8232c");
  }
}

export const heldNames = ["balloon", "umbrella", "book", "flower", "flag", "ice cream cone"] as const;
const poses = ["standing", "waving", "cheering", "running", "walking"];
const shared = { group: "person", places: ["ground"], colours: vivid, patterns: true, poses } as const;

export const people: readonly Kind[] = [
  kind({
    ...shared,
    name: "man",
    plural: "men",
    width: 120,
    height: 262,
    tall: 1.75,
    draw: person({ height: 262, head: 21, dress: false, longHair: false }),
  }),
  kind({
    ...shared,
    name: "woman",
    plural: "women",
    width: 120,
    height: 252,
    tall: 1.67,
    draw: person({ height: 252, head: 21, dress: true, longHair: true }),
  }),
  kind({
    ...shared,
    name: "boy",
    width: 120,
    height: 200,
    tall: 1.15,
    draw: person({ height: 200, head: 24, dress: false, longHair: false }),
  }),
  kind({
    ...shared,
    name: "girl",
    width: 120,
    height: 196,
    tall: 1.12,
    draw: person({ height: 196, head: 24, dress: true, longHair: true }),
  }),
];
