/** The plane-geometry source: a figure with its measures, and a question with the steps to the answer. */
import { conversationOf } from "../../../sample.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { pageOf } from "../charts/sources.ts";
import { familiesOf, randomFormat } from "../charts/theme.ts";
import { checkLegible, documentOf, regionsOf } from "../regions.ts";
import { drawFigure, type Pen } from "./figure.ts";
import { makers } from "./problems.ts";

const leaf = "Logical Reasoning/Mathematical Reasoning/Plane Geometry";
const alphabets = [
  ["A", "B", "C", "D", "E"],
  ["P", "Q", "R", "S", "T"],
  ["K", "L", "M", "N", "O"],
  ["X", "Y", "Z", "V", "W"],
  ["E", "F", "G", "H", "I"],
];

function draft(context: SourceContext): Draft {
  const { random } = context;
  const chinese = random.chance(0.12) && familiesOf("zh").length > 0;
  const format = randomFormat(context, random.between(0.9, 1.45));
  const unit = random.pick(["", "", " cm", " m"]);
  const plain = random.pick(alphabets);
  const problem = random.pick(makers)(random, random.chance(0.7) ? plain : random.shuffled(plain), unit);
  const dark = random.chance(0.07);
  const family = random.pick(familiesOf(chinese ? "zh" : "en"));
  const background = dark ? "#1f2a24" : random.pick(["#ffffff", "#ffffff", "#fdfdf8", "#f6f8fb"]);
  const pen: Pen = {
    width: format.width,
    height: format.height,
    family,
    fontSize: format.fontSize + random.int(2, 5),
    ink: dark ? "#f1f1e8" : random.pick(["#000000", "#1a1a1a", "#23395d"]),
    accent: dark ? "#ffd166" : random.pick(["#000000", "#b03030", "#1f5fa8", "#207a4a"]),
    fill: random.chance(0.45)
      ? "none"
      : dark
        ? "#2c3b33"
        : random.pick(["#e8f0fb", "#fdf1dc", "#eaf6ea", "#f3ecf8", "#f0f0f0"]),
    background,
    stroke: random.pick([1.5, 2, 2.5]),
    turn: random.chance(0.45) ? 0 : random.between(-0.5, 0.5),
    mirror: random.chance(0.4),
    dots: random.chance(0.3),
    italic: random.chance(0.5),
  };
  const language = chinese ? "zh" : "en";
  const task = random.weighted({ steps: 6, brief: 2, describe: 1.4 });
  const question = problem.question[language];
  const brief = chinese ? "只回答结果。" : " Give only the result.";
  const ask = random.pick(chinese ? ["请描述这个图形。"] : ["Describe the figure.", "What does the figure show?"]);
  const svg = drawFigure(problem.figure, pen);
  const texts = problem.figure.parts.flatMap((part) => ("text" in part && part.text ? [part.text] : []));
  return {
    template: `${problem.kind} ${task}`,
    leaf,
    pictures: [
      {
        kind: "page",
        html: pageOf(svg, format, background),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: [family],
      },
    ],
    augment: "light",
    compose([shot]) {
      checkLegible(shot!, texts);
      const content =
        task === "steps"
          ? conversationOf([[question, problem.steps[language]]])
          : task === "brief"
            ? conversationOf([[`${question}${brief}`, problem.answer]])
            : shot!.marks.length % 2 === 0
              ? documentOf(problem.description[language])
              : conversationOf([[ask, problem.description[language]]]);
      return { content, regions: regionsOf(shot!), language };
    },
  };
}

export const planeGeometry: Source = {
  name: "geometry-figure",
  category: "table-chart",
  version: 2,
  description: "Triangles, quadrilaterals, circles and angles drawn to scale, with a question and its solution.",
  leaves: [leaf],
  draft,
};
