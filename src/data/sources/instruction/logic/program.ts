/**
 * A tiny programming language that is known through and through: trees of statements that can be written as Python or as
 * JavaScript, and run with every step recorded.
 */
import type { Random } from "../../../random.ts";

export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | {
      readonly kind: "binary";
      readonly operator: "+" | "-" | "*" | "%" | "<" | ">" | "==";
      readonly left: Expression;
      readonly right: Expression;
    };

export type Statement =
  | { readonly kind: "set"; readonly name: string; readonly value: Expression }
  | { readonly kind: "add"; readonly name: string; readonly value: Expression }
  | {
      readonly kind: "range";
      readonly name: string;
      readonly from: number;
      readonly to: number;
      readonly body: readonly Statement[];
    }
  | {
      readonly kind: "each";
      readonly name: string;
      readonly list: readonly number[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: "while"; readonly test: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly otherwise?: readonly Statement[];
    }
  | { readonly kind: "print"; readonly value: Expression };

export const num = (value: number): Expression => ({ kind: "number", value });
export const name = (of: string): Expression => ({ kind: "name", name: of });
export const binary = (
  left: Expression,
  operator: Extract<Expression, { kind: "binary" }>["operator"],
  right: Expression,
): Expression => ({ kind: "binary", operator, left, right });

function evaluate(expression: Expression, names: Map<string, number>): number {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "name":
      return names.get(expression.name)!;
    case "binary": {
      const [a, b] = [evaluate(expression.left, names), evaluate(expression.right, names)];
      switch (expression.operator) {
        case "+":
          return a + b;
        case "-":
          return a - b;
        case "*":
          return a * b;
        case "%":
          return a % b;
        case "<":
          return Number(a < b);
        case ">":
          return Number(a > b);
        case "==":
          return Number(a === b);
      }
    }
  }
}

export interface Run {
  readonly printed: readonly number[];
  /** Assignments in order, "total = 3". */
  readonly trace: readonly string[];
  readonly names: ReadonlyMap<string, number>;
}

/** Runs a program; throws a `RangeError` if it takes more than a thousand steps. */
export function run(program: readonly Statement[]): Run {
  const names = new Map<string, number>();
  const printed: number[] = [];
  const trace: string[] = [];
  let steps = 0;
  const assign = (key: string, value: number) => {
    names.set(key, value);
    trace.push(`${key} = ${value}`);
  };
  const perform = (body: readonly Statement[]): void => {
    for (const statement of body) {
      if (++steps > 1000) throw new RangeError("the program does not end");
      switch (statement.kind) {
        case "set":
          assign(statement.name, evaluate(statement.value, names));
          break;
        case "add":
          assign(statement.name, names.get(statement.name)! + evaluate(statement.value, names));
          break;
        case "range":
          for (let i = statement.from; i < statement.to; i++) {
            assign(statement.name, i);
            perform(statement.body);
          }
          break;
        case "each":
          for (const value of statement.list) {
            assign(statement.name, value);
            perform(statement.body);
          }
          break;
        case "while":
          while (evaluate(statement.test, names)) perform(statement.body);
          break;
        case "if":
          perform(evaluate(statement.test, names) ? statement.yes : (statement.otherwise ?? []));
          break;
        case "print":
          printed.push(evaluate(statement.value, names));
      }
    }
  };
  perform(program);
  return { printed, trace, names };
}

export type Language = "Python" | "JavaScript";

function show(expression: Expression, language: Language, inside = false): string {
  switch (expression.kind) {
    case "number":
      return String(expression.value);
    case "name":
      return expression.name;
    case "binary": {
      const operator = expression.operator === "==" && language === "JavaScript" ? "===" : expression.operator;
      const text = `${show(expression.left, language, true)} ${operator} ${show(expression.right, language, true)}`;
      return inside ? `(${text})` : text;
    }
  }
}

/** The program's lines. */
export function write(
  program: readonly Statement[],
  language: Language,
  indent = "",
  known = new Set<string>(),
): string[] {
  const js = language === "JavaScript";
  const deeper = `${indent}${js ? "  " : "    "}`;
  const block = (head: string, body: readonly Statement[], tail = js ? [`${indent}}`] : []) => [
    `${indent}${head}${js ? " {" : ":"}`,
    ...write(body, language, deeper, known),
    ...tail,
  ];
  const lines = (statement: Statement): string[] => {
    switch (statement.kind) {
      case "set": {
        const declared = js && !known.has(statement.name) ? "let " : "";
        known.add(statement.name);
        return [`${indent}${declared}${statement.name} = ${show(statement.value, language)}${js ? ";" : ""}`];
      }
      case "add":
        return [`${indent}${statement.name} += ${show(statement.value, language)}${js ? ";" : ""}`];
      case "range":
        return block(
          js
            ? `for (let ${statement.name} = ${statement.from}; ${statement.name} < ${statement.to}; ${statement.name}++)`
            : `for ${statement.name} in range(${statement.from === 0 ? "" : `${statement.from}, `}${statement.to})`,
          statement.body,
        );
      case "each":
        return block(
          js
            ? `for (const ${statement.name} of [${statement.list.join(", ")}])`
            : `for ${statement.name} in [${statement.list.join(", ")}]`,
          statement.body,
        );
      case "while":
        return block(
          js ? `while (${show(statement.test, language)})` : `while ${show(statement.test, language)}`,
          statement.body,
        );
      case "if": {
        const { otherwise } = statement;
        if (!otherwise)
          return block(
            js ? `if (${show(statement.test, language)})` : `if ${show(statement.test, language)}`,
            statement.yes,
          );
        return [
          ...block(
            js ? `if (${show(statement.test, language)})` : `if ${show(statement.test, language)}`,
            statement.yes,
            [],
          ),
          ...(js
            ? [`${indent}} else {`, ...write(otherwise, language, deeper, known), `${indent}}`]
            : [`${indent}else:`, ...write(otherwise, language, deeper, known)]),
        ];
      }
      case "print":
        return [`${indent}${js ? "console.log" : "print"}(${show(statement.value, language)})${js ? ";" : ""}`];
    }
  };
  return program.flatMap(lines);
}

