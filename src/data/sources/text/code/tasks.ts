/** Programming tasks: what is asked, the program that does it with drawn numbers and names, and how it works in words. */
import type { Random } from "../../../random.ts";
import { numberWord } from "../support/english.ts";
import * as things from "../words/things.ts";
import {
  binary,
  call,
  count,
  define,
  type Expression,
  each,
  give,
  lengthOf,
  loop,
  name,
  type Program,
  print,
  type Statement,
  set,
  value,
  whenever,
} from "./program.ts";

export interface CodeTask {
  readonly kind: string;
  /** An infinitive: `print the numbers from 1 to 5`. */
  readonly wish: string;
  readonly program: Program;
  readonly explanation: string;
}

const words = [
  ...things.fruits,
  ...things.vegetables,
  ...things.treasures.filter((one) => !one.includes(" ")),
  ...things.pets,
];
/** What variables may be called instead. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  numbers: ["numbers", "values", "data", "items", "scores", "sizes"],
  found: ["found", "hits", "matches", "counter"],
  best: ["best", "top", "winner", "candidate"],
  result: ["result", "product", "answer", "out"],
  word: ["word", "text", "w", "term"],
  letter: ["letter", "ch", "char", "sign"],
  divisors: ["divisors", "count", "parts"],
  i: ["i", "k", "step"],
  j: ["j", "m", "col"],
  n: ["n", "num", "v", "current"],
};

/** The task with other names for its variables, in the program and between backticks in the explanation. */
export function renamed(random: Random, task: CodeTask): CodeTask {
  const chosen = new Map(Object.entries(otherNames).map(([name, others]) => [name, random.pick(others)]));
  const called = (name: string) => chosen.get(name) ?? name;
  const expression = (one: Expression): Expression => {
    switch (one.kind) {
      case "name":
        return { ...one, name: called(one.name) };
      case "binary":
        return { ...one, left: expression(one.left), right: expression(one.right) };
      case "length":
        return { ...one, of: expression(one.of) };
      case "call":
        return { ...one, given: one.given.map(expression) };
      default:
        return one;
    }
  };
  const statement = (one: Statement): Statement => {
    switch (one.kind) {
      case "set":
        return { ...one, name: called(one.name), to: expression(one.to) };
      case "print":
      case "return":
        return { ...one, what: expression(one.what) };
      case "if":
        return {
          ...one,
          test: expression(one.test),
          yes: one.yes.map(statement),
          no: one.no?.map(statement),
        };
      case "count":
        return { ...one, name: called(one.name), to: expression(one.to), body: one.body.map(statement) };
      case "each":
        return { ...one, name: called(one.name), of: expression(one.of), body: one.body.map(statement) };
      case "while":
        return { ...one, test: expression(one.test), body: one.body.map(statement) };
      case "function":
        return { ...one, takes: one.takes.map(called), body: one.body.map(statement) };
    }
  };
  return {
    ...task,
    program: task.program.map(statement),
    explanation: task.explanation.replace(/`(\w+)`/g, (_, name: string) => `\`${called(name)}\``),
  };
}

const variables = ["x", "y", "a", "value", "number"];
const totals = ["total", "s", "sum_so_far", "acc"];

function numbers(random: Random, low = 1, high = 30): number[] {
  return Array.from({ length: random.int(3, 7) }, () => random.int(low, high));
}

const is = (left: Expression, right: Expression) => binary(left, "==", right);

