/**
 * Question 10: where it ends (paper 5 and spec 8): letters smaller than a patch and pictures that are mostly padding, asked of the
 * embedded model, and what training on pictures costs language and arithmetic, asked of the mini model.
 */
import { load } from "../src/chat/index.ts";
import { shapeNames } from "../src/data/nano/shapes.ts";
import { visionInputSize } from "../src/model/vision.ts";
import { Interrupted, miniRun, miniStage, pictureSource, pretraining, scoresAt, textSource } from "./lab/mini.ts";
import { isRight, type Probe, shapeProbe, wordProbe } from "./lab/probes.ts";
import { above, below, interval, meanCurves, meanOf, paired, pointsOf, scaled, valuesOf } from "./lab/statistics.ts";
import type { Lab, Run, RunFacts, Study } from "./lab/study.ts";
import { largest, results, sums, sumsRight } from "./lab/sums.ts";

const budget = {
  quick: { probes: 2, sizes: [8, 24], ratios: [2, 16], pretraining: 3, text: 6, samples: 8, sums: 4 },
  full: {
    ...{ probes: 30, sizes: [5, 6, 8, 10, 12, 16, 24, 32], ratios: [2, 4, 8, 16] },
    ...{ pretraining: 200, text: 280, samples: 96, sums: 100 },
  },
};
/** Letters up to so many pixels to the em are at most half a patch high; from `large` on they are a patch and more. */
const [small, large] = [8, 16];
/** Strips that are up to four times as long as wide, and those that are eight times and more. */
const [compact, extreme] = [4, 8];
/** Share of language in joint training, as in the paper. */
const share = 0.7;

const embedded = "embedded";

async function run(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  return variant === embedded ? probed(seed, lab) : trained(variant, seed, lab);
}

async function probed(seed: number, lab: Lab): Promise<RunFacts> {
  const { probes, sizes, ratios } = budget[lab.size];
  const model = await load("checkpoints/nano", { runtime: lab.runtime });
  const side = visionInputSize(model.config.vision);
  let done = 0;
  const rate = async (probe: (index: number) => Probe, others?: readonly string[]) => {
    if (lab.signal?.aborted) throw new Interrupted("stopped");
    const all = Array.from({ length: probes }, (_, i) => probe(i));
    const prompts = all.map(({ picture, question }) => [
      {
        role: "user" as const,
        content: [
          { type: "image" as const, image: picture },
          { type: "text" as const, text: question },
        ],
      },
    ]);
    const said = await model.generateBatch(prompts, { temperature: 0, maxNewTokens: 24 });
    lab.progress(++done / (sizes.length + 2 * ratios.length));
    return said.filter(({ text }, i) => isRight(text, all[i]!, others)).length / probes;
  };
  try {
    const curves: Record<string, [number, number][]> = { words: [], strips: [], squares: [] };
    for (const size of sizes) curves.words!.push([size, await rate((i) => wordProbe(seed, i, { size, side }))]);
    for (const [name, square] of [
      ["strips", false],
      ["squares", true],
    ] as const) {
      for (const ratio of ratios) {
        curves[name]!.push([ratio, await rate((i) => shapeProbe(seed, i, { ratio, square, side }), shapeNames)]);
      }
    }
    const over = (curve: string, within: (x: number) => boolean) =>
      meanOf(curves[curve]!.flatMap(([x, y]) => (within(x) ? [y] : [])));
    const metrics = {
      ...{ smallWords: over("words", (x) => x <= small), largeWords: over("words", (x) => x >= large) },
      ...{ compactStrips: over("strips", (x) => x <= compact), longStrips: over("strips", (x) => x >= extreme) },
      smallShapes: over("squares", (x) => x >= extreme),
    };
    return { metrics, curves };
  } finally {
    await model.dispose();
  }
}

const language = [textSource, { data: "sums", modality: "language" as const }];
/** What a variant learns behind pre-training. */
const mixtures: Readonly<
  Record<
    string,
    { readonly languageShare: number; readonly sources: (typeof pictureSource | (typeof language)[number])[] }
  >
> = {
  text: { languageShare: 1, sources: language },
  joint: { languageShare: share, sources: [...language, pictureSource] },
  pictures: { languageShare: 0, sources: [pictureSource] },
};

/** Variants with text have the same number of steps of it; what is added are steps with pictures. */
async function trained(variant: string, seed: number, lab: Lab): Promise<RunFacts> {
  const { pretraining: before, text, samples, sums: asked } = budget[lab.size];
  const pictures = Math.round((text * (1 - share)) / share);
  const steps = { text, joint: text + pictures, pictures }[variant];
  const stages = [
    { ...pretraining(before), mixture: { languageShare: 1, sources: language } },
    ...(steps ? [miniStage({ name: "further", steps, mixture: mixtures[variant]! })] : []),
  ];
  const vocabulary = [...language, pictureSource]; // one for all variants, whatever they draw from
  const made = await miniRun({ seed, samples, stages, vocabulary, own: { sums: sums(seed) } }, lab);
  const [start, end] = [scoresAt(made, "pretraining"), scoresAt(made, stages.at(-1)!.name)];
  return {
    metrics: {
      ...{ bitsPerByte: end.bitsPerByte!, sums: await sumsRight(made, asked, lab), choices: end.choices! },
      ...(steps && { lost: end.bitsPerByte! - start.bitsPerByte! }),
    },
  };
}

