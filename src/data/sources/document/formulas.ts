/** Formulas: well-known ones with a sentence about them, and endless made-up ones of school and university kind. */
import type { Random } from "../../random.ts";

export interface NamedFormula {
  readonly name: string;
  readonly latex: string;
  /** What the letters mean, with inline formulas between dollars. */
  readonly where: string;
}

export const namedFormulas: readonly NamedFormula[] = [
  { name: "Ohm's law", latex: "U = R \\cdot I", where: "$U$ is the voltage, $R$ the resistance and $I$ the current" },
  {
    name: "Newton's second law",
    latex: "F = m \\cdot a",
    where: "$F$ is the force, $m$ the mass and $a$ the acceleration",
  },
  { name: "Kinetic energy", latex: "E = \\frac{1}{2} m v^2", where: "$m$ is the mass and $v$ the speed" },
  {
    name: "The law of gravitation",
    latex: "F = G \\frac{m_1 m_2}{r^2}",
    where: "$r$ is the distance of the masses $m_1$ and $m_2$",
  },
  {
    name: "The quadratic formula",
    latex: "x_{1,2} = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}",
    where: "$a \\neq 0$ and $b^2 \\geq 4ac$",
  },
  { name: "The theorem of Pythagoras", latex: "a^2 + b^2 = c^2", where: "$c$ is the side opposite the right angle" },
  {
    name: "The ideal gas law",
    latex: "p V = n R T",
    where: "$p$ is the pressure, $V$ the volume and $T$ the temperature",
  },
  { name: "The lens equation", latex: "\\frac{1}{f} = \\frac{1}{b} + \\frac{1}{g}", where: "$f$ is the focal length" },
  {
    name: "Compound interest",
    latex: "K_n = K_0 \\left(1 + \\frac{p}{100}\\right)^n",
    where: "$p$ is the rate in per cent and $n$ the number of years",
  },
  { name: "Euler's identity", latex: "e^{i\\pi} + 1 = 0", where: "$e$ is Euler's number and $i^2 = -1$" },
  {
    name: "The normal density",
    latex: "f(x) = \\frac{1}{\\sigma\\sqrt{2\\pi}} e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}",
    where: "$\\mu$ is the mean and $\\sigma$ the standard deviation",
  },
  { name: "The geometric series", latex: "\\sum_{k=0}^{\\infty} q^k = \\frac{1}{1-q}", where: "$|q| < 1$" },
  { name: "Bayes' theorem", latex: "P(A \\mid B) = \\frac{P(B \\mid A)\\, P(A)}{P(B)}", where: "$P(B) > 0$" },
  {
    name: "The law of cosines",
    latex: "c^2 = a^2 + b^2 - 2ab\\cos\\gamma",
    where: "$\\gamma$ is the angle between $a$ and $b$",
  },
  {
    name: "Period of a pendulum",
    latex: "T = 2\\pi\\sqrt{\\frac{l}{g}}",
    where: "$l$ is the length and $g$ the acceleration of free fall",
  },
  { name: "Photon energy", latex: "E = h \\nu = \\frac{h c}{\\lambda}", where: "$\\lambda$ is the wavelength" },
  {
    name: "Attention",
    latex: "\\mathrm{softmax}\\left(\\frac{Q K^\\top}{\\sqrt{d}}\\right) V",
    where: "$d$ is the width of a head",
  },
  {
    name: "Schrödinger's equation",
    latex: "i\\hbar\\frac{\\partial}{\\partial t}\\psi = \\hat{H}\\psi",
    where: "$\\hat{H}$ is the Hamiltonian",
  },
];

