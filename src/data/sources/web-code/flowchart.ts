/** Flowcharts drawn by mermaid, and their source. */
import type { Shot } from "../../camera/camera.ts";
import type { Random } from "../../random.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../source.ts";
import { escaped } from "../table-chart/charts/render.ts";
import { familiesOf, randomFormat } from "../table-chart/charts/theme.ts";
import { codeContent } from "./code.ts";

const leaf = "Conversion/Image to Code/Flowchart to Code";
const requests = {
  en: [
    "Convert the flowchart to Mermaid.",
    "Write this diagram as Mermaid code.",
    "Give the Mermaid source of the flowchart.",
    "Transcribe the diagram in Mermaid syntax.",
  ],
  zh: ["把流程图转换成Mermaid代码。", "写出这张流程图的Mermaid源码。", "用Mermaid语法转写这张图。"],
};

const chineseProcesses: typeof processes = [
  {
    steps: ["打开应用", "输入姓名", "读取资料", "显示首页", "发送验证码", "退出登录"],
    checks: ["密码正确？", "新用户？"],
  },
  { steps: ["接收订单", "打包商品", "打印标签", "寄出包裹", "开具发票", "补货"], checks: ["有库存？", "已付款？"] },
  { steps: ["烧水", "放茶叶", "等待", "倒茶", "加牛奶", "清洗杯子"], checks: ["太烫？", "要加糖？"] },
  { steps: ["读取温度", "打开风扇", "关闭风扇", "记录数据", "发出警报"], checks: ["太热？", "夜间？"] },
  { steps: ["订火车票", "收拾行李", "出发", "参观博物馆", "回家"], checks: ["天晴？", "预算够吗？"] },
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
const words = {
  en: {
    processes,
    openings: ["Start", "Begin", "Go"],
    closings: ["End", "Stop", "Done"],
    answers: [
      ["Yes", "No"],
      ["yes", "no"],
      ["true", "false"],
      ["OK", "fail"],
    ],
  },
  zh: {
    processes: chineseProcesses,
    openings: ["开始"],
    closings: ["结束"],
    answers: [["是", "否"]],
  },
} as const;

export interface Chart {
  readonly code: string;
  /** All texts of nodes and edges. */
  readonly texts: readonly string[];
}

/** A chain of steps with up to two decisions, which skip ahead, go back or branch off. */
export function randomFlow(random: Random, nodes: number, direction: "TD" | "LR", language: "en" | "zh" = "en"): Chart {
  const own = words[language];
  const { steps, checks } = random.pick(own.processes);
  const decisions = Math.min(random.int(nodes > 4 ? 1 : 0, nodes > 6 ? 2 : 1), checks.length);
  const names = random.shuffled(steps).slice(0, Math.max(1, nodes - 2 - decisions));
  const questions = random.shuffled(checks).slice(0, decisions);
  const round = random.chance(0.3);
  const ids = "ABCDEFGHIJKLM";
  const labels: { id: string; text: string; shape: "end" | "step" | "check" | "store" }[] = [];
  const add = (text: string, shape: (typeof labels)[number]["shape"]) =>
    labels.push({ id: ids[labels.length]!, text, shape });
  add(random.pick(own.openings), "end");
  const places = random.shuffled(names.map((_, i) => i)).slice(0, decisions);
  names.forEach((name, i) => {
    if (places.includes(i)) add(questions[places.indexOf(i)]!, "check");
    add(name, random.chance(0.1) ? "store" : "step");
  });
  add(random.pick(own.closings), "end");
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
  const [yes, no] = random.pick<readonly [string, string]>(own.answers);
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
  // a chart from left to right is as wide as all its texts together, and shrinks to fit
  const most =
    direction === "LR"
      ? { small: 4, middle: 5, large: 6 }[format.room]
      : { small: 5, middle: 7, large: 8 }[format.room];
  const language = random.chance(0.15) && familiesOf("zh").length > 0 ? "zh" : "en";
  const chart = randomFlow(random, random.int(3, most), direction, language);
  const look = {
    width: format.width,
    height: format.height,
    background: random.pick(["#ffffff", "#ffffff", "#fafafa", "#f6f8fb", "#fffaf0"]),
    theme: random.pick(["default", "neutral", "forest", "base"]),
  };
  const family = random.pick(familiesOf(language).filter((name) => !/Hand|Comic/.test(name)));
  const content = codeContent(random, requests[language], "mermaid", chart.code);
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
        language,
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
  // the larger the picture, the smaller it will be shown
  const least = Math.max(10, Math.max(shot.width, shot.height) / 64);
  const low = words.find(({ box }) => box.bottom - box.top < least);
  if (low) throw new Unfit(`the word "${low.text}" is only ${Math.round(low.box.bottom - low.box.top)} pixels high`);
}

export const flowchartToCode: Source = {
  name: "flowchart-to-code",
  category: "web-code",
  version: 2,
  description: "Flowcharts drawn by mermaid with their Mermaid source.",
  leaves: [leaf],
  draft,
};
