/** Programs written out in Python and JavaScript. Both print what `run` says. */
import type { Expression, Program, Statement } from "./program.ts";

export interface Language {
  readonly name: string;
  /** Of a fenced block. */
  readonly fence: string;
  write(program: Program): string;
}

const strength: Readonly<Record<string, number>> = {
  "==": 1,
  "<": 1,
  ">": 1,
  "<=": 1,
  ">=": 1,
  "+": 2,
  "-": 2,
  "*": 3,
  "%": 3,
};

/** An expression with brackets only where they are needed. */
function writeExpression(
  expression: Expression,
  style: { readonly length: (of: string) => string; readonly equals: string },
): string {
  const write = (one: Expression, least = 0): string => {
    switch (one.kind) {
      case "value":
        return typeof one.value === "object"
          ? `[${one.value.join(", ")}]`
          : typeof one.value === "string"
            ? JSON.stringify(one.value)
            : String(one.value);
      case "name":
        return one.name;
      case "length":
        return style.length(write(one.of, 9));
      case "call":
        return `${one.name}(${one.given.map((given) => write(given)).join(", ")})`;
      case "binary": {
        const own = strength[one.sign]!;
        const text = `${write(one.left, own)} ${one.sign === "==" ? style.equals : one.sign} ${write(one.right, own + 1)}`;
        return own < least ? `(${text})` : text;
      }
    }
  };
  return write(expression);
}

/** `x = x + 2` as `x += 2`. */
function shortened(
  statement: Extract<Statement, { kind: "set" }>,
): { sign: "+" | "-" | "*"; by: Expression } | undefined {
  const { to } = statement;
  if (to.kind !== "binary" || to.left.kind !== "name" || to.left.name !== statement.name) return undefined;
  return to.sign === "+" || to.sign === "-" || to.sign === "*" ? { sign: to.sign, by: to.right } : undefined;
}

export const python: Language = {
  name: "Python",
  fence: "python",
  write(program) {
    const expression = (one: Expression) => writeExpression(one, { length: (of) => `len(${of})`, equals: "==" });
    const block = (body: readonly Statement[], depth: number): string[] => body.flatMap((one) => write(one, depth));
    const write = (one: Statement, depth: number): string[] => {
      const pad = "    ".repeat(depth);
      switch (one.kind) {
        case "set": {
          const short = shortened(one);
          return [
            short
              ? `${pad}${one.name} ${short.sign}= ${expression(short.by)}`
              : `${pad}${one.name} = ${expression(one.to)}`,
          ];
        }
        case "print":
          return [`${pad}print(${expression(one.what)})`];
        case "if":
          return [
            `${pad}if ${expression(one.test)}:`,
            ...block(one.yes, depth + 1),
            ...(one.no ? [`${pad}else:`, ...block(one.no, depth + 1)] : []),
          ];
        case "count": {
          const end = one.to.kind === "value" ? String((one.to.value as number) + 1) : `${expression(one.to)} + 1`;
          return [
            `${pad}for ${one.name} in range(${one.from === 0 ? "" : `${one.from}, `}${end}):`,
            ...block(one.body, depth + 1),
          ];
        }
        case "each":
          return [`${pad}for ${one.name} in ${expression(one.of)}:`, ...block(one.body, depth + 1)];
        case "while":
          return [`${pad}while ${expression(one.test)}:`, ...block(one.body, depth + 1)];
        case "function":
          return [`${pad}def ${one.name}(${one.takes.join(", ")}):`, ...block(one.body, depth + 1), ""];
        case "return":
          return [`${pad}return ${expression(one.what)}`];
      }
    };
    return block(program, 0).join("\n");
  },
};

export const javascript: Language = {
  name: "JavaScript",
  fence: "js",
  write(program) {
    const expression = (one: Expression) => writeExpression(one, { length: (of) => `${of}.length`, equals: "===" });
    const changed = variablesSetTwice(program);
    const block = (body: readonly Statement[], depth: number, known: Set<string>): string[] =>
      body.flatMap((one) => write(one, depth, known));
    const write = (one: Statement, depth: number, known: Set<string>): string[] => {
      const pad = "  ".repeat(depth);
      const inner = () => new Set(known);
      switch (one.kind) {
        case "set": {
          const short = shortened(one);
          if (known.has(one.name))
            return [
              short
                ? `${pad}${one.name} ${short.sign}= ${expression(short.by)};`
                : `${pad}${one.name} = ${expression(one.to)};`,
            ];
          known.add(one.name);
          return [`${pad}${changed.has(one.name) ? "let" : "const"} ${one.name} = ${expression(one.to)};`];
        }
        case "print":
          return [`${pad}console.log(${expression(one.what)});`];
        case "if":
          return [
            `${pad}if (${expression(one.test)}) {`,
            ...block(one.yes, depth + 1, inner()),
            ...(one.no ? [`${pad}} else {`, ...block(one.no, depth + 1, inner())] : []),
            `${pad}}`,
          ];
        case "count":
          return [
            `${pad}for (let ${one.name} = ${one.from}; ${one.name} <= ${expression(one.to)}; ${one.name}++) {`,
            ...block(one.body, depth + 1, inner()),
            `${pad}}`,
          ];
        case "each":
          return [
            `${pad}for (const ${one.name} of ${expression(one.of)}) {`,
            ...block(one.body, depth + 1, inner()),
            `${pad}}`,
          ];
        case "while":
          return [`${pad}while (${expression(one.test)}) {`, ...block(one.body, depth + 1, inner()), `${pad}}`];
        case "function":
          return [
            `${pad}function ${one.name}(${one.takes.join(", ")}) {`,
            ...block(one.body, depth + 1, new Set(one.takes)),
            `${pad}}`,
            "",
          ];
        case "return":
          return [`${pad}return ${expression(one.what)};`];
      }
    };
    return block(program, 0, new Set()).join("\n");
  },
};

function variablesSetTwice(program: Program): Set<string> {
  const counts = new Map<string, number>();
  const visit = (body: readonly Statement[]): void => {
    for (const one of body) {
      if (one.kind === "set") counts.set(one.name, (counts.get(one.name) ?? 0) + 1);
      if ("body" in one) visit(one.body);
      if (one.kind === "if") {
        visit(one.yes);
        visit(one.no ?? []);
      }
    }
  };
  visit(program);
  return new Set([...counts].filter(([, times]) => times > 1).map(([variable]) => variable));
}
