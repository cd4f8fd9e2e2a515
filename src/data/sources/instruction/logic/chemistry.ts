/** School chemistry: skeletal formulas, equations to balance and atoms in shells. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, rect, text } from "../kit/svg.ts";

const subscripts = "₀₁₂₃₄₅₆₇₈₉";
const sub = (n: number) => (n === 1 ? "" : [...String(n)].map((d) => subscripts[Number(d)]).join(""));
const stems = ["", "meth", "eth", "prop", "but", "pent", "hex"] as const;

/** A straight chain with at most one group at its end or one multiple bond at its start. */
export interface Chain {
  readonly carbons: number;
  readonly kind: "alkane" | "alkene" | "alkyne" | "alcohol" | "amine" | "acid";
}

export function nameOf({ carbons, kind }: Chain): string {
  const stem = stems[carbons];
  const place = carbons > 3 ? "-1-" : "";
  const plain = carbons > 2 ? "-1-" : "";
  switch (kind) {
    case "alkane":
      return `${stem}ane`;
    case "alkene":
      return `${stem}${place}ene`;
    case "alkyne":
      return `${stem}${place}yne`;
    case "alcohol":
      return `${stem}an${plain}ol`;
    case "amine":
      return `${stem}an${plain}amine`;
    case "acid":
      return `${stem}anoic acid`;
  }
}

export function atomsOf({ carbons: n, kind }: Chain): Readonly<Record<"C" | "H" | "O" | "N", number>> {
  const h = { alkane: 2 * n + 2, alkene: 2 * n, alkyne: 2 * n - 2, alcohol: 2 * n + 2, amine: 2 * n + 3, acid: 2 * n }[
    kind
  ];
  return { C: n, H: h, O: kind === "alcohol" ? 1 : kind === "acid" ? 2 : 0, N: kind === "amine" ? 1 : 0 };
}

function formula(chain: Chain): string {
  const { C, H, N, O } = atomsOf(chain);
  return `C${sub(C)}H${sub(H)}${N ? `N${sub(N)}` : ""}${O ? `O${sub(O)}` : ""}`;
}

const kinds: Readonly<Record<Chain["kind"], string>> = {
  alkane: "only single bonds",
  alkene: "a double bond between two carbon atoms",
  alkyne: "a triple bond between two carbon atoms",
  alcohol: "an OH group at the end",
  amine: "an NH₂ group at the end",
  acid: "a COOH group at the end",
};

