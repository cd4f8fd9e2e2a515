/** Pages to learn from: exams, slides, textbook pages with formulas, program documentation. */
import type { Random } from "../../../random.ts";
import { articleBlocks, mathBlocks, tableBlock, withMath } from "../content.ts";
import { displayFormula, inlineFormula, namedFormulas } from "../formulas.ts";
import { article } from "../prose/article.ts";
import { personIn, townIn } from "../prose/names.ts";
import { languageOfPage, paper, type Sheet, typography } from "../sheet.ts";
import { type Block, type Flow, heading, type Inlines, paragraph, text } from "../tree.ts";
import { figure } from "./figures.ts";
import { program } from "./programs.ts";
import { someDate } from "./prose.ts";

/** One exercise: its text, and answers to choose from where there are some. */
function exercise(random: Random): { ask: string; choices: readonly string[] } {
  const [a, b] = [random.int(2, 19), random.int(2, 19)];
  const x = random.pick(["x", "y", "t"]);
  switch (random.int(0, 9)) {
    case 0:
      return { ask: `Solve the equation $${a}${x} + ${b} = ${a * random.int(2, 9) + b}$.`, choices: [] };
    case 1:
      return {
        ask: `What is the derivative of $f(x) = ${a}x^{${(b % 5) + 2}}$?`,
        choices: random.shuffled([0, 1, 2, 3].map((i) => `$${a * ((b % 5) + 2) + i * a}x^{${(b % 5) + 1 + (i % 2)}}$`)),
      };
    case 2: {
      const [step, rank] = [random.int(1, 3), random.int(0, 3)];
      return {
        ask: `Compute $\\sqrt{${a * a}} + ${b}^2$.`,
        choices: [0, 1, 2, 3].map((i) => `$${a + b * b + (i - rank) * step}$`),
      };
    }
    case 3:
      return { ask: `A train travels ${a * 10} km in ${b} hours. What is its mean speed?`, choices: [] };
    case 4:
      return { ask: `Simplify $\\dfrac{${a * b}}{${a * random.int(2, 7)}}$ as far as possible.`, choices: [] };
    case 5:
      return {
        ask: `State ${random.pick(namedFormulas).name.replace(/^(The|A) /, (word) => word.toLowerCase())} and explain each letter.`,
        choices: [],
      };
    case 6: {
      const one = random.pick([
        ["largest planet of the solar system", ["Jupiter", "Saturn", "Mars", "Venus"]],
        ["chemical symbol of iron", ["Fe", "Ir", "In", "Pb"]],
        ["capital of Australia", ["Canberra", "Sydney", "Perth", "Hobart"]],
        ["organ that pumps blood", ["Heart", "Liver", "Kidney", "Lung"]],
        ["gas that plants take in for photosynthesis", ["Carbon dioxide", "Oxygen", "Nitrogen", "Helium"]],
      ] as const);
      return { ask: `Which of these is the ${one[0]}?`, choices: random.shuffled(one[1]) };
    }
    case 7:
      return { ask: `Evaluate $\\int_{0}^{${a}} ${b}${x}\\, d${x}$.`, choices: [] };
    case 8:
      return {
        ask: `For which values of $${x}$ is $${a}${x} - ${b} ${random.pick(["<", ">", "\\leq", "\\geq"])} ${random.int(0, 40)}$?`,
        choices: [],
      };
    default:
      return {
        ask: `${personIn(random, "en")} buys ${a} pens at ${b} cents each and pays with ${Math.ceil((a * b) / 500) * 5} euros. How much change is due?`,
        choices: [],
      };
  }
}

const pointsOf = (count: number) => (count === 1 ? "1 point" : `${count} points`);

