/** Flowcharts drawn by mermaid, and their source. */
import type { Shot } from "../../camera/camera.ts";
import type { Random } from "../../random.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../source.ts";
import { escaped } from "../table-chart/charts/render.ts";
import { familiesOf, randomFormat } from "../table-chart/charts/theme.ts";
import { codeContent } from "./code.ts";

const leaf = "Conversion/Image to Code/Flowchart to Code";
const requests = [
  "Convert the flowchart to Mermaid.",
  "Write this diagram as Mermaid code.",
  "Give the Mermaid source of the flowchart.",
  "Transcribe the diagram in Mermaid syntax.",
];

const processes: readonly { readonly steps: readonly string[]; readonly checks: readonly string[] }[] = [
  {
    steps: ["Open app", "Enter name", "Load profile", "Show home", "Send code", "Save login", "Log out"],
    checks: ["Password ok?", "New user?", "Code valid?"],
  },
  {
    steps: ["Receive order", "Pack goods", "Print label", "Ship parcel", "Send invoice", "Refund", "Restock"],
    checks: ["In stock?", "Paid?", "Fragile?"],
  },
  {
    steps: ["Report bug", "Write test", "Fix code", "Review", "Deploy", "Close ticket", "Add log"],
    checks: ["Can repeat?", "Tests pass?", "Urgent?"],
  },
  {
    steps: ["Boil water", "Add tea", "Wait", "Pour cup", "Add milk", "Drink", "Clean up"],
    checks: ["Too hot?", "Sugar?", "More tea?"],
  },
  {
    steps: ["Read sensor", "Start fan", "Stop fan", "Log value", "Sound alarm", "Sleep", "Open valve"],
    checks: ["Too warm?", "Dry?", "Night?"],
  },
  {
    steps: ["Read input", "Sort list", "Take first", "Add to sum", "Print result", "Count up", "Swap items"],
    checks: ["Empty?", "i < n?", "a > b?"],
  },
  {
    steps: ["Call patient", "Take notes", "Test blood", "Give advice", "Book visit", "Write bill", "Rest"],
    checks: ["Fever?", "Insured?", "Better?"],
  },
  {
    steps: ["Plan trip", "Book train", "Pack bag", "Buy ticket", "Travel", "Visit museum", "Go home"],
    checks: ["Sunny?", "Full?", "Budget left?"],
  },
];
const openings = ["Start", "Begin", "Go"];
const closings = ["End", "Stop", "Done"];

export interface Chart {
  readonly code: string;
  /** All texts of nodes and edges. */
  readonly texts: readonly string[];
}

/** A chain of steps with up to two decisions, which skip ahead, go back or branch off. */
export function randomFlow(random: Random, nodes: number, direction: "TD" | "LR"): Chart {
  const { steps, checks } = random.pick(processes);
  const decisions = Math.min(random.int(nodes > 4 ? 1 : 0, nodes > 6 ? 2 : 1), checks.length);
  const names = random.shuffled(steps).slice(0, Math.max(1, nodes - 2 - decisions));
  const questions = random.shuffled(checks).slice(0, decisions);
  const round = random.chance(0.3);
  const ids = "ABCDEFGHIJKLM";
  const labels: { id: string; text: string; shape: "end" | "step" | "check" | "store" }[] = [];
  const add = (text: string, shape: (typeof labels)[number]["shape"]) =>
    labels.push({ id: ids[labels.length]!, text, shape });
  add(random.pick(openings), "end");
  const places = random.shuffled(names.map((_, i) => i)).slice(0, decisions);
  names.forEach((name, i) => {
    if (places.includes(i)) add(questions[places.indexOf(i)]!, "check");
    add(name, random.chance(0.1) ? "store" : "step");
  });
  add(random.pick(closings), "end");
  const write = ({ id, text, shape }: (typeof labels)[number]) =>
    shape === "end"
      ? `${id}([${text}])`
      : shape === "check"
        ? `${id}{${text}}`
        : shape === "store"
          ? `${id}[(${text})]`
          : round
            ? `${id}(${text})`
            : `${id}[${text}]`;
  const [yes, no] = random.pick([
    ["Yes", "No"],
    ["yes", "no"],
    ["true", "false"],
    ["OK", "fail"],
  ] as const);
  const edges: string[] = [];
  labels.forEach(({ id, shape }, i) => {
    const next = labels[i + 1];
    if (!next) return;
    if (shape !== "check") {
      edges.push(`${id} --> ${next.id}`);
      return;
    }
    const others = labels.filter((_, at) => at !== i && at !== i + 1 && at !== 0);
    const target = random.pick(others);
    edges.push(`${id} -->|${yes}| ${next.id}`, `${id} -->|${no}| ${target.id}`);
  });
  return {
    code: [
      `flowchart ${direction}`,
      ...labels.map((label) => `  ${write(label)}`),
      ...edges.map((edge) => `  ${edge}`),
    ].join("\n"),
    texts: [...labels.map(({ text }) => text), ...(decisions > 0 ? [yes, no] : [])],
  };
}

