/** Labelled schemes of biology and medicine: parts carry letters or names; what they are, and what they are for. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin, withArticle } from "../kit/phrases.ts";
import { circle, drawing, ellipse, line, marked, path, polygon, rect, text, textWidth } from "../kit/svg.ts";

interface Part {
  readonly name: string;
  /** Where the pointer ends. */
  readonly at: readonly [number, number];
  /** What it does, after "It". */
  readonly does: string;
}

interface Scheme {
  readonly name: string;
  readonly draw: () => string;
  readonly parts: readonly Part[];
}

/** All drawn within 220 by 240. */
const schemes: readonly Scheme[] = [
  {
    name: "animal cell",
    draw: () =>
      ellipse(110, 120, 104, 92, { fill: "#fbe3d6", stroke: "#c9805c", width: 4 }) +
      circle(96, 126, 36, { fill: "#b9a3d6", stroke: "#6f559c", width: 3 }) +
      circle(92, 130, 13, { fill: "#5d4390" }) +
      ellipse(162, 88, 24, 12, { fill: "#f0955c", stroke: "#b35a25", width: 2 }) +
      path("M144 88Q150 80 154 90T164 88T174 90T182 86", { stroke: "#b35a25", width: 2 }) +
      ellipse(160, 160, 22, 11, { fill: "#f0955c", stroke: "#b35a25", width: 2 }),
    parts: [
      { name: "cell membrane", at: [204, 140], does: "encloses the cell and controls what enters and leaves" },
      { name: "nucleus", at: [70, 108], does: "holds the genetic material" },
      { name: "mitochondrion", at: [166, 92], does: "provides the cell with energy" },
      { name: "cytoplasm", at: [110, 196], does: "fills the cell around the organelles" },
      { name: "nucleolus", at: [92, 132], does: "makes parts of the ribosomes" },
    ],
  },
  {
    name: "plant cell",
    draw: () =>
      rect(12, 30, 196, 184, { fill: "#7fb35c", round: 14 }) +
      rect(22, 40, 176, 164, { fill: "#e4f2d4", stroke: "#5d8f41", width: 2, round: 10 }) +
      ellipse(126, 130, 56, 50, { fill: "#bfe0f2", stroke: "#6aa7c9", width: 2 }) +
      circle(58, 76, 23, { fill: "#b9a3d6", stroke: "#6f559c", width: 3 }) +
      ellipse(50, 160, 18, 10, { fill: "#3f9a45" }) +
      ellipse(146, 62, 18, 10, { fill: "#3f9a45" }) +
      ellipse(90, 190, 18, 9, { fill: "#3f9a45" }),
    parts: [
      { name: "cell wall", at: [203, 180], does: "gives the cell its firm shape" },
      { name: "vacuole", at: [140, 130], does: "stores water and keeps the cell firm" },
      { name: "nucleus", at: [58, 76], does: "holds the genetic material" },
      { name: "chloroplast", at: [146, 62], does: "makes sugar with the energy of light" },
    ],
  },
  {
    name: "flower",
    draw: () =>
      rect(105, 158, 10, 78, { fill: "#4c9a46" }) +
      path("M110 214Q64 206 48 178Q92 176 110 206Z", { fill: "#4c9a46" }) +
      [0, 60, 120, 180, 240, 300]
        .map(
          (a) =>
            `<g transform="rotate(${a} 110 100)">${ellipse(110, 50, 24, 40, { fill: "#f0a0c0", stroke: "#c76a92", width: 2 })}</g>`,
        )
        .join("") +
      path("M82 146Q96 172 110 164Q124 172 138 146Q110 160 82 146Z", { fill: "#3f8a3c" }) +
      rect(106, 84, 8, 44, { fill: "#8fbf4f" }) +
      circle(110, 80, 9, { fill: "#d7c03a" }) +
      [
        [86, 96],
        [134, 96],
        [92, 78],
        [128, 78],
      ]
        .map(
          ([x, y]) => line(110, 126, x!, y!, { stroke: "#c9a13a", width: 2 }) + circle(x!, y!, 6, { fill: "#f2b705" }),
        )
        .join(""),
    parts: [
      { name: "petal", at: [72, 62], does: "attracts insects" },
      { name: "stamen", at: [134, 96], does: "makes the pollen" },
      { name: "pistil", at: [110, 80], does: "receives the pollen" },
      { name: "stem", at: [110, 222], does: "carries the flower and transports water" },
      { name: "leaf", at: [72, 188], does: "makes food from light, air and water" },
      { name: "sepal", at: [92, 156], does: "protects the bud" },
    ],
  },
  {
    name: "eye in section",
    draw: () =>
      circle(118, 122, 92, { fill: "#fbf7ef", stroke: "#b9a68f", width: 6 }) +
      path("M118 32A90 90 0 1 1 118 212", { stroke: "#d9604c", width: 6 }) +
      path("M40 86Q8 122 40 158", { stroke: "#6aa7c9", width: 6 }) +
      ellipse(64, 122, 15, 34, { fill: "#cfe8f5", stroke: "#6aa7c9", width: 3 }) +
      line(48, 70, 48, 98, { stroke: "#4f7d3a", width: 8 }) +
      line(48, 146, 48, 174, { stroke: "#4f7d3a", width: 8 }) +
      polygon(
        [
          [204, 106],
          [220, 104],
          [220, 146],
          [204, 138],
        ],
        { fill: "#e6c25a" },
      ),
    parts: [
      { name: "cornea", at: [25, 122], does: "lets light in and bends it first" },
      { name: "lens", at: [66, 122], does: "focuses the light" },
      { name: "iris", at: [48, 86], does: "makes the pupil wider or narrower" },
      { name: "retina", at: [180, 56], does: "turns light into nerve signals" },
      { name: "optic nerve", at: [213, 124], does: "carries the signals to the brain" },
    ],
  },
  {
    name: "tooth in section",
    draw: () =>
      path(
        "M60 40Q110 16 160 40Q178 84 160 124L148 220Q140 232 132 218L122 150Q110 140 98 150L88 218Q80 232 72 220L60 124Q42 84 60 40Z",
        { fill: "#f1e2b8", stroke: "#c9b27a", width: 2 },
      ) +
      path("M56 46Q110 10 164 46Q176 80 164 112Q150 92 110 92Q70 92 56 112Q44 80 56 46Z", {
        fill: "#ffffff",
        stroke: "#c9c9c9",
        width: 2,
      }) +
      path("M82 108Q110 92 138 108L130 150L134 208L126 150Q110 134 94 150L86 208L90 150Z", { fill: "#e2756b" }) +
      rect(14, 140, 44, 34, { fill: "#f0a8a0", round: 8 }) +
      rect(162, 140, 44, 34, { fill: "#f0a8a0", round: 8 }),
    parts: [
      { name: "enamel", at: [110, 50], does: "is the hard outer layer of the crown" },
      { name: "dentin", at: [152, 122], does: "forms most of the tooth below the hard layer" },
      { name: "pulp", at: [110, 118], does: "holds nerves and blood vessels" },
      { name: "gum", at: [186, 158], does: "surrounds the neck of the tooth" },
    ],
  },
  {
    name: "insect",
    draw: () =>
      [-1, 1]
        .map((s) =>
          [
            [90, 60],
            [112, 30],
            [140, 66],
          ]
            .map(([x, dx]) =>
              path(`M${x} 120L${x! + (dx! - 45) * 0.3} ${120 + s * 46}L${x! + (dx! - 45) * 0.6} ${120 + s * 74}`, {
                stroke: "#3a332c",
                width: 5,
              }),
            )
            .join(""),
        )
        .join("") +
      ellipse(170, 120, 48, 26, { fill: "#8a6a3a", stroke: "#4d3a1f", width: 3 }) +
      ellipse(108, 120, 26, 24, { fill: "#6f5530", stroke: "#4d3a1f", width: 3 }) +
      circle(64, 120, 22, { fill: "#5a4425", stroke: "#38290f", width: 3 }) +
      path("M50 104Q34 84 18 84M50 136Q34 156 18 156", { stroke: "#3a332c", width: 4 }) +
      circle(56, 110, 6, { fill: "#d9c25a" }),
    parts: [
      { name: "head", at: [68, 124], does: "carries the eyes and the mouth" },
      { name: "thorax", at: [114, 112], does: "carries the legs" },
      { name: "abdomen", at: [180, 128], does: "holds the digestive organs" },
      { name: "antenna", at: [28, 86], does: "feels and smells" },
    ],
  },
  {
    name: "digestive tract",
    draw: () =>
      circle(110, 26, 18, { fill: "#f3c9a5" }) +
      line(110, 44, 110, 96, { stroke: "#d98a80", width: 10 }) +
      path("M106 92Q152 88 150 122Q144 146 112 140Q118 118 106 92Z", { fill: "#e59a86", stroke: "#b8604e", width: 3 }) +
      path("M98 96Q52 88 50 120Q70 130 98 116Z", { fill: "#9a4a3a" }) +
      // as an area: the box of a shape leaves its outline out
      path("M64.5 142.5H157.5V223.5H64.5ZM79.5 157.5V208.5H142.5V157.5Z", { fill: "#b98a5a" }) +
      path("M92 172Q112 160 128 174Q136 186 112 188Q88 190 94 202Q112 210 130 200", {
        stroke: "#e2a48c",
        width: 10,
        cap: "round",
      }),
    parts: [
      { name: "esophagus", at: [110, 70], does: "leads the food down to the stomach" },
      { name: "stomach", at: [134, 116], does: "breaks the food down with acid" },
      { name: "liver", at: [68, 108], does: "makes bile" },
      { name: "large intestine", at: [150, 158], does: "takes water out of what is left" },
      { name: "small intestine", at: [112, 188], does: "takes up the nutrients" },
    ],
  },
  {
    name: "leaf in outline",
    draw: () =>
      path("M110 20Q196 76 176 150Q160 192 110 204Q60 192 44 150Q24 76 110 20Z", {
        fill: "#86bf5a",
        stroke: "#4c8a35",
        width: 3,
      }) +
      line(110, 24, 110, 236, { stroke: "#4c8a35", width: 6 }) +
      [70, 104, 138, 170]
        .map(
          (y) =>
            line(110, y + 12, 58, y - 14, { stroke: "#4c8a35", width: 2.5 }) +
            line(110, y + 12, 162, y - 14, { stroke: "#4c8a35", width: 2.5 }),
        )
        .join(""),
    parts: [
      { name: "midrib", at: [110, 120], does: "carries water into the leaf and supports it" },
      { name: "side vein", at: [146, 98], does: "spreads water over the leaf" },
      { name: "blade", at: [72, 66], does: "catches the light" },
      { name: "stalk", at: [110, 226], does: "joins the leaf to the twig" },
    ],
  },
];