/** An exam sheet with numbered exercises, points and multiple choice. */
export function examPage(random: Random, maxSide: number): Sheet {
  const size = paper(random, maxSide, random.pick(["portrait", "portrait", "square"] as const), 0.98);
  const count = maxSide > 600 ? random.int(5, 16) : random.int(3, 5);
  const points = random.chance(0.5);
  const body: Block[] = [];
  for (let i = 1; i <= count; i++) {
    const { ask, choices } = exercise(random);
    const tail = points ? [text(` (${pointsOf(random.int(1, 8))})`, "italic")] : [];
    body.push(paragraph([text(`${i}. `, "bold"), ...withMath(ask), ...tail], "ask"));
    for (const [j, choice] of choices.entries())
      body.push(paragraph([text(`${"ABCD"[j]}) `), ...withMath(choice)], "choice"));
  }
  const title = random.pick([
    "Mathematics test",
    "Final examination",
    "Quiz",
    "Worksheet",
    "Science test",
    "Entrance examination",
  ]);
  const line = [
    `${random.pick(["Name:", "Student:"])} ${random.chance(0.3) ? personIn(random, "en") : "____________"}`,
    `Date: ${someDate(random, "en")}`,
  ];
  return {
    template: "exam",
    language: "en",
    size,
    columns: size.width / size.em > 50 && random.chance(0.3) ? 2 : 1,
    look: typography(random, { language: "en", indent: false }),
    styles:
      ".page p { text-align: left; text-indent: 0; } .page .ask { margin: 0.5em 0 0.25em; } .page .choice { margin: 0 0 0.1em 1.5em; } .title { border-bottom: 1px solid var(--ink); margin-bottom: 0.5em; } .right { text-align: right !important; }",
    tree: {
      header: [],
      title: [heading(1, title), { type: "row", cells: [[paragraph(line[0]!)], [paragraph(line[1]!, "right")]] }],
      body,
      notes: [],
      footer: random.chance(0.4) ? [paragraph(`${townIn(random, "en")} School, page ${random.int(1, 4)}`)] : [],
    },
  };
}

/** A slide: few words, large. */
export function slidePage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const size = paper(random, maxSide, "landscape", 1.15);
  const one = article(random, language);
  const section = random.pick(one.sections);
  const points = section.paragraphs.flatMap((each) => each.split(/(?<=[.!?])\s+|(?<=。)(?=.)/)).slice(0, 4);
  const kind = random.weighted({
    bullets: 5,
    table: one.table ? 2 : 0,
    formula: language === "en" ? 2 : 0,
    opening: 1,
    list: one.list ? 2 : 0,
  });
  const flows: Record<typeof kind, () => Flow> = {
    bullets: () => [{ type: "list", ordered: random.chance(0.2), items: points.map((point) => [text(point)]) }],
    table: () => [paragraph(points[0]!), tableBlock(random, one.table!, language)],
    formula: () => mathBlocks(random),
    opening: () => [paragraph(one.author, "middle"), paragraph(someDate(random, language), "middle")],
    list: () => [
      paragraph(one.list!.lead),
      { type: "list", ordered: one.list!.ordered, items: one.list!.items.map((item) => [text(item)]) },
    ],
  };
  const footer: Flow = random.chance(0.6)
    ? [{ type: "row", cells: [[paragraph(one.author)], [paragraph(String(random.int(1, 60)), "right")]] }]
    : [];
  const banner = random.chance(0.35);
  return {
    template: `slide-${kind}`,
    language,
    size,
    look: typography(random, { language, voice: "sans", dark: true, indent: false }),
    styles: `.right { text-align: right !important; } .page .middle { text-align: center; } .page p { text-indent: 0; } ${banner ? ".title { background: var(--accent); margin: -1.5em -1.8em 1em; padding: 0.8em 1.8em; } .page .title h1 { color: var(--paper); margin: 0; border: 0; }" : ""} ${kind === "opening" ? ".title { padding-top: 12%; text-align: center; }" : ""}`,
    tree: {
      header: [],
      title: [
        heading(
          1,
          {
            opening: one.title,
            formula: "Formulas to remember",
            table: one.title,
            bullets: section.title,
            list: one.title,
          }[kind],
        ),
      ],
      body: flows[kind](),
      notes: [],
      footer,
    },
    questions: one.questions,
  };
}