export const codeTasks: readonly ((random: Random) => CodeTask)[] = [
  (random) => {
    const [from, length] = [random.int(0, 9), random.int(2, 8)];
    const to = from + length;
    const i = random.pick(["i", "k", "number", "n"]);
    const factor = random.int(1, 4);
    return {
      kind: "count",
      wish:
        factor === 1
          ? `print the numbers from ${from} to ${to}`
          : `print ${factor} times each number from ${from} to ${to}`,
      program: [count(i, from, value(to), [print(factor === 1 ? name(i) : binary(name(i), "*", value(factor)))])],
      explanation: `The loop lets \`${i}\` run from ${from} to ${to} and prints ${factor === 1 ? "it" : `${factor} times its value`} each time.`,
    };
  },
  (random) => {
    const [from, to] = [random.int(1, 5), random.int(6, 15)];
    const total = random.pick(totals);
    return {
      kind: "sum-range",
      wish: `add up the numbers from ${from} to ${to}`,
      program: [
        set(total, value(0)),
        count("i", from, value(to), [set(total, binary(name(total), "+", name("i")))]),
        print(name(total)),
      ],
      explanation: `\`${total}\` begins at 0. The loop adds each number from ${from} to ${to} to it, and the last line prints it.`,
    };
  },
  (random) => {
    const list = numbers(random);
    const total = random.pick(totals);
    return {
      kind: "sum-list",
      wish: "add up the numbers of a list",
      program: [
        set("numbers", value(list)),
        set(total, value(0)),
        each("n", name("numbers"), [set(total, binary(name(total), "+", name("n")))]),
        print(name(total)),
      ],
      explanation: `The loop goes through the list and adds each number to \`${total}\`: ${list.join(" + ")}.`,
    };
  },
  (random) => {
    const list = numbers(random, 1, 99);
    const most = random.chance(0.5);
    return {
      kind: most ? "largest" : "smallest",
      wish: `find the ${most ? "largest" : "smallest"} number of a list`,
      program: [
        set("numbers", value(list)),
        set("best", value(list[0]!)),
        each("n", name("numbers"), [
          whenever(binary(name("n"), most ? ">" : "<", name("best")), [set("best", name("n"))]),
        ]),
        print(name("best")),
      ],
      explanation: `\`best\` begins with the first number, ${list[0]}. Whenever a ${most ? "larger" : "smaller"} one comes, \`best\` takes its value.`,
    };
  },
  (random) => {
    const list = numbers(random);
    const [divisor, rest] = random.pick([
      [2, 0],
      [2, 1],
      [3, 0],
      [5, 0],
    ] as const);
    const what = divisor === 2 ? (rest === 0 ? "even" : "odd") : `multiples of ${divisor}`;
    return {
      kind: "filter",
      wish: `print the numbers of a list that are ${what}`,
      program: [
        set("numbers", value(list)),
        each("n", name("numbers"), [
          whenever(is(binary(name("n"), "%", value(divisor)), value(rest)), [print(name("n"))]),
        ]),
      ],
      explanation: `A number is printed when the remainder of its division by ${divisor} is ${rest}.`,
    };
  },
  (random) => {
    const list = numbers(random, 1, 20);
    const limit = random.int(5, 15);
    return {
      kind: "count-if",
      wish: `count how many numbers of a list are greater than ${limit}`,
      program: [
        set("numbers", value(list)),
        set("found", value(0)),
        each("n", name("numbers"), [
          whenever(binary(name("n"), ">", value(limit)), [set("found", binary(name("found"), "+", value(1)))]),
        ]),
        print(name("found")),
      ],
      explanation: `\`found\` grows by 1 for each number that is greater than ${limit}.`,
    };
  },
  (random) => {
    const n = random.int(2, 12);
    return {
      kind: "factorial",
      wish: `compute the factorial of ${n}`,
      program: [
        set("result", value(1)),
        count("i", 2, value(n), [set("result", binary(name("result"), "*", name("i")))]),
        print(name("result")),
      ],
      explanation: `The factorial of ${n} is the product of all numbers from 1 to ${n}.`,
    };
  },
  (random) => {
    const n = random.int(3, 12);
    return {
      kind: "fibonacci",
      wish: `print the first ${numberWord(n)} Fibonacci numbers`,
      program: [
        set("a", value(0)),
        set("b", value(1)),
        count("i", 1, value(n), [
          print(name("a")),
          set("c", binary(name("a"), "+", name("b"))),
          set("a", name("b")),
          set("b", name("c")),
        ]),
      ],
      explanation: "Each Fibonacci number is the sum of the two before it; `a` and `b` hold these two.",
    };
  },
  (random) => {
    const word = random.pick(words);
    const reverse = random.chance(0.5);
    return reverse
      ? {
          kind: "reverse",
          wish: `write the word "${word}" backwards`,
          program: [
            set("word", value(word)),
            set("result", value("")),
            each("letter", name("word"), [set("result", binary(name("letter"), "+", name("result")))]),
            print(name("result")),
          ],
          explanation: "Each letter is put in front of the letters before it, so the last one comes first.",
        }
      : {
          kind: "word-length",
          wish: `print the number of letters of "${word}"`,
          program: [set("word", value(word)), print(lengthOf(name("word")))],
          explanation: `The length of a text is the number of its characters; "${word}" has ${word.length}.`,
        };
  },
  (random) => {
    const word = random.pick(words);
    const letter = random.pick([...word]);
    return {
      kind: "letter-count",
      wish: `count the letter "${letter}" in "${word}"`,
      program: [
        set("word", value(word)),
        set("found", value(0)),
        each("letter", name("word"), [
          whenever(is(name("letter"), value(letter)), [set("found", binary(name("found"), "+", value(1)))]),
        ]),
        print(name("found")),
      ],
      explanation: `The loop looks at each letter and counts those that are "${letter}".`,
    };
  },
  (random) => {
    const called = random.pick(["double", "triple", "scale", "convert", "f"]);
    const [factor, extra] = [random.int(2, 9), random.int(0, 9)];
    const x = random.pick(variables);
    const given = [random.int(1, 20), random.int(1, 20)];
    const body = extra
      ? binary(binary(name(x), "*", value(factor)), "+", value(extra))
      : binary(name(x), "*", value(factor));
    const real =
      called === "double" && (factor !== 2 || extra)
        ? "f"
        : called === "triple" && (factor !== 3 || extra)
          ? "g"
          : called;
    return {
      kind: "function",
      wish: `define a function that multiplies its argument by ${factor}${extra ? ` and adds ${extra}` : ""}`,
      program: [define(real, [x], [give(body)]), ...given.map((one) => print(call(real, value(one))))],
      explanation: `\`${real}\` gives back \`${x}\` times ${factor}${extra ? ` plus ${extra}` : ""}. It is called with ${given[0]} and with ${given[1]}.`,
    };
  },
  (random) => {
    const start = random.int(10, 60);
    const step = random.int(2, 12);
    return {
      kind: "while",
      wish: `count down from ${start} in steps of ${step} while the number is positive`,
      program: [
        set("n", value(start)),
        loop(binary(name("n"), ">", value(0)), [print(name("n")), set("n", binary(name("n"), "-", value(step)))]),
      ],
      explanation: `As long as \`n\` is greater than 0, it is printed and made smaller by ${step}.`,
    };
  },
  (random) => {
    const [a, b] = [random.int(2, 12) * random.int(2, 6), random.int(2, 12) * random.int(2, 6)];
    return {
      kind: "gcd",
      wish: `find the greatest common divisor of ${a} and ${b}`,
      program: [
        set("a", value(a)),
        set("b", value(b)),
        loop(binary(name("b"), ">", value(0)), [
          set("rest", binary(name("a"), "%", name("b"))),
          set("a", name("b")),
          set("b", name("rest")),
        ]),
        print(name("a")),
      ],
      explanation: "This is Euclid's algorithm: the larger number is replaced by the remainder until nothing remains.",
    };
  },
  (random) => {
    const x = random.int(1, 30);
    const limit = random.int(5, 25);
    const [yes, no] = random.pick([
      ["big", "small"],
      ["yes", "no"],
      ["high", "low"],
      ["pass", "fail"],
    ] as const);
    return {
      kind: "condition",
      wish: `print "${yes}" if a number is at least ${limit} and "${no}" if not`,
      program: [
        set("x", value(x)),
        whenever(binary(name("x"), ">=", value(limit)), [print(value(yes))], [print(value(no))]),
      ],
      explanation: `\`x\` is ${x}, which is ${x >= limit ? "at least" : "less than"} ${limit}.`,
    };
  },
  (random) => {
    const [rows, columns] = [random.int(2, 4), random.int(2, 4)];
    return {
      kind: "nested",
      wish: `print the products of the numbers from 1 to ${rows} and from 1 to ${columns}`,
      program: [
        count("i", 1, value(rows), [count("j", 1, value(columns), [print(binary(name("i"), "*", name("j")))])]),
      ],
      explanation: `For each \`i\`, the inner loop lets \`j\` run from 1 to ${columns} and prints \`i\` times \`j\`.`,
    };
  },
  (random) => {
    const [a, b, c] = [random.int(1, 20), random.int(1, 20), random.int(2, 9)];
    const [x, y] = random.shuffled(["a", "b", "x", "y", "p", "q"]) as [string, string];
    return {
      kind: "variables",
      wish: "work with two variables",
      program: [
        set(x, value(a)),
        set(y, binary(name(x), "+", value(b))),
        set(x, binary(name(y), "*", value(c))),
        print(name(x)),
        print(binary(name(x), "-", name(y))),
      ],
      explanation: `\`${x}\` is ${a}, then \`${y}\` is ${a + b}, and then \`${x}\` is ${(a + b) * c}.`,
    };
  },
  (random) => {
    const n = random.int(2, 40);
    return {
      kind: "prime",
      wish: `say whether ${n} is a prime number`,
      program: [
        set("n", value(n)),
        set("divisors", value(0)),
        count("i", 1, name("n"), [
          whenever(is(binary(name("n"), "%", name("i")), value(0)), [
            set("divisors", binary(name("divisors"), "+", value(1))),
          ]),
        ]),
        whenever(is(name("divisors"), value(2)), [print(value("prime"))], [print(value("not prime"))]),
      ],
      explanation: "A prime number has exactly two divisors, 1 and itself.",
    };
  },
  (random) => {
    const n = random.int(8, 20);
    const [a, b] = random.pick([
      [3, 5],
      [2, 7],
      [2, 3],
      [4, 6],
    ] as const);
    const i = name("i");
    return {
      kind: "fizz",
      wish: `go from 1 to ${n} and print "fizz" for multiples of ${a}, "buzz" for other multiples of ${b}, and the number otherwise`,
      program: [
        count("i", 1, value(n), [
          whenever(
            is(binary(i, "%", value(a)), value(0)),
            [print(value("fizz"))],
            [whenever(is(binary(i, "%", value(b)), value(0)), [print(value("buzz"))], [print(i)])],
          ),
        ]),
      ],
      explanation: `The remainder by ${a} is looked at first, and the remainder by ${b} only when the first is not 0.`,
    };
  },
];
