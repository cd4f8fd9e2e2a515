/** Formulas set by KaTeX and their LaTeX, from a grammar of school and university mathematics. */
import type { Random } from "../../random.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../source.ts";
import { formulaHtml, formulaStyles } from "../document/formula-markup.ts";
import { randomFormat } from "../table-chart/charts/theme.ts";
import { codeContent } from "./code.ts";

const leaf = "Conversion/Image to Code/Formula to Code";
const requests = [
  "Write the formula in LaTeX.",
  "Convert the formula to LaTeX code.",
  "Transcribe this equation as LaTeX.",
  "What is the LaTeX source of this formula?",
  "Give the LaTeX of the expression.",
];

const letters = ["x", "y", "z", "a", "b", "c", "n", "m", "k", "t", "u", "v", "p", "q", "r", "s"];
const greek = [
  "\\alpha",
  "\\beta",
  "\\gamma",
  "\\lambda",
  "\\mu",
  "\\theta",
  "\\phi",
  "\\omega",
  "\\sigma",
  "\\rho",
  "\\varepsilon",
  "\\pi",
];
const functions = ["\\sin", "\\cos", "\\tan", "\\ln", "\\log", "\\exp", "\\arctan"];

/** A letter, a Greek letter or a number. */
function atom(random: Random): string {
  return random.weighted({ letter: 5, greek: 2, number: 3, indexed: 1.4 }) === "letter"
    ? random.pick(letters)
    : random.chance(0.35)
      ? random.pick(greek)
      : random.chance(0.5)
        ? String(random.int(2, 12))
        : `${random.pick(letters)}_{${random.pick(["0", "1", "2", "i", "n", "k"])}}`;
}

function power(random: Random): string {
  const base = random.pick(letters);
  return `${base}^{${random.pick(["2", "3", "n", "k", "-1", "n+1", "2n"])}}`;
}

/** A product of one to two factors. */
function term(random: Random, depth: number): string {
  const kind = random.weighted({
    atom: 4,
    power: 3,
    fraction: depth > 0 ? 2 : 0,
    root: depth > 0 ? 1.4 : 0,
    call: depth > 0 ? 1.6 : 0,
    bracket: depth > 0 ? 1 : 0,
    scaled: 2,
  });
  switch (kind) {
    case "power":
      return power(random);
    case "fraction":
      return `\\frac{${sum(random, depth - 1)}}{${sum(random, depth - 1)}}`;
    case "root":
      return random.chance(0.2) ? `\\sqrt[3]{${sum(random, depth - 1)}}` : `\\sqrt{${sum(random, depth - 1)}}`;
    case "call":
      return `${random.pick(functions)}\\left(${sum(random, depth - 1)}\\right)`;
    case "bracket":
      return `\\left(${sum(random, depth - 1)}\\right)${random.chance(0.4) ? "^{2}" : ""}`;
    case "scaled":
      return `${random.int(2, 9)} ${random.chance(0.5) ? random.pick(letters) : power(random)}`;
    default:
      return atom(random);
  }
}

function sum(random: Random, depth: number): string {
  const terms = Array.from({ length: random.int(1, depth > 0 ? 3 : 2) }, () => term(random, depth));
  return terms.reduce((left, right) => `${left} ${random.pick(["+", "-", "+"])} ${right}`);
}

type Maker = (random: Random) => string;