/** Every atom drawn, carbons in a row. */
function molecule({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const kind = random.pick(["alkane", "alkane", "alkene", "alkyne", "alcohol", "amine", "acid"] as const);
  const chain: Chain = {
    kind,
    carbons: random.int(kind === "alkene" || kind === "alkyne" ? 2 : kind === "alkane" ? 2 : 1, 5),
  };
  const n = chain.carbons;
  const step = 48;
  const extra = kind === "alcohol" || kind === "amine" || kind === "acid" ? 1 : 0;
  const [x0, y] = [64, 92];
  const bonds: string[] = [];
  const atoms: string[] = [];
  const bond = (a: number, b: number, c: number, d: number, order = 1) => {
    const length = Math.hypot(c - a, d - b);
    const [nx, ny] = [-(d - b) / length, (c - a) / length];
    for (let i = 0; i < order; i++) {
      const shift = (i - (order - 1) / 2) * 5;
      bonds.push(line(a + nx * shift, b + ny * shift, c + nx * shift, d + ny * shift, { stroke: look.ink, width: 2 }));
    }
  };
  const colours: Record<string, string> = {
    C: look.ink,
    H: look.muted,
    O: "#d62828",
    N: look.dark ? "#7da7ff" : "#1d4ed8",
  };
  const atom = (symbol: string, x: number, py: number) =>
    atoms.push(
      marked(
        "atom",
        symbol,
        "",
        circle(x, py, symbol.length > 1 ? 15 : 10.5, { fill: look.paper }),
        text(x, py + 5.5, symbol, { size: 16, weight: 700, fill: colours[symbol[0]!]! }),
      ),
    );
  for (let i = 0; i < n; i++) {
    const x = x0 + i * step;
    const order = i === 0 && kind === "alkene" ? 2 : i === 0 && kind === "alkyne" ? 3 : 1;
    if (i < n - 1) bond(x, y, x + step, y, order);
    atom("C", x, y);
    const last = i === n - 1;
    let free =
      4 -
      (i > 0 ? (i === 1 && kind === "alkene" ? 2 : i === 1 && kind === "alkyne" ? 3 : 1) : 0) -
      (i < n - 1 ? order : 0);
    const hydrogen = (hx: number, hy: number) => {
      bond(x, y, hx, hy);
      atom("H", hx, hy);
      free--;
    };
    if (last && extra) {
      if (kind === "acid") {
        bond(x, y, x, y - 42, 2);
        atom("O", x, y - 42);
        free -= 2;
      }
      const [hetero, hydrogens] = kind === "amine" ? (["N", 2] as const) : (["O", 1] as const);
      bond(x, y, x + step, y);
      atom(hetero, x + step, y);
      free--;
      const ends =
        hydrogens === 1
          ? [[x + 2 * step, y]]
          : [
              [x + 1.8 * step, y - 26],
              [x + 1.8 * step, y + 26],
            ];
      for (const [hx, hy] of ends) {
        bond(x + step, y, hx!, hy!);
        atom("H", hx!, hy!);
      }
    }
    if (i === 0 && free > 0) hydrogen(x - 42, y);
    if (last && !extra && free > 0) hydrogen(x + 42, y);
    if (free > 0) hydrogen(x, y + 42);
    if (free > 0) hydrogen(x, y - 42);
  }
  const width = x0 + (n - 1 + extra * 2) * step + 66;
  const counts = atomsOf(chain);
  const name = nameOf(chain);
  // one carbon atom has no other to be joined to
  const bondTurn =
    n === 1
      ? []
      : [
          exchange(
            random,
            `{Is there a double or triple bond between two carbon atoms?|Are two of the carbon atoms joined by more than one bond?}`,
            kind === "alkene" ? "Yes, a double bond." : kind === "alkyne" ? "Yes, a triple bond." : "No.",
            kind === "alkene"
              ? "Yes: the first two carbon atoms are joined by two lines, a double bond."
              : kind === "alkyne"
                ? "Yes: the first two carbon atoms are joined by three lines, a triple bond."
                : `No: the carbon atoms are joined by single lines only${kind === "acid" ? "; the double bond goes to an oxygen" : ""}.`,
          ),
        ];
  const turns = [
    exchange(
      random,
      `{What is the molecular formula?|Write the molecular formula of this compound.|Which formula belongs to this molecule?}`,
      `${formula(chain)}.`,
      `Counting atoms: ${listed((["C", "H", "N", "O"] as const).filter((s) => counts[s] > 0).map((s) => `${counts[s]} ${s}`))}. So the formula is ${formula(chain)}.`,
    ),
    exchange(
      random,
      `{What is this molecule called?|Name this compound{ by the IUPAC rules|}.|Which substance is drawn here?}`,
      `${name}.`,
      `The chain has ${numberWord(n)} carbon ${n === 1 ? "atom" : "atoms"} ("${stems[n]}-") and ${kinds[kind]}, so it is ${name}.`,
    ),
    exchange(
      random,
      `How many hydrogen atoms does {it|the molecule} have?`,
      `${counts.H}.`,
      `I count ${counts.H} H atoms around the chain.`,
    ),
    ...bondTurn,
  ];
  return {
    template: kind,
    pictures: [drawing(random, look, maxSide, { width, height: 176, background: look.paper }, ...bonds, ...atoms)],
    turns: someOf(random, turns),
  };
}

type Side = readonly (readonly [formula: string, count: number])[];

/** Balanced reactions; counts are the smallest whole numbers. */
export const reactions: readonly { readonly left: Side; readonly right: Side; readonly name: string }[] = [
  {
    name: "hydrogen burning",
    left: [
      ["H2", 2],
      ["O2", 1],
    ],
    right: [["H2O", 2]],
  },
  {
    name: "methane burning",
    left: [
      ["CH4", 1],
      ["O2", 2],
    ],
    right: [
      ["CO2", 1],
      ["H2O", 2],
    ],
  },
  {
    name: "ammonia being made",
    left: [
      ["N2", 1],
      ["H2", 3],
    ],
    right: [["NH3", 2]],
  },
  {
    name: "iron rusting to iron(III) oxide",
    left: [
      ["Fe", 4],
      ["O2", 3],
    ],
    right: [["Fe2O3", 2]],
  },
  {
    name: "propane burning",
    left: [
      ["C3H8", 1],
      ["O2", 5],
    ],
    right: [
      ["CO2", 3],
      ["H2O", 4],
    ],
  },
  {
    name: "magnesium burning",
    left: [
      ["Mg", 2],
      ["O2", 1],
    ],
    right: [["MgO", 2]],
  },
  {
    name: "sodium reacting with chlorine",
    left: [
      ["Na", 2],
      ["Cl2", 1],
    ],
    right: [["NaCl", 2]],
  },
  {
    name: "aluminium reacting with chlorine",
    left: [
      ["Al", 2],
      ["Cl2", 3],
    ],
    right: [["AlCl3", 2]],
  },
  {
    name: "hydrogen peroxide breaking down",
    left: [["H2O2", 2]],
    right: [
      ["H2O", 2],
      ["O2", 1],
    ],
  },
  {
    name: "ethane burning",
    left: [
      ["C2H6", 2],
      ["O2", 7],
    ],
    right: [
      ["CO2", 4],
      ["H2O", 6],
    ],
  },
  {
    name: "zinc dissolving in hydrochloric acid",
    left: [
      ["Zn", 1],
      ["HCl", 2],
    ],
    right: [
      ["ZnCl2", 1],
      ["H2", 1],
    ],
  },
  {
    name: "iron(III) oxide being reduced by carbon monoxide",
    left: [
      ["Fe2O3", 1],
      ["CO", 3],
    ],
    right: [
      ["Fe", 2],
      ["CO2", 3],
    ],
  },
  {
    name: "sugar being made by plants",
    left: [
      ["CO2", 6],
      ["H2O", 6],
    ],
    right: [
      ["C6H12O6", 1],
      ["O2", 6],
    ],
  },
];

/** Atoms by element in a formula like `Fe2O3`. */
export function elements(of: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, symbol, digits] of of.matchAll(/([A-Z][a-z]?)(\d*)/g))
    counts.set(symbol!, (counts.get(symbol!) ?? 0) + Number(digits || 1));
  return counts;
}

