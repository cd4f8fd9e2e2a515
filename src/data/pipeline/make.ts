/**
 * Samples from a recipe: draft, picture, compose, roughen, encode, check. Sample i in attempt a is a pure function of (recipe, i,
 * a); what cannot be good comes back as a reason. Which attempts are kept is decided by who builds the shard.
 */
import type { Camera, Shot } from "../camera/camera.ts";
import { randomFor } from "../random.ts";
import { type Recipe, sha256 } from "../recipe.ts";
import { type Sample, type SampleFiles, sampleSchema } from "../sample.ts";
import { type Draft, type PagePicture, type Source, Unfit } from "../source.ts";
import { encodeImage, encodeMap } from "./encode.ts";
import type { Evaluation } from "./filters/decontaminate.ts";
import { type Facts, factsOf, specificationOf, textOf } from "./filters/facts.ts";
import { refusal } from "./filters/index.ts";
import type { Mixture } from "./mixture.ts";
import { roughen } from "./roughen.ts";

export interface Job {
  readonly index: number;
  readonly attempt: number;
}

export interface Made extends Job {
  readonly files: SampleFiles;
  readonly facts: Facts;
}

export interface Refused extends Job {
  readonly source: string;
  /** A short name to count by, `text-too-long`, or `error: ` and a message. */
  readonly reason: string;
  /** Where nothing was meant to refuse it: a line that names the sample, so that it can be made again. */
  readonly fault?: string;
}

export interface Workshop {
  readonly recipe: Recipe;
  readonly mixture: Mixture;
  readonly evaluation: Evaluation;
  readonly camera: Camera;
}

interface Open extends Job {
  readonly source: Source;
  readonly draft: Draft;
}

/** The key of a recipe's sample. */
export function keyOf(name: string, index: number): string {
  return `${name}-${String(index).padStart(9, "0")}`;
}

/** One result for each job, in their order. All pages of the jobs are shot in one visit. */
export async function makeSamples(jobs: readonly Job[], workshop: Workshop): Promise<(Made | Refused)[]> {
  const drafts = jobs.map((job) => drafted(job, workshop));
  const pages = drafts.flatMap((one) => ("draft" in one ? one.draft.pictures.filter(isPage) : []));
  const shots = await shootAll(pages, workshop.camera);
  return Promise.all(
    drafts.map(async (one) => {
      if (!("draft" in one)) return one;
      const own = one.draft.pictures.map((picture) => (isPage(picture) ? shots.get(picture)! : picture));
      try {
        return await finished(one, own.map(drawnOrShot), workshop);
      } catch (error) {
        return refused(one, error, workshop.recipe);
      }
    }),
  );
}

function drafted(job: Job, { recipe, mixture }: Workshop): Open | Refused {
  const source = mixture.choose(job.index, job.attempt);
  const random = randomFor(recipe.seed, job.index, streamOf(source, job.attempt, recipe));
  try {
    return { ...job, source, draft: source.draft({ random, maxSide: recipe.maxSide, split: recipe.split }) };
  } catch (error) {
    return refused({ ...job, source }, error, recipe);
  }
}

/** The first attempt on training data has the plain name, as on contact sheets. */
function streamOf({ name }: Source, attempt: number, { split }: Recipe): string {
  return [name, ...(split === "train" ? [] : [split]), ...(attempt === 0 ? [] : [attempt])].join("/");
}

/** A page that failed is tried once more by itself: a browser that broke down costs time, not samples. */
async function shootAll(pages: readonly PagePicture[], camera: Camera): Promise<Map<PagePicture, Shot | Error>> {
  const shots = pages.length === 0 ? [] : await camera.shoot(pages);
  const result = new Map<PagePicture, Shot | Error>();
  for (const [i, page] of pages.entries()) {
    const shot = shots[i] ?? new Error("the camera gave no shot");
    result.set(page, shot instanceof Error ? (await camera.shoot([page]))[0]! : shot);
  }
  return result;
}

async function finished(open: Open, shots: readonly Shot[], workshop: Workshop): Promise<Made | Refused> {
  const { recipe } = workshop;
  const { index, attempt, source, draft } = open;
  const composition = draft.compose(shots);
  const specification = specificationOf(source.name, draft.template, draft.pictures, shots, composition.content);
  const random = randomFor(recipe.seed, index, `${streamOf(source, attempt, recipe)}/augment`);
  const level = random.chance(recipe.augment) ? draft.augment : "none";
  const rough = await roughen(level, shots, composition, random);
  const { content } = rough;
  const facts = factsOf(content, rough.pictures, specification);
  const images = await Promise.all(rough.pictures.map((picture) => encodeImage(picture, recipe.image)));
  const maps = await Promise.all(rough.maps.map(({ data, ...map }) => encodeMap(map, data)));
  const sample: Sample = {
    key: keyOf(recipe.name, index),
    category: source.category,
    ...(draft.leaf === undefined ? {} : { leaf: draft.leaf }),
    images: rough.pictures.map(({ width, height }, i) => ({
      format: recipe.image.format,
      width,
      height,
      sha256: sha256(images[i]!),
    })),
    content,
    regions: [...rough.regions],
    maps: rough.maps.map(({ data: _, ...map }) => map),
    language: composition.language ?? "en",
    flags: [...(composition.flags ?? [])],
    lineage: {
      source: source.name,
      version: source.version,
      template: draft.template,
      seed: recipe.seed,
      index,
      attempt,
      fonts: [...new Set(draft.pictures.flatMap(({ fonts }) => fonts))].sort(),
      ...(draft.pictures.some(isPage) ? { renderer: workshop.camera.renderer } : {}),
      augmentations: [...rough.augmentations],
      licence: draft.licence ?? "CC0-1.0",
      textSha256: sha256(textOf(content)),
    },
  };
  const { success, data, error } = sampleSchema.safeParse(sample);
  if (!success) {
    const [issue] = error.issues;
    return refused(open, new Error(`"${issue!.path.join(".")}" ${issue!.message}`), recipe);
  }
  const reason = refusal(data, facts, recipe.filters, workshop.evaluation);
  if (reason !== undefined) return { index, attempt, source: source.name, reason };
  return { index, attempt, files: { sample: data, images, maps }, facts };
}

function refused(
  { index, attempt, source: { name } }: Job & { source: Source },
  error: unknown,
  { seed }: Recipe,
): Refused {
  const { message } = error as Error;
  if (error instanceof Unfit) return { index, attempt, source: name, reason: message || "unfit" };
  const reason = `error: ${(message || String(error)).split("\n", 1)[0]}`;
  const fault = `${name}, seed ${seed}, index ${index}, attempt ${attempt}: ${reason.slice("error: ".length)}`;
  return { index, attempt, source: name, reason, fault };
}

function isPage(picture: object): picture is PagePicture {
  return (picture as PagePicture).kind === "page";
}

function drawnOrShot(one: Shot | Error | Exclude<Draft["pictures"][number], PagePicture>): Shot {
  if (one instanceof Error) throw one;
  return "draw" in one ? { ...one.draw(), marks: [] } : one;
}
