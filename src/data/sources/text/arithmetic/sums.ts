/**
 * Sums worked step by step: a problem, the way to its answer, and the answer. The way is computed, never written by hand,
 * so each line of it can be checked by itself: whatever stands on the two sides of `=` is equal.
 */
import type { Random } from "../../../random.ts";
import { listed, numberWord, ordinal } from "../support/english.ts";
import { say } from "../support/phrase.ts";

export interface Sum {
  readonly kind: string;
  /** In digits and signs where there is such a form. */
  readonly expression?: string;
  readonly question: string;
  readonly steps: readonly string[];
  readonly answer: string;
}

/** Digits of a number, ones first. */
const digitsOf = (value: number): number[] => [...String(value)].reverse().map(Number);
const places = ["ones", "tens", "hundreds", "thousands", "ten thousands"];

function sized(random: Random): number {
  return random.int(1, 10 ** random.int(1, 4) - 1);
}

export function addition(random: Random): Sum {
  const [a, b] = [sized(random), sized(random)];
  const steps: string[] = [];
  let carry = 0;
  const [first, second] = [digitsOf(a), digitsOf(b)];
  for (let i = 0; i < Math.max(first.length, second.length); i++) {
    const sum = (first[i] ?? 0) + (second[i] ?? 0) + carry;
    const parts = [first[i] ?? 0, second[i] ?? 0, ...(carry ? [carry] : [])].join(" + ");
    carry = Math.floor(sum / 10);
    steps.push(`${places[i]}: ${parts} = ${sum}${carry ? `, write ${sum % 10}, carry ${carry}` : ""}`);
  }
  return {
    kind: "addition",
    expression: `${a} + ${b}`,
    question: asked(random, `${a} + ${b}`, `${a} plus ${b}`),
    steps,
    answer: String(a + b),
  };
}

export function subtraction(random: Random): Sum {
  const [one, two] = [sized(random), sized(random)];
  const [a, b] = [Math.max(one, two), Math.min(one, two)];
  const steps: string[] = [];
  let borrow = 0;
  const [first, second] = [digitsOf(a), digitsOf(b)];
  for (let i = 0; i < first.length; i++) {
    const top = first[i]! - borrow;
    const low = second[i] ?? 0;
    const lends = top < low;
    steps.push(
      `${places[i]}: ${lends ? `${top + 10} - ${low} = ${top + 10 - low}, borrow 1` : `${top} - ${low} = ${top - low}`}`,
    );
    borrow = lends ? 1 : 0;
  }
  return {
    kind: "subtraction",
    expression: `${a} - ${b}`,
    question: asked(random, `${a} - ${b}`, `${a} minus ${b}`),
    steps,
    answer: String(a - b),
  };
}

export function multiplication(random: Random): Sum {
  const a = random.int(2, random.chance(0.5) ? 12 : 999);
  const b = random.int(2, random.chance(0.6) ? 12 : 99);
  const parts = digitsOf(a)
    .map((digit, i) => digit * 10 ** i)
    .filter(Boolean)
    .reverse();
  const steps =
    parts.length === 1
      ? [
          a <= 10 && b <= 12
            ? `${Array.from({ length: Math.min(a, b) }, () => Math.max(a, b)).join(" + ")} = ${a * b}`
            : `${a} * ${b} = ${a * b}`,
        ]
      : [
          `${a} = ${parts.join(" + ")}`,
          ...parts.map((part) => `${part} * ${b} = ${part * b}`),
          `${parts.map((part) => part * b).join(" + ")} = ${a * b}`,
        ];
  return {
    kind: "multiplication",
    expression: `${a} * ${b}`,
    question: asked(random, random.chance(0.5) ? `${a} * ${b}` : `${a} × ${b}`, `${a} times ${b}`),
    steps,
    answer: String(a * b),
  };
}