const letters = ["a", "b", "c", "d", "k", "m", "n", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z"];
const greek = ["\\alpha", "\\beta", "\\gamma", "\\delta", "\\lambda", "\\mu", "\\omega", "\\varphi", "\\theta"];

function symbol(random: Random): string {
  const base = random.chance(0.25) ? random.pick(greek) : random.pick(letters);
  return random.chance(0.2) ? `${base}_{${random.pick(["0", "1", "2", "i", "k", "n"])}}` : base;
}

function polynomial(random: Random, variable: string): string {
  const terms: string[] = [];
  for (let power = random.int(1, 3); power >= 0; power--) {
    const factor = random.int(-9, 12);
    if (factor === 0) continue;
    const size = Math.abs(factor);
    const letter = power === 0 ? "" : power === 1 ? variable : `${variable}^{${power}}`;
    const body = `${size === 1 && power > 0 ? "" : size}${letter}`;
    terms.push(terms.length === 0 ? `${factor < 0 ? "-" : ""}${body}` : `${factor < 0 ? "- " : "+ "}${body}`);
  }
  return terms.length === 0 ? variable : terms.join(" ");
}

function term(random: Random, depth: number): string {
  if (depth === 0) return random.chance(0.3) ? String(random.int(2, 20)) : symbol(random);
  const inner = () => term(random, depth - 1);
  switch (random.int(0, 6)) {
    case 0:
      return `\\frac{${inner()}}{${inner()}}`;
    case 1:
      return `\\sqrt{${inner()} + ${inner()}}`;
    case 2:
      return `${symbol(random)}^{${term(random, 0)}}`;
    case 3:
      return `\\left(${inner()} - ${inner()}\\right)`;
    case 4:
      return `${random.pick(["\\sin", "\\cos", "\\ln", "\\exp"])}\\left(${inner()}\\right)`;
    default:
      return `${inner()} ${random.pick(["+", "-", "\\cdot"])} ${inner()}`;
  }
}

/** A formula that stands on a line of its own. */
export function displayFormula(random: Random): string {
  const x = random.pick(["x", "t", "u", "y"]);
  switch (random.int(0, 8)) {
    case 0:
      return `\\int_{${random.int(0, 3)}}^{${random.int(4, 9)}} \\left(${polynomial(random, x)}\\right) d${x}`;
    case 1:
      return `\\sum_{k=${random.int(0, 2)}}^{${random.pick(["n", "N", "\\infty", "10"])}} ${term(random, 1)}`;
    case 2:
      return `\\lim_{${x} \\to ${random.pick(["0", "1", "\\infty"])}} \\frac{${polynomial(random, x)}}{${polynomial(random, x)}}`;
    case 3: {
      const row = () => [0, 1].map(() => random.int(-9, 9)).join(" & ");
      return `${random.pick(["A", "B", "M"])} = \\begin{pmatrix} ${row()} \\\\ ${row()} \\end{pmatrix}`;
    }
    case 4:
      return `\\frac{d}{d${x}} \\left(${polynomial(random, x)}\\right) = ${polynomial(random, x)}`;
    case 5:
      return `f(${x}) = \\begin{cases} ${polynomial(random, x)} & \\text{if } ${x} < ${random.int(0, 5)} \\\\ ${polynomial(random, x)} & \\text{otherwise} \\end{cases}`;
    case 6:
      return `${symbol(random)} = ${term(random, 2)}`;
    case 7:
      return `\\frac{\\partial ${symbol(random)}}{\\partial ${x}} = ${term(random, 1)}`;
    default:
      return `${polynomial(random, x)} ${random.pick(["=", "\\leq", ">", "\\approx"])} ${term(random, 1)}`;
  }
}

/** A short formula for the middle of a line. */
export function inlineFormula(random: Random): string {
  switch (random.int(0, 4)) {
    case 0:
      return `${symbol(random)} = ${random.int(1, 99)}`;
    case 1:
      return `${symbol(random)} ${random.pick(["<", ">", "\\leq", "\\neq"])} ${random.int(0, 50)}`;
    case 2:
      return `${symbol(random)}^{${random.int(2, 5)}}`;
    case 3:
      return `f(${random.pick(["x", "t"])}) = ${polynomial(random, "x")}`;
    default:
      return `${symbol(random)} \\in \\mathbb{${random.pick(["R", "N", "Z"])}}`;
  }
}

/** A sentence with `$...$` in it, split: text at even places, LaTeX at odd ones. */
export function dollars(sentence: string): readonly string[] {
  return sentence.split("$");
}
