/**
 * A very small programming language as data: whole numbers, texts, lists, loops, conditions and printing. Programs are run
 * here to know what they print, and written out in real languages elsewhere.
 */

export type Value = number | string | readonly number[];

export type Expression =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "binary"; readonly sign: Sign; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "length"; readonly of: Expression }
  | { readonly kind: "call"; readonly name: string; readonly given: readonly Expression[] };

/** `%` is used on numbers that are not negative only, where languages agree on it. */
export type Sign = "+" | "-" | "*" | "%" | "<" | ">" | "==" | "<=" | ">=";

export type Statement =
  | { readonly kind: "set"; readonly name: string; readonly to: Expression }
  | { readonly kind: "print"; readonly what: Expression }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly yes: readonly Statement[];
      readonly no?: readonly Statement[];
    }
  | {
      readonly kind: "count";
      readonly name: string;
      readonly from: number;
      readonly to: Expression;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "each"; readonly name: string; readonly of: Expression; readonly body: readonly Statement[] }
  | { readonly kind: "while"; readonly test: Expression; readonly body: readonly Statement[] }
  | {
      readonly kind: "function";
      readonly name: string;
      readonly takes: readonly string[];
      readonly body: readonly Statement[];
    }
  | { readonly kind: "return"; readonly what: Expression };

export type Program = readonly Statement[];

// writing programs

export const value = (one: Value): Expression => ({ kind: "value", value: one });
export const name = (one: string): Expression => ({ kind: "name", name: one });
export const binary = (left: Expression, sign: Sign, right: Expression): Expression => ({
  kind: "binary",
  sign,
  left,
  right,
});
export const lengthOf = (of: Expression): Expression => ({ kind: "length", of });
export const call = (called: string, ...given: Expression[]): Expression => ({ kind: "call", name: called, given });
export const set = (variable: string, to: Expression): Statement => ({ kind: "set", name: variable, to });
export const print = (what: Expression): Statement => ({ kind: "print", what });
/** Counts from `from` up to and including `to`. */
export const count = (variable: string, from: number, to: Expression, body: readonly Statement[]): Statement => ({
  kind: "count",
  name: variable,
  from,
  to,
  body,
});
export const each = (variable: string, of: Expression, body: readonly Statement[]): Statement => ({
  kind: "each",
  name: variable,
  of,
  body,
});
export const whenever = (test: Expression, yes: readonly Statement[], no?: readonly Statement[]): Statement => ({
  kind: "if",
  test,
  yes,
  no,
});
export const loop = (test: Expression, body: readonly Statement[]): Statement => ({ kind: "while", test, body });
export const define = (called: string, takes: readonly string[], body: readonly Statement[]): Statement => ({
  kind: "function",
  name: called,
  takes,
  body,
});
export const give = (what: Expression): Statement => ({ kind: "return", what });

// running them

class Returned {
  readonly value: Value | boolean;
  constructor(result: Value | boolean) {
    this.value = result;
  }
}

type Scope = Map<string, Value | boolean>;
type Functions = Map<string, Extract<Statement, { kind: "function" }>>;

/** The lines that a program prints. Throws when it runs for too long or uses what is not there. */
export function run(program: Program, maxSteps = 5000): string[] {
  const printed: string[] = [];
  const functions: Functions = new Map();
  let steps = 0;

  const evaluate = (expression: Expression, scope: Scope): Value | boolean => {
    switch (expression.kind) {
      case "value":
        return expression.value;
      case "name": {
        const found = scope.get(expression.name);
        if (found === undefined) throw new Error(`the program uses ${expression.name} before it is set`);
        return found;
      }
      case "length":
        return (evaluate(expression.of, scope) as string | readonly number[]).length;
      case "binary":
        return operate(evaluate(expression.left, scope), expression.sign, evaluate(expression.right, scope));
      case "call": {
        const called = functions.get(expression.name);
        if (!called) throw new Error(`the program calls ${expression.name}, which is not defined`);
        const inner: Scope = new Map(called.takes.map((taken, i) => [taken, evaluate(expression.given[i]!, scope)]));
        const result = execute(called.body, inner);
        if (!result) throw new Error(`${expression.name} returns nothing`);
        return result.value;
      }
    }
  };

  const execute = (body: readonly Statement[], scope: Scope): Returned | undefined => {
    for (const statement of body) {
      if (++steps > maxSteps) throw new Error("the program runs for too long");
      const result = once(statement, scope);
      if (result) return result;
    }
    return undefined;
  };

  const once = (statement: Statement, scope: Scope): Returned | undefined => {
    switch (statement.kind) {
      case "set":
        scope.set(statement.name, evaluate(statement.to, scope));
        return;
      case "print":
        printed.push(shown(evaluate(statement.what, scope) as Value));
        return;
      case "if":
        return execute(evaluate(statement.test, scope) ? statement.yes : (statement.no ?? []), scope);
      case "count": {
        const to = evaluate(statement.to, scope) as number;
        for (let i = statement.from; i <= to; i++) {
          scope.set(statement.name, i);
          const result = execute(statement.body, scope);
          if (result) return result;
        }
        return;
      }
      case "each":
        for (const one of evaluate(statement.of, scope) as Iterable<number | string>) {
          scope.set(statement.name, one);
          const result = execute(statement.body, scope);
          if (result) return result;
        }
        return;
      case "while":
        while (evaluate(statement.test, scope)) {
          const result = execute(statement.body, scope);
          if (result) return result;
        }
        return;
      case "function":
        functions.set(statement.name, statement);
        return;
      case "return":
        return new Returned(evaluate(statement.what, scope));
    }
  };

  execute(program, new Map());
  return printed;
}

function operate(left: Value | boolean, sign: Sign, right: Value | boolean): Value | boolean {
  const [a, b] = [left as number, right as number];
  switch (sign) {
    case "+":
      return typeof left === "string" ? left + String(right) : a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "%":
      return a % b;
    case "<":
      return a < b;
    case ">":
      return a > b;
    case "<=":
      return a <= b;
    case ">=":
      return a >= b;
    case "==":
      return left === right;
  }
}

function shown(what: Value): string {
  return Array.isArray(what) ? `[${what.join(", ")}]` : String(what);
}