export const anatomy = instructionSource(
  {
    name: "anatomy-schemes",
    version: 3,
    leaf: "Analysis/Professional Image Analysis/Biological and Medical Image",
    description: "Cells, flowers, eyes, teeth and more with pointers to their parts: names, letters, functions.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0 });
    const scheme = random.pick(schemes);
    const lettered = random.chance(0.45);
    const letters = random.shuffled([..."ABCDEF"].slice(0, scheme.parts.length));
    const labels = scheme.parts.map(({ name }, i) => (lettered ? letters[i]! : name));
    const { width, height, body } = draw(scheme, labels, lettered, look);
    return {
      template: `${scheme.name}${lettered ? ", letters" : ""}`,
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: questions(scheme, labels, lettered, random),
    };
  },
);

/** Labels stand in two columns, each part's on the nearer side, in the order of their heights: no pointers cross. */
function draw({ draw: paint, parts }: Scheme, labels: readonly string[], lettered: boolean, look: Look) {
  const size = 17;
  const side = lettered ? 34 : Math.max(...labels.map((label) => textWidth(label, size))) + 12;
  const offset = side + 24;
  const width = offset * 2 + 220;
  const body = [marked("figure", "figure", `translate(${offset} 12)`, paint())];
  for (const right of [false, true]) {
    const own = parts
      .map((part, i) => ({ ...part, label: labels[i]! }))
      .filter(({ at }) => at[0] >= 110 === right)
      .sort((a, b) => a.at[1] - b.at[1]);
    let last = 0;
    for (const { at, label, name } of own) {
      const y = Math.max(last + 30, at[1] + 12);
      last = y;
      const x = right ? width - side : side;
      body.push(
        line(right ? x - 4 : x + 4, y, offset + at[0], 12 + at[1], { stroke: "#22262b", width: 1.5 }),
        circle(offset + at[0], 12 + at[1], 3.4, { fill: "#22262b" }),
        text(right ? x : x, y + 5.5, label, {
          size,
          anchor: right ? "start" : "end",
          weight: lettered ? 700 : 400,
          mark: "label",
          name,
          halo: look.paper,
        }),
      );
    }
  }
  return { width, height: 274, body };
}

