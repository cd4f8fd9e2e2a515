/** Looks judged: pictures and charts with known faults compared, assessed and improved. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { capital, type Exchange, exchange, listed, numberWord, someOf, spin } from "../kit/phrases.ts";
import { sceneLook, sceneOf } from "../kit/scene.ts";
import { drawing } from "../kit/svg.ts";
import {
  type ChartFault,
  chartFaults,
  chartLook,
  chartOf,
  drawChart,
  drawPhoto,
  type PhotoFault,
  photoFaults,
} from "./quality.ts";

/** Two or three takes of the same scene of which one is good. */
function takes({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const scene = sceneOf(random, { columns: 3, rows: 2, count: random.int(3, 5) });
  const count = random.int(2, 3);
  const faults: (PhotoFault | undefined)[] = random.shuffled([
    undefined,
    ...random.shuffled(Object.keys(photoFaults) as PhotoFault[]).slice(0, count - 1),
  ]);
  const [cell, backdrop] = [100, random.pick(["#dcebd5", "#e9e2d2", "#d8e6f0", "#efe0e3"])];
  const pictures = faults.map((fault) =>
    drawing(
      random,
      look,
      maxSide,
      { width: 3 * cell, height: 2 * cell },
      drawPhoto(random, scene, cell, fault, backdrop),
    ),
  );
  const best = faults.indexOf(undefined);
  const names = ["first", "second", "third"];
  const bad = faults.flatMap((fault, i) => (fault ? [{ i, ...photoFaults[fault] }] : []));
  const one = random.pick(bad);
  const turns = [
    exchange(
      random,
      `{Which of these ${count} pictures looks best{, technically|}?|Which take would you keep?|Judge the ${count} pictures: which is the best one?}`,
      `The ${names[best]} one.`,
      `The ${names[best]} one: it is sharp, level, well exposed and shows everything. ${bad.map((x) => `In the ${names[x.i]} one ${x.said}`).join(". ")}.`,
    ),
    exchange(
      random,
      `{What is wrong with the ${names[one.i]} picture?|What do you dislike about the ${names[one.i]} one?|Why is the ${names[one.i]} picture worse?}`,
      `${one.said}.`,
      `${capital(one.said)}. A remedy: ${one.cure}.`,
    ),
    exchange(
      random,
      "Rank the pictures by the number of obvious faults.",
      `The ${names[best]} one first; the ${bad.length === 1 ? "other one" : "others"} after it.`,
      `The ${names[best]} picture has no obvious fault and comes first. ${bad.map((x) => `The ${names[x.i]} one has one: ${x.said}`).join(". ")}.`,
    ),
  ];
  return {
    template: bad
      .map((x) => x.name)
      .sort()
      .join("-"),
    pictures,
    turns: someOf(random, turns),
    augment: "none",
  };
}

/** One chart, assessed with what is good and what is not. */
function chart({ random, maxSide }: SourceContext, most: number) {
  const look = chartLook(random);
  const data = chartOf(random);
  const faults = random
    .shuffled(Object.keys(chartFaults) as ChartFault[])
    .slice(0, random.int(most === 1 ? 0 : 1, most))
    .filter(
      (one, _, all) =>
        !((one === "rainbow" || one === "grid") && all.includes("contrast")) &&
        !(one === "tiny" && (all.includes("title") || all.includes("labels"))),
    );
  const picture = drawing(random, look, maxSide, { width: 340, height: 230 }, drawChart(data, new Set(faults), look));
  const good = (Object.keys(merits) as ChartFault[])
    .filter(
      (one) =>
        !faults.includes(one) &&
        !(one === "rainbow" && faults.includes("contrast")) &&
        !(faults.includes("tiny") && (one === "title" || one === "labels")),
    )
    .map((one) => merits[one]!);
  return { data, faults, picture, good };
}

const merits: Partial<Record<ChartFault, string>> = {
  title: "it has a title",
  labels: "each bar has its name",
  unit: "the value axis says its unit",
  truncated: "the value axis starts at zero",
  contrast: "the bars stand out clearly",
  rainbow: "the colours are calm",
};

function assess(context: SourceContext): Conversation {
  const { random } = context;
  const { data, faults, picture, good } = chart(context, 3);
  const bad = faults.map((one) => chartFaults[one].said);
  const grade = Math.max(1, 5 - faults.length);
  const verdict =
    faults.length === 0
      ? "a clear chart"
      : faults.length === 1
        ? "a usable chart with one weakness"
        : `a chart with ${numberWord(faults.length)} weaknesses`;
  const turns: Exchange[] = [
    [
      spin(
        random,
        `{What do you think of this chart?|Give me your opinion on this chart.|Please evaluate this chart openly: strengths and weaknesses.|How good is this chart in your eyes?}`,
      ),
      `It is ${verdict}. Strengths: ${listed(good.slice(0, 4))}. ${bad.length > 0 ? `Weaknesses: ${listed(bad)}.` : "I see no real weakness."}${faults.includes("title") ? "" : ` The message itself, "${data.title}", is of a kind that bars show well.`}`,
    ],
    exchange(
      random,
      `{How many of five points would you give it, taking off one for each weakness?|Rate it from 1 to 5, minus one point for every clear fault.}`,
      `${grade} of 5.`,
      `${bad.length === 0 ? "There is no clear fault" : `${capital(numberWord(bad.length))} ${bad.length === 1 ? "fault" : "faults"}: ${listed(bad)}`}. That leaves ${grade} of 5 points.`,
    ),
    exchange(
      random,
      `{Is it fit for a report as it is?|Would you print it like this in a report?}`,
      faults.length === 0 ? "Yes." : "Not yet.",
      faults.length === 0
        ? `Yes: ${listed(good.slice(0, 3))}.`
        : `Not yet. First ${listed(faults.map((one) => chartFaults[one].cure))}.`,
    ),
  ];
  return { template: `assess-${faults.length}`, pictures: [picture], turns: someOf(random, turns), augment: "none" };
}

function improve(context: SourceContext): Conversation {
  const { random } = context;
  const { faults, picture } = chart(context, 3);
  const advice = faults.map((one) => `${capital(chartFaults[one].said)}: ${chartFaults[one].cure}.`);
  const turns: Exchange[] = [
    [
      spin(
        random,
        `{How could this chart be improved?|Suggest improvements for this chart.|What would you change about this chart?|Give me concrete suggestions for a better version of this chart.}`,
      ),
      faults.length === 1 ? advice[0]! : advice.map((one, i) => `${i + 1}. ${one}`).join("\n"),
    ],
    exchange(
      random,
      `{What is the first thing you would fix?|If I can only change one thing, what should it be?}`,
      `${chartFaults[faults[0]!].cure}.`,
      `I would start here: ${chartFaults[faults[0]!].said}. So ${chartFaults[faults[0]!].cure}.`,
    ),
    exchange(
      random,
      `{How many weaknesses do you see?|Count the clear faults.}`,
      `${numberWord(faults.length)}.`,
      `${capital(numberWord(faults.length))}: ${listed(faults.map((one) => chartFaults[one].said))}.`,
    ),
  ];
  return { template: `improve-${faults.length}`, pictures: [picture], turns: someOf(random, turns), augment: "none" };
}

/** One photo-like picture and what to do better next time. */
function improvePhoto({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const scene = sceneOf(random, { columns: 3, rows: 2, count: random.int(3, 5) });
  const fault = random.pick(Object.keys(photoFaults) as PhotoFault[]);
  const cell = random.int(96, 116);
  const picture = drawing(
    random,
    look,
    maxSide,
    { width: 3 * cell, height: 2 * cell },
    drawPhoto(random, scene, cell, fault, random.pick(["#dcebd5", "#e9e2d2", "#d8e6f0", "#efe0e3"])),
  );
  const { said, cure } = photoFaults[fault];
  const turns = [
    exchange(
      random,
      `{How could I take a better picture of this?|What would improve this picture?|Any tips for a better shot?}`,
      `${cure}.`,
      `The main weakness: ${said}. My suggestion: ${cure}.`,
    ),
  ];
  return { template: `photo-${fault}`, pictures: [picture], turns, augment: "none" };
}

export const aestheticSource = instructionSource(
  {
    name: "which-looks-best",
    version: 3,
    leaf: "Evaluation/Aesthetic Evaluation",
    description: "Takes of one scene, one good and the others blurred, dark, tilted or worse.",
  },
  takes,
);

export const openEvaluationSource = instructionSource(
  {
    name: "chart-assessed",
    version: 3,
    leaf: "Evaluation/Open-ended Evaluation",
    description: "Charts with known strengths and weaknesses, assessed.",
  },
  assess,
);

export const improvementSource = instructionSource(
  {
    name: "chart-improved",
    version: 4,
    leaf: "Evaluation/Improvement Suggestions",
    description: "Charts and pictures with faults put in on purpose, and what would mend them.",
  },
  (context) => context.random.pick([improve, improve, improvePhoto])(context),
);
