/** A short run of texts that prints each step: what the test kills. Arguments: the run's folder. */
import { createNativeRuntime } from "../../runtime/native.ts";
import { train } from "../train.ts";
import { given, tinyRecipe } from "./tiny-recipe.ts";

export const killedRecipe = () =>
  tinyRecipe({
    stages: [
      {
        name: "text",
        trained: ["language"],
        ...{ steps: 250, batch: 4, microBatch: 2 },
        sequence: { length: 48, packing: true, bucket: 48 },
        schedule: { rate: 3e-3, warmup: 2 },
        mixture: { languageShare: 1, sources: [{ data: "sums", modality: "language" }] },
      },
      {
        name: "both",
        trained: ["aligner", "language"],
        ...{ steps: 10, batch: 2 },
        sequence: { length: 64, bucket: 64 },
        schedule: { rate: 1e-3 },
        mixture: {
          languageShare: 0.5,
          sources: [
            { data: "sums", modality: "language" },
            { data: "squares", modality: "multimodal" },
          ],
        },
      },
    ],
    checkpoints: { every: 4, keep: 2 },
    logEvery: 1,
  });

if (process.argv[2]) {
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const { finished } = await train(killedRecipe(), runtime, {
    ...{ folder: process.argv[2], resume: true, given, threads: 1, measure: false, export: false },
    listeners: [(event) => void (event.kind === "summary" && process.stdout.write(`step ${event.at}\n`))],
  });
  process.stdout.write(finished ? "finished\n" : "stopped\n");
  runtime.dispose();
}
