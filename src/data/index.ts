/** Data sets: recipes, building, reading, checking; the interface of sources for generators of one's own. */
export type { Box, Camera, Mark, Shot, TextBox } from "./camera/camera.ts";
export { loadRecipe } from "./load-recipe.ts";
export { type BuildOptions, buildData } from "./pipeline/build.ts";
export { buildShard, openBuilder, type ShardBuilder } from "./pipeline/build-shard.ts";
export type { BuildProgress } from "./pipeline/progress.ts";
export { type Random, randomFor } from "./random.ts";
export { parseRecipe, type Recipe, type RecipeInput } from "./recipe.ts";
export * from "./sample.ts";
export { type Dataset, readDatasetInfo } from "./shard/dataset.ts";
export { type ManifestRow, type MergedRow, readManifest } from "./shard/manifest.ts";
export { type ReadDataOptions, readData, readShard } from "./shard/read.ts";
export type { ShardReport } from "./shard/shard.ts";
export { verifyData } from "./shard/verify.ts";
export {
  type Composition,
  type Draft,
  type DrawnPicture,
  type PagePicture,
  type Picture,
  type Source,
  type SourceContext,
  Unfit,
} from "./source.ts";
export { openStorage, type Storage } from "./storage/storage.ts";
export { leaves } from "./taxonomy.ts";