export function totals(side: Side): Map<string, number> {
  const sum = new Map<string, number>();
  for (const [one, count] of side)
    for (const [symbol, n] of elements(one)) sum.set(symbol, (sum.get(symbol) ?? 0) + n * count);
  return sum;
}

function equation({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const reaction = random.pick(reactions);
  const pretty = (one: string) => one.replaceAll(/\d/g, (d) => subscripts[Number(d)]!);
  const show = (side: Side, counts: boolean) =>
    side.map(([one, count]) => `${counts ? (count === 1 ? "" : `${count} `) : "_ "}${pretty(one)}`).join(" + ");
  const shown = `${show(reaction.left, false)} → ${show(reaction.right, false)}`;
  const solved = `${show(reaction.left, true)} → ${show(reaction.right, true)}`;
  const size = shown.length > 28 ? 17 : 22;
  const body = [
    rect(10, 12, 350, 90, { fill: look.tint, round: 8 }),
    marked("equation", shown, "", text(185, 64, shown, { size })),
  ];
  const counts = [...totals(reaction.left)];
  const turns = [
    exchange(
      random,
      `{Balance this equation.|Which numbers belong in the gaps?|Fill in the smallest whole numbers so that the equation is balanced.}`,
      `${solved}.`,
      `Every element must occur equally often on both sides. ${solved} has ${listed(counts.map(([symbol, n]) => `${n} ${symbol}`))} on each side, so it is balanced.`,
    ),
    exchange(
      random,
      `{Which ${reaction.right.length === 1 ? "substance stands" : "substances stand"} on the right|What is formed}{ in this reaction|}?`,
      `${listed(reaction.right.map(([one]) => pretty(one)))}.`,
      `To the right of the arrow ${reaction.right.length === 1 ? "stands the product" : "stand the products"}: ${listed(reaction.right.map(([one]) => pretty(one)))}. The equation describes ${reaction.name}.`,
    ),
    exchange(
      random,
      `How many atoms of ${counts[0]![0]} {are there|does one count} on each side once it is balanced?`,
      `${counts[0]![1]}.`,
      `Balanced it reads ${solved}. That makes ${counts[0]![1]} atoms of ${counts[0]![0]} on each side.`,
    ),
  ];
  return {
    template: "equation",
    pictures: [drawing(random, look, maxSide, { width: 370, height: 114 }, ...body)],
    turns: someOf(random, turns),
  };
}

const table = [
  ["hydrogen", "H"],
  ["helium", "He"],
  ["lithium", "Li"],
  ["beryllium", "Be"],
  ["boron", "B"],
  ["carbon", "C"],
  ["nitrogen", "N"],
  ["oxygen", "O"],
  ["fluorine", "F"],
  ["neon", "Ne"],
  ["sodium", "Na"],
  ["magnesium", "Mg"],
  ["aluminium", "Al"],
  ["silicon", "Si"],
  ["phosphorus", "P"],
  ["sulfur", "S"],
  ["chlorine", "Cl"],
  ["argon", "Ar"],
] as const;

function shells({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const z = random.int(1, 18);
  const [name, symbol] = table[z - 1]!;
  const filled = [Math.min(2, z), Math.max(0, Math.min(8, z - 2)), Math.max(0, z - 10)].filter((k) => k > 0);
  const c = 130;
  const body = [
    ...filled.map((count, i) => {
      const r = 44 + i * 32;
      return (
        circle(c, c, r, { stroke: look.muted, width: 1.5 }) +
        Array.from({ length: count }, (_, k) => {
          const a = (k * 2 * Math.PI) / count + i * 0.4 - Math.PI / 2;
          return circle(c + r * Math.cos(a), c + r * Math.sin(a), 6, {
            fill: look.accents[1]!,
            stroke: look.paper,
            width: 1,
            mark: "electron",
            name: `shell ${i + 1}`,
          });
        }).join("")
      );
    }),
    marked(
      "nucleus",
      `${z}+`,
      "",
      circle(c, c, 22, { fill: look.accents[0]! }),
      text(c, c + 5.5, `${z}+`, { size: 15, weight: 700, fill: "#fff" }),
    ),
  ];
  const outer = filled.at(-1)!;
  const capacity = filled.length === 1 ? 2 : 8;
  const turns = [
    exchange(
      random,
      `{Which element is this?|Which atom does the shell model show?} {The atom is neutral.|}`,
      `${name} (${symbol}).`,
      `The nucleus carries ${z} positive charges and ${filled.length > 1 ? "the shells hold" : "the shell holds"} ${filled.length > 1 ? `${filled.join(" + ")} = ` : ""}${z} electrons. Atomic number ${z} is ${name} (${symbol}).`,
    ),
    exchange(
      random,
      `{How many electrons are in the outer shell?|How many valence electrons does it have?}`,
      `${outer}.`,
      `The outermost ring carries ${numberWord(outer)} ${outer === 1 ? "dot" : "dots"}, so there ${outer === 1 ? "is one outer electron" : `are ${numberWord(outer)} outer electrons`}.`,
    ),
    exchange(
      random,
      `Is the outer shell {full|complete}?`,
      outer === capacity ? "Yes." : "No.",
      `This shell can hold ${capacity} electrons in this model and has ${outer}, so it is ${outer === capacity ? "full: the element is a noble gas" : `not full; ${capacity - outer} ${capacity - outer === 1 ? "is" : "are"} missing`}.`,
    ),
  ];
  return {
    template: "shells",
    pictures: [drawing(random, look, maxSide, { width: 260, height: 260, background: look.paper }, ...body)],
    turns: someOf(random, turns),
  };
}

export const chemistrySource = instructionSource(
  {
    name: "school-chemistry",
    version: 2,
    leaf: "Logical Reasoning/Other Logical Reasoning/Chemistry",
    description: "Structural formulas, equations to balance and shell models.",
  },
  (context) => context.random.pick([molecule, molecule, equation, shells])(context),
);
