/**
 * Questions with pictures that nobody has seen: drawn by the data room's sources from held-out seeds, leaf by leaf of the
 * taxonomy. They are made, not scored.
 */
import type { Camera } from "../../data/camera/camera.ts";
import { nothing } from "../../data/pipeline/filters/decontaminate.ts";
import { lazyCamera } from "../../data/pipeline/lazy-camera.ts";
import { type Job, makeSamples } from "../../data/pipeline/make.ts";
import { parseRecipe } from "../../data/recipe.ts";
import type { Sample, SampleFiles } from "../../data/sample.ts";
import type { Source } from "../../data/source.ts";
import { UserError } from "../../runtime/errors.ts";

/** One drawn question: the first turn of a conversation about its pictures. */
export interface Drawn {
  readonly leaf: string;
  readonly source: string;
  readonly question: string;
  readonly answer: string;
  /** Encoded as PNG. */
  readonly images: readonly Uint8Array[];
}

export interface DrawOptions {
  /** How many of each leaf. */
  readonly wanted: ReadonlyMap<string, number>;
  /** No training recipe draws from the held-out split, whatever its seed. */
  readonly seed?: number;
  /** Longest side of a picture in pixels; 448 unless said. */
  readonly maxSide?: number;
  readonly sources?: readonly Source[];
  readonly camera?: Camera;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

const mostAttempts = 40;
/** Pages of one visit of the camera. */
const atOnce = 24;

/** Draws the questions, in the order of the leaves. Throws a `UserError` for a leaf that no source makes. */
export async function drawQuestions(options: DrawOptions): Promise<Drawn[]> {
  const { wanted, seed = 9001, maxSide = 448, sources = await allSources(), signal, onProgress } = options;
  const recipe = parseRecipe({
    ...{ name: "heldout", seed, maxSide, split: "heldout", augment: 0 },
    samples: [...wanted.values()].reduce((sum, count) => sum + count, 0),
    mixture: { categories: { instruction: 1 } },
    filters: { nearDuplicates: false, exactDuplicates: false },
  });
  const slots = [...wanted].flatMap(([leaf, count]) => {
    const makers = makersOf(leaf, sources);
    if (makers.length === 0) throw new UserError(`no source draws questions of the leaf "${leaf}"`);
    return Array.from({ length: count }, (_, place) => ({ leaf, makers, place }));
  });
  const choose = (index: number, attempt: number) => {
    const { makers, place } = slots[index]!;
    return makers[(place + attempt) % makers.length]!;
  };
  const camera = options.camera ?? (await lazyCamera());
  const workshop = { recipe, mixture: { sources, missing: [], choose }, evaluation: nothing, camera };
  const drawn: (Drawn | undefined)[] = slots.map(() => undefined);
  try {
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const open = slots.flatMap((_, index): Job[] => (drawn[index] ? [] : [{ index, attempt }]));
      for (let from = 0; from < open.length; from += atOnce) {
        signal?.throwIfAborted();
        for (const made of await makeSamples(open.slice(from, from + atOnce), workshop)) {
          if ("files" in made) drawn[made.index] = questionOf(made.files, slots[made.index]!.leaf);
        }
        onProgress?.(drawn.filter((one) => one !== undefined).length, slots.length);
      }
      if (open.length === 0) break;
    }
  } finally {
    if (!options.camera) await camera.close();
  }
  return drawn.filter((one) => one !== undefined);
}

/** Loaded when they are needed: with them come renderers of all kinds, one of which CommonJS cannot require. */
export async function allSources(): Promise<readonly Source[]> {
  return (await import("../../data/sources/index.ts")).sources;
}

/** Sources of a leaf: those made for instructions where there are any. */
function makersOf(leaf: string, sources: readonly Source[]): Source[] {
  const all = sources.filter((source) => source.leaves?.includes(leaf));
  const instruction = all.filter(({ category }) => category === "instruction");
  return instruction.length > 0 ? instruction : all;
}

/** The question of a sample where it is of the leaf and its first turn can be asked by itself. */
function questionOf({ sample, images }: SampleFiles, leaf: string): Drawn | undefined {
  if (sample.leaf !== leaf || sample.content.kind !== "conversation") return undefined;
  const turns = sample.content.turns.filter(({ role }) => role !== "system");
  const [question, answer] = [textOf(turns[0]), textOf(turns[1])];
  if (question === "" || answer === "" || images.length === 0) return undefined;
  return { leaf, source: sample.lineage.source, question, answer, images };
}

function textOf(turn: Extract<Sample["content"], { kind: "conversation" }>["turns"][number] | undefined): string {
  return (turn?.parts ?? [])
    .map((part) => (part.type === "text" ? part.text : ""))
    .join("")
    .trim();
}
