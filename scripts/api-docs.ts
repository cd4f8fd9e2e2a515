/**
 * Writes docs/api.md: what `periscope-vl` and `periscope-vl/web` export, from the docstrings in the source.
 * Usage: npx tsx scripts/api-docs.ts [--check]   (--check writes nothing and fails where the page is not up to date)
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import {
  type ClassDeclaration,
  type ExportedDeclarations,
  type InterfaceDeclaration,
  type JSDocableNode,
  Node,
  Project,
} from "ts-morph";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs/api.md");

const entries = [
  {
    name: "periscope-vl",
    file: "src/index.ts",
    about: "In Node: load a checkpoint from a folder or the hub, and talk to it.",
    first: ["load", "VisionLanguageModel", "Conversation", "Answer"],
  },
  {
    name: "periscope-vl/web",
    file: "src/web/index.ts",
    about: "In a browser tab: the same, with a worker that does the work ([docs/web.md](web.md)).",
    first: ["load", "WebVisionLanguageModel", "WebConversation", "Tuning"],
  },
];

/** The text of the page. */
export function apiPage(): string {
  const project = new Project({
    tsConfigFilePath: join(root, "tsconfig.json"),
    skipAddingFilesFromTsConfig: true,
  });
  const sections = entries.map(({ name, file, about, first }) => {
    const exported = project.addSourceFileAtPath(join(root, file)).getExportedDeclarations();
    const order = [...exported].sort(([a], [b]) => place(a, first) - place(b, first) || (a < b ? -1 : 1));
    const parts = order.flatMap(([exportName, declarations]) => describe(exportName, declarations[0]));
    return [`## \`${name}\``, "", about, "", ...parts].join("\n");
  });
  const head = [
    "# The library",
    "",
    "Made from the docstrings by `npx tsx scripts/api-docs.ts`; a test keeps it true. Programs to begin with are in",
    "[examples/](../examples). Errors that a user can mend are `UserError`s, whose message is a sentence.",
    "",
  ];
  return `${[...head, ...sections].join("\n").trimEnd()}\n`;
}

function place(name: string, first: readonly string[]): number {
  const index = first.indexOf(name);
  return index < 0 ? first.length : index;
}

function describe(name: string, declaration: ExportedDeclarations | undefined): string[] {
  if (!declaration) return [];
  const where = relative(root, declaration.getSourceFile().getFilePath()).split("\\").join("/");
  const body = signature(name, declaration);
  const comment = Node.isJSDocable(declaration) ? docOf(declaration) : "";
  return [
    `### ${name}`,
    "",
    ...(comment ? [comment, ""] : []),
    "```ts",
    body,
    "```",
    "",
    `[${where}](../${where})`,
    "",
  ];
}

function signature(name: string, declaration: ExportedDeclarations): string {
  if (Node.isFunctionDeclaration(declaration)) {
    const parameters = declaration.getParameters().map((parameter) => tidy(parameter.getText()));
    return `${declaration.isAsync() ? "async " : ""}function ${name}(${parameters.join(", ")}): ${tidy(declaration.getReturnTypeNode()?.getText() ?? "void")}`;
  }
  if (Node.isClassDeclaration(declaration))
    return members(`class ${name}${heritage(declaration)}`, classMembers(declaration));
  if (Node.isInterfaceDeclaration(declaration))
    return members(`interface ${name}${heritage(declaration)}`, interfaceMembers(declaration));
  if (Node.isTypeAliasDeclaration(declaration))
    return declaration
      .getText()
      .replace(/^\/\*\*[\s\S]*?\*\/\s*/, "")
      .replace(/^export /, "");
  return tidy(declaration.getText().split("\n")[0]!);
}

function heritage(declaration: ClassDeclaration | InterfaceDeclaration): string {
  const clauses = declaration.getHeritageClauses().map((clause) => tidy(clause.getText()));
  return clauses.length > 0 ? ` ${clauses.join(" ")}` : "";
}

type Member = readonly [doc: string, text: string];

function members(head: string, list: readonly Member[]): string {
  const lines = list.flatMap(([doc, text]) => [...comment(doc), `  ${text};`]);
  return [`${head} {`, ...lines, "}"].join("\n");
}

/** A member's docstring; an example in it stays out of the listing, since a fence cannot stand in a fence. */
function comment(doc: string): string[] {
  const text = doc.replace(/```[\s\S]*?```/g, "").trim();
  if (!text) return [];
  const lines = text.split("\n");
  return lines.length === 1
    ? [`  /** ${lines[0]} */`]
    : ["  /**", ...lines.map((line) => `   * ${line}`.trimEnd()), "   */"];
}

function classMembers(declaration: ClassDeclaration): Member[] {
  const found: Member[] = [];
  for (const member of declaration.getInstanceMembers()) {
    if (member.getName().startsWith("#") || member.getName().startsWith("[")) continue;
    if (Node.isPropertyDeclaration(member)) {
      const type = member.getTypeNode()?.getText() ?? member.getType().getText(member);
      found.push([docOf(member), `${member.isReadonly() ? "readonly " : ""}${member.getName()}: ${tidy(type)}`]);
    } else if (Node.isGetAccessorDeclaration(member)) {
      found.push([
        docOf(member),
        `get ${member.getName()}(): ${tidy(member.getReturnTypeNode()?.getText() ?? "unknown")}`,
      ]);
    } else if (Node.isMethodDeclaration(member)) {
      const parameters = member.getParameters().map((parameter) => {
        const optional = parameter.hasInitializer() || parameter.hasQuestionToken() ? "?" : "";
        const simple = /^\w+$/.test(parameter.getName()) ? parameter.getName() : "options";
        return `${simple}${optional}: ${tidy(parameter.getTypeNode()?.getText() ?? "unknown")}`;
      });
      found.push([
        docOf(member),
        `${member.getName()}(${parameters.join(", ")}): ${tidy(member.getReturnTypeNode()?.getText() ?? "void")}`,
      ]);
    }
  }
  return found;
}

function interfaceMembers(declaration: InterfaceDeclaration): Member[] {
  return [...declaration.getProperties(), ...declaration.getMethods()].map((member) => [
    docOf(member),
    tidy(member.getText().replace(/^\/\*\*[\s\S]*?\*\/\s*/, "")).replace(/;$/, ""),
  ]);
}

function docOf(node: JSDocableNode): string {
  return node
    .getJsDocs()
    .map((doc) => doc.getInnerText().trim())
    .join("\n\n");
}

/** On one line. */
function tidy(text: string): string {
  return text
    .replace(/\/\*\*[\s\S]*?\*\//g, "")
    .replace(/\s+/g, " ")
    .replace(/^export /, "")
    .trim();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const text = apiPage();
  if (!process.argv.includes("--check")) writeFileSync(page, text);
  else if (!existsSync(page) || readFileSync(page, "utf8") !== text) {
    console.error("docs/api.md is not up to date; run npx tsx scripts/api-docs.ts");
    process.exitCode = 1;
  }
}