const theorems = ["Definition", "Theorem", "Lemma", "Example", "Remark", "Corollary"];

/** A page of a textbook: numbered statements, formulas in text and on lines of their own, a figure now and then. */
export function textbookPage(random: Random, maxSide: number): Sheet {
  const size = paper(random, maxSide, "portrait");
  const chapter = random.int(1, 12);
  const body: Block[] = [];
  let section = random.int(1, 6);
  let [statement, equation, pictures] = [random.int(1, 9), random.int(1, 9), random.int(1, 9)];
  const sentences = (): Inlines =>
    withMath(
      random.pick([
        `Let $${inlineFormula(random)}$ and suppose that $${inlineFormula(random)}$.`,
        `For every $${inlineFormula(random)}$ the value of $${inlineFormula(random)}$ is known.`,
        `The case $${inlineFormula(random)}$ is left to the reader.`,
        `As we saw in section ${chapter}.${random.int(1, 4)}, this holds whenever $${inlineFormula(random)}$.`,
      ]),
    );
  while (body.length < (maxSide > 600 ? 26 : 12)) {
    const kind = random.int(0, 6);
    if (kind === 0 && body[body.length - 1]?.type !== "heading")
      body.push(
        heading(
          2,
          `${chapter}.${section++} ${random.pick(["Limits", "Motion", "Energy", "Vectors", "Series", "Probability", "Light and lenses", "Forces"])}`,
        ),
      );
    else if (kind === 1)
      body.push(paragraph([text(`${random.pick(theorems)} ${chapter}.${statement++}. `, "bold"), ...sentences()]));
    else if (kind === 2) body.push(...mathBlocks(random, `${chapter}.${equation++}`));
    else if (kind === 3) body.push({ type: "formula", latex: displayFormula(random) });
    else if (kind === 4 && random.chance(0.6)) {
      const { picture, statement: says } = figure(random, size.em * 16);
      body.push({ type: "figure", picture, caption: [text(`Figure ${chapter}.${pictures++}: `, "bold"), text(says)] });
    } else body.push(paragraph(sentences()));
  }
  return {
    template: "textbook",
    language: "en",
    size,
    look: typography(random, {
      language: "en",
      voice: random.pick(["serif", "serif", "sans"] as const),
      indent: false,
    }),
    styles: ".page .right { text-align: right; } .folio { text-align: center; }",
    tree: {
      header: [
        {
          type: "row",
          cells: [
            [paragraph([text(`Chapter ${chapter}`, "italic")])],
            [paragraph(String(random.int(10, 600)), "right")],
          ],
        },
      ],
      title: [],
      body,
      notes: [],
      footer: [],
    },
  };
}

/** A page of a manual: headings, steps, code. */
export function manualPage(random: Random, maxSide: number): Sheet {
  const size = paper(random, maxSide, random.pick(["portrait", "square", "landscape"] as const), 0.95);
  const one = article(random, "en", "office");
  const sections = articleBlocks(random, one, { level: 2 });
  const body: Block[] = [];
  for (const block of sections) {
    body.push(block);
    if (block.type === "heading" && random.chance(0.8)) {
      const { lead, language, lines } = program(random);
      body.push(paragraph(lead), { type: "code", language, text: lines.join("\n") });
    }
  }
  return {
    template: "manual",
    language: "en",
    size,
    look: typography(random, {
      language: "en",
      voice: random.pick(["sans", "sans", "mono"] as const),
      dark: random.chance(0.5),
      indent: false,
    }),
    tree: { header: [], title: [heading(1, one.title)], body, notes: [], footer: [] },
    questions: one.questions,
    summary: one.summary,
  };
}