/** A page that lets mermaid draw the code as large as the page allows. */
export function flowPage(
  code: string,
  look: { width: number; height: number; background: string; theme: string },
): string {
  const directive = look.theme === "default" ? "" : `%%{init: {"theme": "${look.theme}"}}%%\n`;
  return `<style>.mermaid { width: 100%; height: 100%; } .mermaid svg { width: 100% !important; height: 100% !important; max-width: none !important; display: block; }</style><div data-mark="diagram" data-words style="box-sizing:border-box;width:${look.width}px;height:${look.height}px;padding:10px;background:${look.background}"><div class="mermaid">${escaped(directive + code)}</div></div>`;
}

function draft(context: SourceContext): Draft {
  const { random } = context;
  const direction = random.pick(["TD", "TD", "LR"] as const);
  const format = randomFormat(context, direction === "LR" ? random.between(1.6, 2.4) : random.between(0.55, 0.9));
  const most = { small: direction === "LR" ? 4 : 5, middle: 7, large: 8 }[format.room];
  const chart = randomFlow(random, random.int(3, most), direction);
  const look = {
    width: format.width,
    height: format.height,
    background: random.pick(["#ffffff", "#ffffff", "#fafafa", "#f6f8fb", "#fffaf0"]),
    theme: random.pick(["default", "neutral", "forest", "base"]),
  };
  const family = random.pick(familiesOf("en").filter((name) => !/Hand|Comic/.test(name)));
  const content = codeContent(random, requests, "mermaid", chart.code);
  return {
    template: `flowchart ${direction}`,
    leaf,
    pictures: [
      {
        kind: "page",
        html: flowPage(chart.code, look),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: [family],
        scripts: ["mermaid"],
      },
    ],
    augment: "none",
    compose([shot]) {
      checkDiagram(shot!, chart.texts);
      const words = shot!.marks.flatMap(({ words }) => words);
      return {
        content,
        regions: words.map(({ text, box }) => ({
          image: 0,
          kind: "word",
          text,
          box: [box.left, box.top, box.right, box.bottom],
        })),
        language: "en",
      };
    },
  };
}

/** Throws `Unfit` where a text is missing or too small to be read. */
function checkDiagram(shot: Shot, texts: readonly string[]): void {
  const words = shot.marks.flatMap((mark) => mark.words);
  const all = words.map(({ text }) => text).join("");
  for (const text of texts) {
    if (!all.includes(text.replaceAll(" ", ""))) throw new Unfit(`the text "${text}" is not to be seen`);
  }
  const low = words.find(({ box }) => box.bottom - box.top < 10);
  if (low) throw new Unfit(`the word "${low.text}" is only ${Math.round(low.box.bottom - low.box.top)} pixels high`);
}

export const flowchartToCode: Source = {
  name: "flowchart-to-code",
  category: "web-code",
  version: 1,
  description: "Flowcharts drawn by mermaid with their Mermaid source.",
  leaves: [leaf],
  draft,
};
