/**
 * A data recipe: which samples, in which mixture, how large, how filtered. It is plain data, checked here once; together with
 * the versions of what draws and renders it has a hash, and (hash, shard number) says every byte of a shard.
 */
import { createHash } from "node:crypto";
import { z } from "zod";
import { UserError } from "../runtime/errors.ts";
import { categories } from "./sample.ts";

const weight = z.number().nonnegative();
const positive = z.int().positive();

const filtersSchema = z.strictObject({
  /** Rules by category for text and pictures that nobody could learn from. */
  quality: z.boolean().default(true),
  /** Pictures with a shorter side are refused. */
  minSide: positive.default(16),
  /** Pictures with more pixels are refused. */
  maxPixels: positive.default(64_000_000),
  /** Samples with more or fewer words of text are refused; a Chinese, Japanese or Korean character counts as a word. */
  maxWords: positive.default(8192),
  minWords: z.int().nonnegative().default(1),
  /** Refuses what a shard, or a shard before it, holds already. */
  exactDuplicates: z.boolean().default(true),
  /** Near duplicates: nearly the same text and, where there are pictures, nearly the same pictures. */
  nearDuplicates: z.boolean().default(true),
  /** Estimated Jaccard similarity of the texts' shingles from which they are nearly the same. */
  textSimilarity: z.number().min(0.5).max(1).default(0.85),
  /** Differing bits of the 64-bit perceptual hash up to which pictures are nearly the same. */
  imageDistance: z.int().min(0).max(16).default(3),
  /**
   * Files and folders of evaluation sets: text, JSON and JSON lines by their n-grams, pictures by their hashes. A sample that
   * shares an n-gram or a picture with them is refused.
   */
  decontaminate: z.array(z.string()).default([]),
  /** Words of an n-gram. GPT-3 and its successors used 13. */
  ngram: z.int().min(4).max(32).default(13),
});

const importSchema = z.strictObject({
  /** An importer's name; `periscope data import --list` lists them. */
  importer: z.string().min(1),
  /** A file or folder. */
  input: z.string().min(1),
  /** Where the pictures lie that a JSON file names; beside it unless said. */
  images: z.string().optional(),
  /** At most so many samples. */
  limit: positive.optional(),
  /** Of items that do not say theirs: an SPDX identifier, and a language by ISO 639-1. */
  licence: z.string().min(1).optional(),
  language: z.string().min(2).optional(),
});

export const recipeSchema = z.strictObject({
  /** Begins the keys of all samples. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  seed: z.int().nonnegative(),
  /** Longest side of a picture in pixels. */
  maxSide: z.int().min(64).max(4096),
  /** Generated samples; imported ones come on top, in shards behind them. */
  samples: z.int().nonnegative(),
  samplesPerShard: z.int().min(1).max(100_000).default(500),
  split: z.enum(["train", "heldout"]).default("train"),
  mixture: z.strictObject({
    /** A category's share of the samples; those that are not named have none. */
    categories: z.partialRecord(z.enum(categories), weight),
    /** A source's share within its category; `*` stands for those that are not named, and is 1 unless said. */
    sources: z.record(z.string(), weight).default({}),
  }),
  /** The share of samples whose pictures get the roughness that their source allows. */
  augment: z.number().min(0).max(1).default(0.5),
  image: z
    .strictObject({
      format: z.enum(["png", "jpg", "webp"]).default("png"),
      /** Of JPEG and WebP. */
      quality: z.int().min(1).max(100).default(92),
    })
    .prefault({}),
  filters: filtersSchema.prefault({}),
  imports: z.array(importSchema).default([]),
  /** Modules that export `sources`, a list of more generators. They run with your rights. */
  modules: z.array(z.string()).default([]),
});

/** As people write it: what has a default may be left out. */
export type RecipeInput = z.input<typeof recipeSchema>;
export type Recipe = z.output<typeof recipeSchema>;
export type Filters = Recipe["filters"];
export type Import = Recipe["imports"][number];

/** Checks a recipe. Throws a `UserError` that names the first wrong field. */
export function parseRecipe(input: unknown, where = "the recipe"): Recipe {
  const { success, data, error } = recipeSchema.safeParse(input);
  if (success) return data;
  const [issue] = error.issues;
  const field = issue!.path.length === 0 ? "" : ` ("${issue!.path.join(".")}")`;
  throw new UserError(`${where}${field}: ${issue!.message}`);
}

/** Shards of generated samples; those of imported ones are counted when their files are read. */
export function generatedShards(recipe: Recipe): number {
  return Math.ceil(recipe.samples / recipe.samplesPerShard);
}

/**
 * 64 hexadecimal digits that name all that decides about a shard's bytes. How many samples there shall be is not part of it, so
 * that a data set can grow.
 */
export function recipeHash(recipe: Recipe, versions: Versions): string {
  const { samples: _, modules: __, filters, imports, ...rest } = recipe;
  const { decontaminate: ___, ...limits } = filters;
  const brought = imports.map(({ input: _input, images: _images, ...one }) => one); // files count by their bytes
  return sha256(canonical({ ...rest, filters: limits, imports: brought, versions }));
}

/** What stands beside the recipe in its hash. */
export interface Versions {
  /** `chromium 156.0.8078.73`, or `none`. */
  readonly renderer: string;
  readonly encoder: string;
  /** Typefaces of the system that pages may use, with what tells their releases apart. */
  readonly fonts: readonly string[];
  /** By name, of the sources that the mixture takes. */
  readonly sources: Readonly<Record<string, number>>;
  /** Hashes of the files that are read: evaluation sets, imported files, modules. */
  readonly files: readonly string[];
}

/** JSON with sorted keys: equal values have equal text. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner) =>
    inner !== null && typeof inner === "object" && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

export function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}