export function division(random: Random): Sum {
  const b = random.int(2, random.chance(0.7) ? 12 : 40);
  const quotient = random.int(1, random.chance(0.6) ? 20 : 300);
  const rest = random.chance(0.5) ? 0 : random.int(1, b - 1);
  const a = b * quotient + rest;
  const steps = [
    `${b} * ${quotient} = ${b * quotient}`,
    `${a} - ${b * quotient} = ${rest}`,
    ...(rest ? [`${rest} is less than ${b}, so it is left over`] : []),
  ];
  return {
    kind: "division",
    expression: `${a} / ${b}`,
    question: asked(random, random.chance(0.5) ? `${a} / ${b}` : `${a} ÷ ${b}`, `${a} divided by ${b}`),
    steps,
    answer: rest ? `${quotient} remainder ${rest}` : String(quotient),
  };
}

/** Brackets first, then multiplication, then the rest; one operation a line. */
export function expression(random: Random): Sum {
  const n = () => random.int(2, 20);
  const [a, b, c, d] = [n(), n(), n(), random.int(2, 9)];
  const shape = random.int(0, 4);
  const [text, steps, answer] = (
    [
      () => [`${a} + ${b} * ${d}`, [`${b} * ${d} = ${b * d}`, `${a} + ${b * d} = ${a + b * d}`], a + b * d],
      () => [`(${a} + ${b}) * ${d}`, [`${a} + ${b} = ${a + b}`, `${a + b} * ${d} = ${(a + b) * d}`], (a + b) * d],
      () => [`${a} * ${d} - ${b}`, [`${a} * ${d} = ${a * d}`, `${a * d} - ${b} = ${a * d - b}`], a * d - b],
      () => [`${a} + ${b} - ${c}`, [`${a} + ${b} = ${a + b}`, `${a + b} - ${c} = ${a + b - c}`], a + b - c],
      () => [
        `(${a} + ${b}) * (${c} - ${d})`,
        [
          `${a} + ${b} = ${a + b}`,
          `${c} - ${d} = ${c - d}`,
          `${a + b} * ${c - d < 0 ? `(${c - d})` : c - d} = ${(a + b) * (c - d)}`,
        ],
        (a + b) * (c - d),
      ],
    ] as const
  )[shape]!() as [string, string[], number];
  return { kind: "expression", expression: text, question: asked(random, text, text), steps, answer: String(answer) };
}