function conclude(runs: readonly Run[]) {
  const difference = (a: string, b: string) => {
    const [first, second] = [valuesOf(runs, embedded, a), valuesOf(runs, embedded, b)];
    return scaled(interval(first.map((value, i) => value - second[i]!)), 100);
  };
  const [strip, shape] = [
    interval(valuesOf(runs, embedded, "longStrips")),
    interval(valuesOf(runs, embedded, "smallShapes")),
  ];
  const competition = paired(runs, "bitsPerByte", "joint", "text");
  const rightOf = (variant: string) => interval(valuesOf(runs, variant, "sums")).mean;
  const arithmetic = scaled(paired(runs, "sums", "joint", "text"), 100);
  const places = { before: "nothing more", text: "text", joint: "text and pictures", pictures: "pictures" };
  return {
    findings: [
      below(
        `Letters of at most ${small} pixels are read less`,
        `points, to those from ${large} on`,
        difference("smallWords", "largeWords"),
      ),
      below(
        `Shapes in strips from ${extreme} : 1 on are told less`,
        `points, to those up to ${compact} : 1`,
        difference("longStrips", "compactStrips"),
      ),
      above("Joint training costs language beside as much text alone", "bits per byte, joint - text", competition),
      above(
        "Pictures alone cost much of it",
        "bits per byte, pictures - before",
        interval(valuesOf(runs, "pictures", "lost")),
      ),
      below("Joint training costs arithmetic beside as much text alone", "points, joint - text", arithmetic),
      below(
        "Pictures alone lose arithmetic",
        "points, pictures - before",
        scaled(paired(runs, "sums", "pictures", "before"), 100),
      ),
    ],
    plots: [
      {
        ...{ name: "words", title: "A short word, by the size of its letters (embedded model)" },
        ...{ x: "pixels to the em (a patch has 8)", y: "share read", logarithmic: true },
        points: meanCurves(runs, "words", [embedded], () => "words"),
      },
      {
        ...{ name: "strips", title: "One shape, by the length of the picture (embedded model)" },
        ...{ x: "long side over short side", y: "share right of 9", logarithmic: true },
        points: [
          ...meanCurves(runs, "strips", [embedded], () => "strip, padded to a square"),
          ...meanCurves(runs, "squares", [embedded], () => "the same size in a square"),
        ],
      },
      {
        ...{ name: "text", title: "Text after further training (mini model)", x: "trained on", y: "bits per byte" },
        points: pointsOf(runs, "bitsPerByte", places),
      },
      {
        ...{ name: "sums", title: "Sums after further training (mini model)", x: "trained on", y: "share right" },
        points: pointsOf(runs, "sums", places),
      },
    ],
    remarks: [
      `Of sums ${percent(rightOf("before"))} are right as pre-trained, ${percent(rightOf("text"))} behind further text alone, ${percent(rightOf("joint"))} behind as much text with pictures beside it, and ${percent(rightOf("pictures"))} behind pictures alone. Pre-training is short, so that pictures alone have little arithmetic to take away.`,
      ...(competition.low < 0
        ? [
            "Joint training costs these simple sentences nothing that shows in bits per byte: they are learnt to their end either way.",
          ]
        : []),
      `A picture ${extreme} times as long as wide leaves ${percent(1 - 1 / extreme)} of the image tokens to padding. The same small shapes on a square without padding are told in ${percent(shape.mean)}, in the strip in ${percent(strip.mean)}: what differs between the two is the padding, the rest is the size.`,
    ],
  };
}

function percent(part: number): string {
  return `${(100 * part).toFixed(0)} %`;
}

export const limits: Study = {
  name: "limits",
  number: 10,
  question: "Where does it end: small text, long pictures, language beside pictures?",
  paper:
    "a square input of fixed size, understanding alone, and a competition between language and vision that remains: GSM8K falls from 63.0 to 55.0 (Table 7, 5). Small text and long pictures follow from the 16-pixel patches and the padding (3.1) and are not measured.",
  variants: [
    {
      name: embedded,
      about: "the embedded model, checkpoints/nano, at 128 pixels with patches of 8; only asked, not trained",
      revision: 1,
    },
    { name: "before", about: "the mini model, pre-trained on text, half of which are sums" },
    { name: "text", about: "the same, trained further on such text alone" },
    { name: "joint", about: "on as much text, with pictures beside it (30 % of the steps)" },
    { name: "pictures", about: "on these pictures alone" },
  ],
  seeds: { quick: 2, full: 6 },
  revision: 2,
  metrics: {
    smallWords: { label: `words, letters up to ${small} px`, unit: "share read", digits: 3 },
    largeWords: { label: `words, letters from ${large} px`, unit: "share read", digits: 3 },
    compactStrips: { label: `shapes, up to ${compact} : 1`, unit: "share right of 9", digits: 3 },
    longStrips: { label: `shapes, from ${extreme} : 1`, unit: "share right of 9", digits: 3 },
    bitsPerByte: { label: "text", unit: "bits per byte", digits: 3 },
    sums: { label: "sums", unit: `share right of ${results}`, digits: 3 },
    lost: { label: "text, against its pre-training", unit: "bits per byte", digits: 3 },
    choices: { label: "answers about pictures", unit: "share right of 4", digits: 3 },
  },
  limits: [
    "The embedded model is one model; its seeds are sets of probes, so intervals hold the noise of probes alone.",
    "It was trained on letters of 13 pixels and more and on pictures up to twice as long as wide: beyond that it also meets what it never saw.",
    "Joint training of the mini model takes longer than text alone, as it has the pictures besides, and its learning rate falls over all of its steps.",
    `Sums are of two numbers from 1 to ${largest}, ${largest ** 2} in all, which can be learnt by heart: it is no reasoning in steps, which GSM8K asks for and no model of this size does.`,
  ],
  run,
  conclude,
};
