/**
 * The two sets that are drawn here: for people and judges, questions of the seven categories of the paper's human
 * evaluation (Figure 6); for scores, four answers a question of which one belongs to the picture, for every leaf.
 */
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { exists, makeFolder } from "../../checkpoint/files.ts";
import { hashText, randomFor } from "../../data/random.ts";
import type { Source } from "../../data/source.ts";
import { leaves } from "../../data/taxonomy.ts";
import { allSources, type Drawn, type DrawOptions, drawQuestions } from "./generate.ts";
import { type Entry, noQuestions, writeQuestions } from "./question-set.ts";

/** The paper's categories, by the first level of the taxonomy. */
export const humanCategories: Readonly<Record<string, string>> = {
  Recognition: "Recognition",
  Conversion: "Conversion",
  Analysis: "Analysis",
  "Commonsense Reasoning": "Commonsense Reasoning",
  "Logical Reasoning": "Logical Reasoning",
  "Multi-graph": "Multi-images",
  Evaluation: "Evaluation",
};

type Drawing = Omit<DrawOptions, "wanted">;

/** Writes a set for people and judges; the questions of a category go round its leaves. */
export async function writeHumanSet(folder: string, perCategory: number, drawing: Drawing = {}): Promise<number> {
  const wanted = new Map<string, number>();
  for (const major of Object.keys(humanCategories)) {
    const own = leaves.filter((leaf) => leaf.split("/")[0] === major);
    for (let i = 0; i < perCategory; i++) {
      const leaf = own[i % own.length]!;
      wanted.set(leaf, (wanted.get(leaf) ?? 0) + 1);
    }
  }
  await makeFolder(dirname(resolve(folder))); // what cannot be written to is said before browsers are started
  await noQuestions(folder);
  const drawn = await drawQuestions({ ...drawing, wanted });
  const counts = new Map<string, number>();
  const entries = drawn.map((one): Entry => {
    const category = humanCategories[one.leaf.split("/")[0]!]!;
    const number = (counts.get(category) ?? 0) + 1;
    counts.set(category, number);
    return { ...one, id: `${category.toLowerCase().replaceAll(/\W+/g, "-")}-${number}`, category };
  });
  await writeQuestions(folder, entries);
  return entries.length;
}

/** Answers of one question that are compared at most. */
const mostOptions = 4;
/** Longer answers are compared by their beginnings. */
const longestAnswer = 160;

/** The set by leaves in Periscope's cache; drawn at the first call, which takes minutes. */
export async function leavesSet(perLeaf: number, drawing: Drawing & { cacheFolder?: string } = {}): Promise<string> {
  const { cacheFolder = defaultCache(), ...rest } = drawing;
  const edition = editionOf(drawing.sources ?? (await allSources()));
  const folder = join(cacheFolder, "evaluation", `leaves-${edition}-${perLeaf}`);
  if (await exists(join(folder, "questions.jsonl"))) return folder;
  await makeFolder(join(cacheFolder, "evaluation"));
  const drawn = await drawQuestions({ ...rest, wanted: new Map(leaves.map((leaf) => [leaf, perLeaf])) });
  await writeQuestions(folder, withOptions(drawn)).catch(async (error: unknown) => {
    if (!(await exists(join(folder, "questions.jsonl")))) throw error; // else another process was faster
  });
  return folder;
}

/** Raised when the same sources give other questions. */
const setVersion = 2;

/** A name for what the sources draw: a source raises its version when it draws other pictures. */
function editionOf(sources: readonly Source[]): string {
  const versions = sources.map(({ name, version }) => [name, version]);
  return hashText(JSON.stringify([setVersion, versions]))
    .toString(16)
    .padStart(8, "0");
}

/** Each question with answers of others of its leaf, those to the very same question first. */
export function withOptions(drawn: readonly Drawn[]): Entry[] {
  const counts = new Map<string, number>();
  return drawn.flatMap((one, i): Entry[] => {
    const number = (counts.get(one.leaf) ?? 0) + 1;
    counts.set(one.leaf, number);
    const random = randomFor(setVersion, i, "options");
    const answer = shortened(one.answer);
    const others = random
      .shuffled(drawn.filter((other) => other !== one && other.leaf === one.leaf))
      .sort((a, b) => Number(b.question === one.question) - Number(a.question === one.question));
    const wrong: string[] = [];
    for (const other of others) {
      const text = shortened(other.answer);
      if ([answer, ...wrong].some((known) => bare(known) === bare(text))) continue;
      wrong.push(text);
      if (wrong.length === mostOptions - 1) break;
    }
    if (wrong.length === 0) return [];
    const right = random.int(0, wrong.length);
    const options = [...wrong.slice(0, right), answer, ...wrong.slice(right)];
    const [major, ...rest] = one.leaf.split("/");
    const id = `${[major, ...rest]
      .join("-")
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, "-")}-${number}`;
    return [{ ...one, id, category: major!, options, right }];
  });
}

/** Answers that are one by this do not stand beside each other as options; `plain` would do, but for the sets already drawn. */
function bare(answer: string): string {
  return answer
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%$€£.+\-/°]+/gu, " ")
    .replace(/\.(?=\s|$)/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function shortened(answer: string): string {
  const line = answer.replace(/\s+/g, " ").trim();
  return line.length <= longestAnswer
    ? line
    : line.slice(0, line.lastIndexOf(" ", longestAnswer) + 1 || longestAnswer).trim();
}

/** PERISCOPE_CACHE, else `periscope` in XDG_CACHE_HOME or `~/.cache`. */
export function defaultCache(): string {
  const { PERISCOPE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), ".cache"), "periscope");
}
