/** Trees of relationship among living things: which two branch off together, and what a branch has in common. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, text } from "../kit/svg.ts";

interface Clade {
  readonly name: string;
  readonly children: readonly (Clade | string)[];
}

const clade = (name: string, ...children: (Clade | string)[]): Clade => ({ name, children });

/** Groups that textbooks agree on; lower groups lie wholly within higher ones. */
const animals = clade(
  "vertebrates",
  clade("fish", "salmon", "tuna", "carp", "seahorse", "eel"),
  clade(
    "tetrapods",
    clade("amphibians", "frog", "toad", "newt"),
    clade(
      "amniotes",
      clade(
        "mammals",
        clade("carnivorans", "wolf", "lion", "seal", "bear", "fox"),
        clade("ungulates", "cow", "deer", "giraffe", "whale", "dolphin"),
        clade("primates", "human", "gorilla", "lemur"),
        clade("rodents", "mouse", "beaver", "squirrel"),
      ),
      clade(
        "sauropsids",
        clade("birds", "eagle", "penguin", "sparrow", "ostrich", "owl"),
        clade("crocodilians", "crocodile", "alligator"),
        clade("squamates", "gecko", "python", "iguana"),
      ),
    ),
  ),
);
const plants = clade(
  "land plants",
  clade("mosses", "peat moss", "hair moss"),
  clade(
    "vascular plants",
    clade("ferns", "bracken", "tree fern", "horsetail"),
    clade(
      "seed plants",
      clade("conifers", "pine", "spruce", "larch", "yew"),
      clade(
        "flowering plants",
        clade("grasses", "wheat", "rice", "bamboo", "maize"),
        clade("rose family", "apple", "cherry", "strawberry"),
        clade("legumes", "pea", "clover", "lentil"),
      ),
    ),
  ),
);

interface Node {
  readonly name: string;
  readonly children: readonly Node[];
}

/** A small part of a tree: inner nodes with a single child left are skipped. */
function pruned(random: Random, tree: Clade, keep: Set<string>): Node | undefined {
  const children = random.shuffled(tree.children).flatMap((child): Node[] => {
    if (typeof child === "string") return keep.has(child) ? [{ name: child, children: [] }] : [];
    const node = pruned(random, child, keep);
    return node ? [node] : [];
  });
  if (children.length === 0) return undefined;
  return children.length === 1 ? children[0] : { name: tree.name, children };
}

function tips(node: Node | Clade | string): string[] {
  if (typeof node === "string") return [node];
  return node.children.length === 0 ? [node.name] : node.children.flatMap(tips);
}

/** Names of the inner nodes below the root. */
function innerNames({ children }: Node): string[] {
  return children.flatMap((child) => (child.children.length === 0 ? [] : [child.name, ...innerNames(child)]));
}

/** Names of the inner nodes from the root to a tip. */
export function lineage(node: Node, tip: string): string[] | undefined {
  if (node.name === tip && node.children.length === 0) return [];
  for (const child of node.children) {
    const rest = lineage(child, tip);
    if (rest) return [node.name, ...rest];
  }
  return undefined;
}

/** The smallest group of the tree that holds both. */
export function sharedGroup(root: Node, a: string, b: string): { name: string; depth: number } {
  const [first, second] = [lineage(root, a)!, lineage(root, b)!];
  let depth = 0;
  while (depth + 1 < first.length && depth + 1 < second.length && first[depth + 1] === second[depth + 1]) depth++;
  return { name: first[depth]!, depth };
}

