/** Screens with short programs: what they print, what a variable holds, which line is at fault. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf, monospace } from "../kit/look.ts";
import { type Exchange, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, escapeText, line, marked, rect, text } from "../kit/svg.ts";
import { type Language, programOf, run, write } from "./program.ts";

const themes = [
  { paper: "#ffffff", ink: "#24292f", keyword: "#cf222e", number: "#0550ae", bar: "#f0f2f4", gutter: "#8c959f" },
  { paper: "#1e1e1e", ink: "#d4d4d4", keyword: "#c586c0", number: "#b5cea8", bar: "#333333", gutter: "#858585" },
  { paper: "#282a36", ink: "#f8f8f2", keyword: "#ff79c6", number: "#bd93f9", bar: "#44475a", gutter: "#8a92b8" },
  { paper: "#fdf6e3", ink: "#586e75", keyword: "#859900", number: "#2aa198", bar: "#eee8d5", gutter: "#93a1a1" },
] as const;

const keywords = /\b(for|in|range|if|else|while|print|let|const|of|console|log)\b|\b\d+\b/g;

/** One line with its keywords and numbers coloured. */
function codeLine(x: number, y: number, content: string, size: number, theme: (typeof themes)[number]): string {
  const spans: string[] = [];
  let last = 0;
  const span = (piece: string, fill: string) =>
    piece === "" ? "" : `<tspan fill="${fill}">${escapeText(piece).replaceAll(" ", "\u00a0")}</tspan>`;
  for (const match of content.matchAll(keywords)) {
    spans.push(
      span(content.slice(last, match.index), theme.ink),
      span(match[0], /\d/.test(match[0]) ? theme.number : theme.keyword),
    );
    last = match.index + match[0].length;
  }
  spans.push(span(content.slice(last), theme.ink));
  return `<text x="${x}" y="${y}" font-size="${size}" font-family="${monospace}" style="font-variant-ligatures:none" data-mark="line">${spans.join("")}</text>`;
}

function screen({ random, maxSide }: SourceContext, lines: readonly string[], file: string) {
  const look = lookOf(random);
  const theme = random.pick(themes);
  const size = 13;
  const width = Math.max(230, Math.ceil(Math.max(...lines.map((one) => one.length)) * size * 0.61 + 62));
  const height = 48 + lines.length * 21;
  const body = [
    rect(0, 0, width, 30, { fill: theme.bar }),
    circle(16, 15, 5, { fill: "#ff5f57" }),
    circle(32, 15, 5, { fill: "#febc2e" }),
    circle(48, 15, 5, { fill: "#28c840" }),
    text(width / 2 + 20, 20, file, { size: 12, fill: theme.ink }),
    ...lines.map(
      (one, i) =>
        text(28, 54 + i * 21, String(i + 1), { size: 12, anchor: "end", font: monospace, fill: theme.gutter }) +
        codeLine(42, 54 + i * 21, one, size, theme),
    ),
    line(34, 36, 34, height - 6, { stroke: theme.bar, width: 1 }),
    marked("editor", file, "", rect(0, 30, width, height - 30, { fill: "none" })),
  ];
  const page = drawing(random, look, maxSide, { width, height, background: theme.paper }, ...body);
  return { ...page, fonts: [...page.fonts, monospace] };
}

function prints(context: SourceContext): Conversation {
  const { random } = context;
  const language: Language = random.pick(["Python", "JavaScript"]);
  const { program, about } = programOf(random);
  const lines = write(program, language);
  const { printed, trace } = run(program);
  const file = `${random.pick(["main", "task", "demo", "test", "loop", "sum"])}.${language === "Python" ? "py" : "js"}`;
  const output = printed.join("\n");
  const variable = trace.at(-1)!.split(" = ")[0]!;
  const history = trace.filter((step) => step.startsWith(`${variable} = `)).map((step) => step.split(" = ")[1]!);
  const shown = trace.length > 16 ? [...trace.slice(0, 13), "...", ...trace.slice(-2)] : trace;
  const turns: Exchange[] = [
    random.chance(0.4)
      ? [
          random.pick([
            "What does this program print?",
            "What is the output? Only the output, please.",
            "Give me the output of this code.",
          ]),
          output,
        ]
      : [
          random.pick([
            "What does this code print? Explain step by step.",
            "Trace the program and tell me its output.",
            "What is the output, and how does it come about?",
          ]),
          `Step by step: ${shown.join(", ")}. So the program prints ${listed(printed.map(String), "and then")}.`,
        ],
    exchange(
      random,
      `How often is \`${variable}\` assigned{ a value|}?`,
      `${numberWord(history.length)} ${history.length === 1 ? "time" : "times"}.`,
      `\`${variable}\` gets the values ${listed(history.map(String))} in turn: ${numberWord(history.length)} ${history.length === 1 ? "assignment" : "assignments"}.`,
    ),
    exchange(
      random,
      `{What does this program do, in words?|Describe in a sentence what the code is for.}`,
      `It ${about}.`,
      `The ${language} program ${about} and prints ${printed.length === 1 ? "the result" : "the results"}: ${listed(printed.map(String))}.`,
    ),
    exchange(
      random,
      `{Which programming language is this?|What language is it written in?}`,
      `${language}.`,
      language === "Python"
        ? "Python: blocks are marked by a colon and indentation, and `print` is used without semicolons."
        : "JavaScript: blocks stand in braces, lines end in semicolons, and `console.log` and `let` are used.",
    ),
  ];
  return { template: language.toLowerCase(), pictures: [screen(context, lines, file)], turns: someOf(random, turns) };
}

