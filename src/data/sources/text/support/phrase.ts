/**
 * Phrases with choices: `[One day|On a {adjective} morning], {name} went out.` Brackets choose (an empty branch leaves
 * something out), braces are filled from slots, `{a:thing}` puts `a` or `an` before, `{s:thing}` starts with a capital. A
 * grammar in as little syntax as writers need; it knows nothing of what it says.
 */
import type { Random } from "../../../random.ts";
import { capital, withArticle } from "./english.ts";

export type Slots = Readonly<Record<string, string | number>>;

type Node = string | { readonly slot: string; readonly form: string } | { readonly branches: readonly Node[][] };

const parsed = new Map<string, Node[]>();

/** The phrase with its choices made, its slots filled, and each sentence beginning with a capital letter. */
export function say(random: Random, template: string, slots: Slots = {}): string {
  let nodes = parsed.get(template);
  if (!nodes) {
    nodes = parse(template);
    parsed.set(template, nodes);
  }
  return tidy(write(random, nodes, slots, template));
}

/** One of the phrases, said. */
export function sayOne(random: Random, templates: readonly string[], slots: Slots = {}): string {
  return say(random, random.pick(templates), slots);
}

function write(random: Random, nodes: readonly Node[], slots: Slots, template: string): string {
  let text = "";
  for (const node of nodes) {
    if (typeof node === "string") text += node;
    else if ("branches" in node) text += write(random, random.pick(node.branches), slots, template);
    else {
      const value = slots[node.slot];
      if (value === undefined) throw new Error(`nothing fills {${node.slot}} of "${template}"`);
      if (node.form === "a") text += withArticle(String(value));
      else text += node.form === "s" ? capital(String(value)) : String(value);
    }
  }
  return text;
}

function tidy(text: string): string {
  return text
    .replace(/ {2,}/g, " ")
    .replace(/(?<!=) +([,.;:!?])(?!\.)/g, "$1")
    .trim()
    .replace(/(^|[.!?]["”]? |\n)(["“]?)([a-z])/g, (all, before: string, quote: string, letter: string) =>
      // `"Where?" asked Tom.` goes on in the same sentence
      /["”] $/.test(before) ? all : `${before}${quote}${letter.toUpperCase()}`,
    );
}

/** Throws where brackets or braces do not close. */
function parse(template: string): Node[] {
  let at = 0;
  const sequence = (nested: boolean): Node[] => {
    const nodes: Node[] = [];
    let text = "";
    const flush = () => {
      if (text) nodes.push(text);
      text = "";
    };
    while (at < template.length && !(nested && (template[at] === "|" || template[at] === "]"))) {
      const sign = template[at++]!;
      if (sign === "[") {
        flush();
        const branches = [sequence(true)];
        while (template[at] === "|") {
          at++;
          branches.push(sequence(true));
        }
        if (template[at++] !== "]") throw new Error(`a bracket does not close in "${template}"`);
        nodes.push({ branches });
      } else if (sign === "{") {
        flush();
        const end = template.indexOf("}", at);
        if (end < 0) throw new Error(`a brace does not close in "${template}"`);
        const [first, second] = template.slice(at, end).split(":");
        nodes.push(second === undefined ? { slot: first!, form: "" } : { slot: second, form: first! });
        at = end + 1;
      } else text += sign;
    }
    flush();
    return nodes;
  };
  return sequence(false);
}