const makers: readonly Maker[] = [
  (random) => `${random.pick(letters)} = ${sum(random, 2)}`,
  (random) => `${sum(random, 1)} = ${sum(random, 1)}`,
  (random) => `${sum(random, 1)} ${random.pick(["\\leq", "\\geq", "<", ">", "\\neq", "\\approx"])} ${sum(random, 1)}`,
  (random) =>
    `\\int_{${random.pick(["0", "a", "-\\infty", "1"])}}^{${random.pick(["1", "b", "\\infty", "\\pi", "2"])}} ${term(random, 1)} \\, dx`,
  (random) => `\\int ${sum(random, 1)} \\, d${random.pick(["x", "t", "u"])} = ${term(random, 1)} + C`,
  (random) =>
    `\\sum_{${random.pick(["i", "k", "n"])}=${random.int(0, 2)}}^{${random.pick(["n", "\\infty", "N", "10"])}} ${term(random, 1)}`,
  (random) => `\\prod_{k=1}^{${random.pick(["n", "m", "N"])}} \\left(${sum(random, 0)}\\right)`,
  (random) =>
    `\\lim_{${random.pick(["x", "n", "h"])} \\to ${random.pick(["0", "\\infty", "a", "1"])}} ${term(random, 2)} = ${atom(random)}`,
  (random) => `\\frac{d}{dx} \\left(${sum(random, 1)}\\right) = ${sum(random, 1)}`,
  (random) =>
    `\\frac{\\partial ${random.pick(["f", "u", "T"])}}{\\partial ${random.pick(["x", "t", "y"])}} = ${random.pick(greek)} \\frac{\\partial^2 u}{\\partial x^2}`,
  (random) => {
    const size = random.int(2, 3);
    const rows = Array.from({ length: size }, () =>
      Array.from({ length: size }, () => (random.chance(0.7) ? String(random.int(-9, 9)) : random.pick(letters))).join(
        " & ",
      ),
    );
    const frame = random.pick(["pmatrix", "bmatrix", "vmatrix"]);
    return `${random.chance(0.6) ? `${random.pick(["A", "B", "M"])} = ` : ""}\\begin{${frame}} ${rows.join(" \\\\ ")} \\end{${frame}}`;
  },
  (random) =>
    `f(x) = \\begin{cases} ${sum(random, 0)} & \\text{if } x ${random.pick(["<", "\\leq"])} ${random.int(0, 5)} \\\\ ${sum(random, 0)} & \\text{otherwise} \\end{cases}`,
  (random) =>
    `\\begin{aligned} ${random.int(2, 9)} x + ${random.int(2, 9)} y &= ${random.int(1, 40)} \\\\ ${random.int(2, 9)} x - ${random.int(2, 9)} y &= ${random.int(1, 40)} \\end{aligned}`,
  (random) =>
    `P(${random.pick(["A", "B", "X"])} \\mid ${random.pick(["C", "Y"])}) = \\frac{P(${random.pick(["A", "B"])} \\cap C)}{P(C)}`,
  (random) =>
    `\\binom{${random.pick(["n", "m", "10", "8"])}}{${random.pick(["k", "2", "3", "r"])}} = \\frac{n!}{k! \\, (n-k)!}`,
  (random) =>
    `\\vec{${random.pick(["a", "F", "v"])}} \\cdot \\vec{${random.pick(["b", "s", "n"])}} = ${sum(random, 0)}`,
  (random) =>
    `x_{1,2} = \\frac{-${random.int(2, 20)} \\pm \\sqrt{${random.int(2, 99)} - ${random.int(2, 40)}}}{${random.int(2, 9)}}`,
  (random) =>
    `\\forall ${random.pick(letters)} \\in \\mathbb{${random.pick(["R", "N", "Z", "Q"])}} : ${sum(random, 0)} \\geq ${random.int(0, 9)}`,
  (random) => `\\left| ${sum(random, 1)} \\right| \\leq ${random.pick(greek)}`,
  (random) => `\\overline{${random.pick(letters)}} = \\frac{1}{n} \\sum_{i=1}^{n} ${random.pick(letters)}_{i}`,
  (random) => `e^{${random.pick(["i", "-"])} ${random.pick(greek)} ${random.pick(letters)}} = ${sum(random, 1)}`,
  (random) =>
    `\\mathrm{${random.pick(["H_2 O", "C O_2", "N H_3"])}} + ${random.int(2, 6)} \\, \\mathrm{${random.pick(["O_2", "H_2", "N_2"])}} \\rightarrow ${random.int(2, 6)} \\, \\mathrm{${random.pick(["C O", "N O", "H_2 O_2"])}}`,
  (random) =>
    `A \\${random.pick(["cup", "cap", "subseteq", "setminus"])} B = \\{ ${random.pick(letters)} \\mid ${sum(random, 0)} > ${random.int(0, 9)} \\}`,
];

/** One formula's LaTeX. */
export function randomFormula(random: Random): string {
  return random.pick(makers)(random);
}

export function formulaPage(
  latex: string,
  look: { width: number; height: number; size: number; ink: string; background: string },
): string {
  return `<style>${formulaStyles()} .katex-display { margin: 0; }</style><div style="width:${look.width}px;height:${look.height}px;overflow:hidden;background:${look.background};color:${look.ink};font-size:${look.size}px;display:flex;align-items:center;justify-content:center"><span data-mark="formula" style="display:inline-block;white-space:nowrap">${formulaHtml(latex, true)}</span></div>`;
}

function draft(context: SourceContext): Draft {
  const { random } = context;
  const format = randomFormat(context, random.between(1.7, 4));
  const latex = randomFormula(random);
  const content = codeContent(random, requests, "latex", latex);
  const [ink, background] = random.pick([
    ["#000000", "#ffffff"],
    ["#000000", "#ffffff"],
    ["#1a1a1a", "#fbfaf4"],
    ["#14213d", "#eef2f8"],
    ["#f5f5f5", "#22262b"],
    ["#e9f5e1", "#1f3b2d"],
  ] as const);
  const look = {
    width: format.width,
    height: format.height,
    size: format.fontSize + random.int(3, format.room === "small" ? 8 : 18),
    ink,
    background,
  };
  return {
    template: "formula",
    leaf,
    pictures: [
      {
        kind: "page",
        html: formulaPage(latex, look),
        width: format.width,
        height: format.height,
        scale: format.scale,
        fonts: ["KaTeX"],
      },
    ],
    augment: "light",
    compose([shot]) {
      const box = shot!.marks.find(({ kind }) => kind === "formula")!.box;
      if (box.left < 3 || box.top < 3 || box.right > shot!.width - 3 || box.bottom > shot!.height - 3)
        throw new Unfit("the formula does not fit into the picture");
      return {
        content,
        regions: [{ image: 0, kind: "formula", text: latex, box: [box.left, box.top, box.right, box.bottom] }],
        language: "en",
      };
    },
  };
}

export const formulaToCode: Source = {
  name: "formula-to-code",
  category: "web-code",
  version: 1,
  description: "Formulas set by KaTeX with their LaTeX.",
  leaves: [leaf],
  draft,
};