/** Faults put in on purpose: the line that has it, what it is, and the line as it should be. */
function bug(context: SourceContext): Conversation {
  const { random } = context;
  const language: Language = random.pick(["Python", "JavaScript"]);
  const js = language === "JavaScript";
  const values = Array.from({ length: random.int(3, 5) }, () => random.int(2, 15));
  const list = values.join(", ");
  const head = js ? `for (const v of [${list}]) {` : `for v in [${list}]:`;
  const close = js ? ["}"] : [];
  const end = js ? ";" : "";
  const declare = js ? "let " : "";
  const print = (what: string) => (js ? `console.log(${what});` : `print(${what})`);
  const pad = js ? "  " : "    ";
  const cases = [
    {
      task: "add up the numbers of the list",
      lines: [`${declare}total = 0${end}`, head, `${pad}total = v${end}`, ...close, print("total")],
      at: 3,
      wrong: "it overwrites the total instead of adding to it",
      right: `total += v${end}`,
      now: values.at(-1)!,
      mended: values.reduce((a, b) => a + b, 0),
    },
    {
      task: "multiply all the numbers of the list",
      lines: [`${declare}product = 0${end}`, head, `${pad}product = product * v${end}`, ...close, print("product")],
      at: 1,
      wrong: "the product starts at 0, and anything times 0 stays 0",
      right: `${declare}product = 1${end}`,
      now: 0,
      mended: values.reduce((a, b) => a * b, 1),
    },
    {
      task: "find the largest number of the list",
      lines: [
        `${declare}best = ${values[0]}${end}`,
        head,
        js ? `${pad}if (v < best) {` : `${pad}if v < best:`,
        `${pad}${pad}best = v${end}`,
        ...(js ? [`${pad}}`] : []),
        ...close,
        print("best"),
      ],
      at: 3,
      wrong: "the comparison points the wrong way, so it keeps the smallest number",
      right: js ? "if (v > best) {" : "if v > best:",
      now: Math.min(...values),
      mended: Math.max(...values),
    },
    {
      task: "count the numbers of the list",
      lines: [`${declare}count = 0${end}`, head, `${pad}count += v${end}`, ...close, print("count")],
      at: 3,
      wrong: "it adds the number itself instead of 1",
      right: `count += 1${end}`,
      now: values.reduce((a, b) => a + b, 0),
      mended: values.length,
    },
    {
      task: `add up the whole numbers from 1 to ${values[0]}`,
      lines: [
        `${declare}total = 0${end}`,
        js ? `for (let i = 1; i < ${values[0]}; i++) {` : `for i in range(1, ${values[0]}):`,
        `${pad}total += i${end}`,
        ...close,
        print("total"),
      ],
      at: 2,
      wrong: `the loop ends before ${values[0]} is added`,
      right: js ? `for (let i = 1; i <= ${values[0]}; i++) {` : `for i in range(1, ${values[0]! + 1}):`,
      now: (values[0]! * (values[0]! - 1)) / 2,
      mended: (values[0]! * (values[0]! + 1)) / 2,
    },
  ].filter((one) => one.now !== one.mended);
  const one = random.pick(cases);
  const first = random.pick([
    `This program is meant to ${one.task}. Where is the mistake?`,
    `The code should ${one.task}, but something is wrong. Which line?`,
    `Find the bug: it is supposed to ${one.task}.`,
  ]);
  const turns: Exchange[] = [
    random.chance(0.3)
      ? [`${first} Short answer only.`, `Line ${one.at}: ${one.wrong}.`]
      : [first, `The mistake is in line ${one.at}: ${one.wrong}. It should read \`${one.right}\`.`],
    [
      random.pick([
        "What does it print as it is, and what should it print?",
        "What is the output now, and what would be right?",
      ]),
      `As written it prints ${one.now}; once line ${one.at} is mended it prints ${one.mended}.`,
    ],
  ];
  return {
    template: "bug",
    pictures: [
      screen(context, one.lines, `${random.pick(["homework", "draft", "try", "broken"])}.${js ? "js" : "py"}`),
    ],
    turns: random.chance(0.5) ? turns : turns.slice(0, 1),
  };
}

export const codeSource = instructionSource(
  {
    name: "read-code",
    version: 2,
    leaf: "Logical Reasoning/Other Logical Reasoning/Code",
    description: "Screens with short programs that are run, traced and mended.",
  },
  (context) => context.random.pick([prints, prints, bug])(context),
);