function questions({ name, parts }: Scheme, labels: readonly string[], lettered: boolean, random: Random): Exchange[] {
  const i = random.int(0, parts.length - 1);
  const j = (i + 1) % parts.length;
  const [part, other] = [parts[i]!, parts[j]!];
  const exchanges: Exchange[] = [
    lettered
      ? [
          spin(
            random,
            `{Which part is marked ${labels[i]}?|What is ${labels[i]}?|Name the part with the letter ${labels[i]}.}`,
          ),
          spin(
            random,
            `{${labels[i]} is the ${part.name}.|The ${part.name}.|It is the ${part.name}, which ${part.does}.}`,
          ),
        ]
      : [
          spin(random, "{Which parts are labeled?|List the labeled parts.|What parts does the scheme show?}"),
          `${listed(parts.map((one) => one.name)).replace(/^./, (c) => c.toUpperCase())}.`,
        ],
    [
      spin(
        random,
        `{What does the ${part.name} do?|What is the ${part.name} for?|What is the function of the ${part.name}?}`,
      ),
      spin(random, `{It ${part.does}.|The ${part.name} ${part.does}.}`),
    ],
    [
      spin(random, `{Which part ${other.does}?|What is the part called that ${other.does}?}`),
      spin(
        random,
        lettered
          ? `{The ${other.name}, marked ${labels[j]}.|${labels[j]}, the ${other.name}.}`
          : `{The ${other.name}.|It is the ${other.name}.}`,
      ),
    ],
    [
      spin(random, "{What is shown in this picture?|What does the scheme show?|What is this a drawing of?}"),
      spin(
        random,
        `{It shows ${withArticle(name)}.|${withArticle(name)} with ${parts.length} ${lettered ? "lettered" : "labeled"} parts.|This is a drawing of ${withArticle(name)}.}`,
      )
        .replace("a eye", "an eye")
        .replace("A eye", "An eye"),
    ],
  ];
  if (lettered)
    exchanges.push([
      spin(random, "{Name all lettered parts.|Which letter stands for which part?|Write the legend for this figure.}"),
      [...parts.keys()]
        .sort((a, b) => labels[a]!.localeCompare(labels[b]!))
        .map((k) => `${labels[k]}: ${parts[k]!.name}`)
        .join("\n"),
    ]);
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