function make({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const whole = random.chance(0.7) ? animals : plants;
  let root: Node | undefined;
  let depth = 0;
  const depthOf = (node: Node): number =>
    node.children.length === 0 ? 0 : 1 + Math.max(...node.children.map(depthOf));
  do {
    root = pruned(random, whole, new Set(random.shuffled(tips(whole)).slice(0, random.int(5, 7))));
    depth = root ? depthOf(root) : 0;
  } while (!root || depth < 3 || depth > 4);
  const tree = root;
  const names = tips(tree);
  const row = 31;
  // a column is as wide as the longest name of a group that stands over it
  const longest = Math.max(...innerNames(tree).map((name) => name.length));
  const column = Math.max(Math.floor(268 / depth), Math.ceil(longest * 6.4 + 14));
  const tip = 32 + depth * column;
  const width = tip + 80;
  const body: string[] = [];
  const labels: string[] = [];
  let next = 0;
  const draw = (node: Node, level: number): number => {
    const x = 16 + level * column;
    if (node.children.length === 0) {
      const y = 26 + next++ * row;
      body.push(marked("species", node.name, "", text(tip, y + 4.5, node.name, { size: 13.5, anchor: "start" })));
      return y;
    }
    const ys = node.children.map((child) => {
      const y = draw(child, level + 1);
      body.push(
        line(x, y, child.children.length === 0 ? tip - 6 : 16 + (level + 1) * column, y, {
          stroke: look.ink,
          width: 2,
        }),
      );
      return y;
    });
    const middle = (ys[0]! + ys.at(-1)!) / 2;
    body.push(
      line(x, ys[0]!, x, ys.at(-1)!, { stroke: look.ink, width: 2, cap: "round" }),
      circle(x, middle, 4, { fill: look.accents[level % 5]! }),
    );
    // a group's name stands over the line that leads to it
    const [anchor, at] = level === 0 ? (["start", x + 6] as const) : (["end", x - 6] as const);
    labels.push(
      marked(
        "group",
        node.name,
        "",
        text(at, middle - 5, node.name, { size: 11, anchor, weight: 700, fill: look.muted, halo: look.paper }),
      ),
    );
    return middle;
  };
  draw(tree, 0);
  const picked = random.shuffled(names);
  const [a, b, c] = [picked[0]!, picked[1]!, picked[2]!];
  const [ab, ac] = [sharedGroup(tree, a, b), sharedGroup(tree, a, c)];
  const group = (one: { name: string }) => `the ${one.name}`;
  const turns = [];
  if (ab.depth !== ac.depth) {
    const [near, far, by, from] = ab.depth > ac.depth ? [b, c, ab, ac] : [c, b, ac, ab];
    turns.push(
      exchange(
        random,
        `{According to the tree, is|Is} the ${a} {more closely related|closer} to the ${b} or to the ${c}?`,
        `To the ${near}.`,
        `The ${a} and the ${near} share ${group(by)}; the ${far} joins them only at ${group(from)}, further back. So the ${a} is closer to the ${near}.`,
      ),
    );
  }
  turns.push(
    exchange(
      random,
      `{What is the smallest group {in the diagram |}that {contains|includes} both the ${a} and the ${b}?|At which branch do the ${a} and the ${b} {split|part ways}?|Which group do the ${a} and the ${b} have in common most recently?}`,
      `${capital(ab.name)}.`,
      `Following both lines back towards the root, the ${a} and the ${b} meet at ${group(ab)}.`,
    ),
  );
  const inner: Node[] = [];
  const collect = (node: Node) => {
    if (node.children.length > 0) inner.push(node);
    node.children.forEach(collect);
  };
  collect(tree);
  const chosen = random.pick(inner.slice(1));
  const members = tips(chosen);
  const outsider = random.pick(names.filter((one) => !members.includes(one)));
  const counted = random.chance(0.5);
  turns.push(
    exchange(
      random,
      counted
        ? `How many species of the ${chosen.name} does the tree show{, and which|}?`
        : `Which of the species belong to the ${chosen.name}?`,
      counted ? `${capital(numberWord(members.length))}: ${listed(members)}.` : `${capital(listed(members))}.`,
      `The branch marked "${chosen.name}" leads to ${numberWord(members.length)} species: ${listed(members)}.`,
    ),
  );
  turns.push(
    exchange(
      random,
      `Which of these does not belong with the others: ${listed(random.shuffled([...members.slice(0, 3), outsider]), "or")}?`,
      `The ${outsider}.`,
      `${capital(listed(members.slice(0, 3)))} are ${members.length > 2 ? "all" : "both"} ${chosen.name}; the ${outsider} is on a branch outside that group.`,
    ),
  );
  return {
    template: whole === animals ? "animals" : "plants",
    pictures: [drawing(random, look, maxSide, { width, height: 20 + names.length * row }, ...body, ...labels)],
    turns: someOf(random, turns),
  };
}

export const speciesSource = instructionSource(
  {
    name: "tree-of-life",
    version: 3,
    leaf: "Commonsense Reasoning/Relationship Reasoning/Species Relationship",
    description: "Small trees of relationship among animals and plants.",
  },
  make,
);