export function percentage(random: Random): Sum {
  const percent = random.pick([5, 10, 15, 20, 25, 30, 40, 50, 60, 75, 80, 90]);
  const whole = random.int(1, 40) * 20;
  const answer = (whole * percent) / 100;
  const steps = [
    `${percent} percent of ${whole} is ${whole} * ${percent} / 100`,
    `${whole} * ${percent} = ${whole * percent}`,
    `${whole * percent} / 100 = ${answer}`,
  ];
  return {
    kind: "percentage",
    question: say(random, "[What is {p}% of {w}|Calculate {p} percent of {w}|How much is {p} percent of {w}]?", {
      p: percent,
      w: whole,
    }).replace(/^(Calculate.*)\?$/, "$1."),
    steps,
    answer: String(answer),
  };
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

export function fractions(random: Random): Sum {
  const [b, d] = [random.int(2, 12), random.int(2, 12)];
  const [a, c] = [random.int(1, b - 1), random.int(1, d - 1)];
  const common = (b * d) / gcd(b, d);
  const [x, y] = [(a * common) / b, (c * common) / d];
  const top = x + y;
  const divisor = gcd(top, common);
  const answer = common / divisor === 1 ? String(top / divisor) : `${top / divisor}/${common / divisor}`;
  const steps = [
    ...(b === d
      ? []
      : [
          `the smallest common denominator of ${b} and ${d} is ${common}`,
          `${a}/${b} = ${x}/${common} and ${c}/${d} = ${y}/${common}`,
        ]),
    `${x}/${common} + ${y}/${common} = ${top}/${common}`,
    ...(divisor === 1 ? [] : [`divide both by ${divisor}: ${top}/${common} = ${answer}`]),
  ];
  return {
    kind: "fractions",
    expression: `${a}/${b} + ${c}/${d}`,
    question: asked(random, `${a}/${b} + ${c}/${d}`, `${a}/${b} plus ${c}/${d}`),
    steps,
    answer,
  };
}

export function comparison(random: Random): Sum {
  const numbers = Array.from({ length: random.int(2, 6) }, () => sized(random));
  const all = [...new Set(numbers)];
  const sorted = [...all].sort((a, b) => a - b);
  if (all.length > 2 && random.chance(0.4)) {
    const down = random.chance(0.4);
    return {
      kind: "ordering",
      question: `Put these numbers in order, ${down ? "largest" : "smallest"} first: ${all.join(", ")}.`,
      steps: [],
      answer: (down ? sorted.reverse() : sorted).join(", "),
    };
  }
  if (all.length < 2)
    return {
      kind: "comparison",
      question: `Which is larger, ${all[0]} or ${all[0]! + 1}?`,
      steps: [],
      answer: String(all[0]! + 1),
    };
  const most = random.chance(0.5);
  const word = all.length > 2 ? (most ? "largest" : "smallest") : most ? "larger" : "smaller";
  return {
    kind: "comparison",
    question: `Which is ${word}, ${listed(all.map(String), "or")}?`,
    steps: [],
    answer: String(most ? sorted.at(-1) : sorted[0]),
  };
}

export function sequence(random: Random): Sum {
  const start = random.int(1, 30);
  const grows = random.chance(0.75);
  const step = grows ? random.int(2, 15) : random.int(2, 3);
  const terms = Array.from({ length: 5 }, (_, i) => (grows ? start + i * step : start * step ** i));
  const next = grows ? terms[4]! + step : terms[4]! * step;
  return {
    kind: "sequence",
    question: say(random, "[What comes next|Which number comes next|Continue the sequence]: {terms}, ...", {
      terms: terms.join(", "),
    }),
    steps: [
      grows ? `each number is ${step} more than the one before` : `each number is ${step} times the one before`,
      grows ? `${terms[4]} + ${step} = ${next}` : `${terms[4]} * ${step} = ${next}`,
    ],
    answer: String(next),
  };
}

export function evenOdd(random: Random): Sum {
  const value = sized(random);
  const last = value % 10;
  const even = value % 2 === 0;
  return {
    kind: "even-odd",
    question: say(random, "Is {v} [even or odd|an even or an odd number]?", { v: value }),
    steps: [`the last digit is ${last}, which is ${even ? "even" : "odd"}`],
    answer: even ? "even" : "odd",
  };
}

export function digits(random: Random): Sum {
  const value = random.int(100, 99_999);
  const list = [...String(value)];
  switch (random.int(0, 3)) {
    case 0:
      return { kind: "digits", question: `How do you write ${value} in words?`, steps: [], answer: numberWord(value) };
    case 1:
      return { kind: "digits", question: `Write in digits: ${numberWord(value)}.`, steps: [], answer: String(value) };
    case 2: {
      const sum = list.reduce((total, digit) => total + Number(digit), 0);
      return {
        kind: "digits",
        question: `What is the sum of the digits of ${value}?`,
        steps: [`${list.join(" + ")} = ${sum}`],
        answer: String(sum),
      };
    }
    default: {
      const at = random.int(1, list.length);
      return {
        kind: "digits",
        question: `What is the ${ordinal(at)} digit of ${value}, from the left?`,
        steps: [],
        answer: list[at - 1]!,
      };
    }
  }
}

export function rounding(random: Random): Sum {
  const value = random.int(11, 99_999);
  const unit = value > 1000 ? random.pick([10, 100, 1000]) : 10;
  const rest = value % unit;
  const low = value - rest;
  const answer = rest * 2 >= unit ? low + unit : low;
  return {
    kind: "rounding",
    question: say(random, "Round {v} to the nearest {u}.", {
      v: value,
      u: { 10: "ten", 100: "hundred", 1000: "thousand" }[unit]!,
    }),
    steps: [
      `${value} lies between ${low} and ${low + unit}`,
      `${value} - ${low} = ${rest}, which is ${rest * 2 < unit ? "less than" : rest * 2 === unit ? "exactly" : "more than"} half of ${unit}, so we round ${rest * 2 >= unit ? "up" : "down"}`,
    ],
    answer: String(answer),
  };
}

function asked(random: Random, signs: string, words: string): string {
  return say(
    random,
    "[What is {signs}?|What is {words}?|How much is {words}?|Calculate {signs}.|{signs} = ?|Work out {words}.|Please compute {signs}.]",
    { signs, words },
  );
}