/** A short program that computes something, with what it is about. */
export function programOf(random: Random): { program: Statement[]; about: string } {
  const [total, item] = [random.pick(["total", "s", "result", "acc"]), random.pick(["i", "n", "k", "x"])];
  const values = Array.from({ length: random.int(3, 5) }, () => random.int(1, 12));
  const limit = random.int(3, 7);
  switch (random.pick(["sum", "product", "even", "max", "while", "nested", "branch"] as const)) {
    case "sum": {
      const from = random.int(0, 3);
      return {
        about: "adds up numbers of a range",
        program: [
          { kind: "set", name: total, value: num(random.int(0, 5)) },
          {
            kind: "range",
            name: item,
            from,
            to: from + limit,
            body: [
              {
                kind: "add",
                name: total,
                value: random.chance(0.5) ? name(item) : binary(name(item), "*", num(random.int(2, 3))),
              },
            ],
          },
          { kind: "print", value: name(total) },
        ],
      };
    }
    case "product":
      return {
        about: "multiplies the numbers of a list",
        program: [
          { kind: "set", name: total, value: num(1) },
          {
            kind: "each",
            name: item,
            list: values.slice(0, 3),
            body: [{ kind: "set", name: total, value: binary(name(total), "*", name(item)) }],
          },
          { kind: "print", value: name(total) },
        ],
      };
    case "even": {
      const rest = random.int(0, 1);
      return {
        about: `adds up the ${rest === 0 ? "even" : "odd"} numbers of a list`,
        program: [
          { kind: "set", name: total, value: num(0) },
          {
            kind: "each",
            name: item,
            list: values,
            body: [
              {
                kind: "if",
                test: binary(binary(name(item), "%", num(2)), "==", num(rest)),
                yes: [{ kind: "add", name: total, value: name(item) }],
              },
            ],
          },
          { kind: "print", value: name(total) },
        ],
      };
    }
    case "max":
      return {
        about: "finds the largest number of a list",
        program: [
          { kind: "set", name: "best", value: num(values[0]!) },
          {
            kind: "each",
            name: item,
            list: values,
            body: [
              {
                kind: "if",
                test: binary(name(item), ">", name("best")),
                yes: [{ kind: "set", name: "best", value: name(item) }],
              },
            ],
          },
          { kind: "print", value: name("best") },
        ],
      };
    case "while": {
      const factor = random.int(2, 3);
      return {
        about: `counts how often a number is multiplied by ${factor} until a limit`,
        program: [
          { kind: "set", name: item, value: num(random.int(1, 3)) },
          { kind: "set", name: "count", value: num(0) },
          {
            kind: "while",
            test: binary(name(item), "<", num(random.int(20, 90))),
            body: [
              { kind: "set", name: item, value: binary(name(item), "*", num(factor)) },
              { kind: "add", name: "count", value: num(1) },
            ],
          },
          { kind: "print", value: name("count") },
          { kind: "print", value: name(item) },
        ],
      };
    }
    case "nested":
      return {
        about: "adds up products in two loops",
        program: [
          { kind: "set", name: total, value: num(0) },
          {
            kind: "range",
            name: "a",
            from: 1,
            to: random.int(3, 4),
            body: [
              {
                kind: "range",
                name: "b",
                from: 0,
                to: 3,
                body: [{ kind: "add", name: total, value: binary(name("a"), "*", name("b")) }],
              },
            ],
          },
          { kind: "print", value: name(total) },
        ],
      };
    case "branch": {
      const border = random.int(4, 8);
      return {
        about: "treats large and small numbers of a list differently",
        program: [
          { kind: "set", name: total, value: num(0) },
          {
            kind: "each",
            name: item,
            list: values,
            body: [
              {
                kind: "if",
                test: binary(name(item), ">", num(border)),
                yes: [{ kind: "add", name: total, value: num(10) }],
                otherwise: [{ kind: "add", name: total, value: name(item) }],
              },
            ],
          },
          { kind: "print", value: name(total) },
        ],
      };
    }
  }
}
