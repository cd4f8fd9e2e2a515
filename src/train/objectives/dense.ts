/** What covers each patch, from label maps: pre-training of the high tower (dense.ts has the program). */

import { towerPrefixes } from "../../checkpoint/parameters.ts";
import { decodeImage } from "../../image/decode.ts";
import { type ProcessedImage, processImage } from "../../image/processor.ts";
import { gridSize, type ModelConfig } from "../../model/config.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Value } from "../../runtime/runtime.ts";
import { countLabels, type DensePiece, denseInputs, denseProgram, labelShares, unlabelled } from "../dense.ts";
import { ownRows } from "../parallel/collective.ts";
import type { StepTensors } from "../program.ts";
import type { Stage } from "../recipe.ts";
import type { LabelGrid } from "../sources.ts";
import { microRows } from "./language.ts";
import type { Objective, ObjectiveOptions } from "./objective.ts";

export function denseObjective(stage: Stage, options: ObjectiveOptions): Objective {
  const { model, runtime, scheduler, sources, share } = options;
  const { high } = highTower(stage, model.config);
  const kinds = stage.maps!;
  const across = gridSize(high);
  const mine = ownRows(stage.batch, share);
  const micro = microRows(stage, mine.length, options.abreast);
  const plane = 3 * high.imageSize ** 2;

  /** Pictures with the labels of their cells, as the scheduler draws them for these rows. */
  async function labelled(rows: readonly number[], step: number) {
    const pixels = new Float32Array(rows.length * plane);
    const labels = Object.fromEntries(
      Object.entries(kinds).map(([name, { perPatch }]) => [
        name,
        new BigInt64Array(rows.length * across * across * perPatch).fill(unlabelled),
      ]),
    );
    await Promise.all(
      rows.map(async (row, i) => {
        const { source, sample } = scheduler.draw("multimodal", row, scheduler.turn(step, row, "multimodal"));
        const { pictures, maps } = await sources[source]!.sample(sample);
        const [picture] = pictures;
        const image = picture instanceof Uint8Array ? await decodeImage(picture) : picture!;
        const processed = processImage(image, { ...model.processor, imageSize: high.imageSize });
        pixels.set(processed.pixels, i * plane);
        const grids = (await maps?.()) ?? {};
        for (const [name, { perPatch, classes }] of Object.entries(kinds)) {
          const cells = across * across * perPatch;
          const target = labels[name]!.subarray(i * cells, (i + 1) * cells);
          if (grids[name]) cellLabels(grids[name], processed, { across, perPatch, classes, step, target });
        }
      }),
    );
    return { pictures: rows.length, pixels, labels };
  }

  const program = (pictures: number) => denseTensors(stage, model.config, pictures);

  /** What each kind's mean counts in these pieces, when all ranks' labels are counted. */
  async function sharesAmongRanks(parts: readonly DensePiece[]): Promise<Value[]> {
    const own = countLabels(parts, Object.keys(kinds));
    const all = Float32Array.of(...own.labels, own.pictures);
    await share.allReduce(all);
    const elsewhere = { labels: own.labels.map((count, k) => all[k]! - count), pictures: all.at(-1)! - own.pictures };
    return labelShares(runtime, parts, elsewhere);
  }

  return {
    programs: () => [{ tensors: program(micro), times: mine.length / micro }],
    async prepare(step) {
      const parts: Awaited<ReturnType<typeof labelled>>[] = [];
      for (let start = 0; start < mine.length; start += micro)
        parts.push(await labelled(mine.slice(start, start + micro), step));
      const inputs = denseInputs(runtime, parts);
      return {
        modality: "dense",
        micro: parts.map(({ pictures, pixels }, k) => ({
          ...{ key: `dense/${pictures}`, program: () => program(pictures) },
          inputs: {
            ...inputs[k]!,
            pixel_values: runtime.value("float32", [pictures, 3, high.imageSize, high.imageSize], pixels),
          },
          ...{ weight: pictures, tokens: 0, images: pictures, sources: [] },
        })),
        ...(share.size > 1 && {
          meet: async () => (await sharesAmongRanks(parts)).map((value) => ({ label_shares: value })),
        }),
      };
    },
  };
}

/** The program of so many pictures. Throws a `UserError` where the model has no high tower. */
export function denseTensors(stage: Stage, config: Pick<ModelConfig, "vision">, pictures: number): StepTensors {
  const { high, path } = highTower(stage, config);
  const { loss, ...scalars } = denseProgram(high, path, pictures, stage.maps!).scalars;
  return { loss, scalars };
}

function highTower({ name }: Stage, { vision }: Pick<ModelConfig, "vision">) {
  if (vision.kind === "low") throw new UserError(`stage "${name}" is dense, but the model has no high tower`);
  return { high: vision.high, path: towerPrefixes(vision).high!.replace(/\.$/, "") };
}

/**
 * The class under the middle of each cell. Most cells show nothing: of those every fourth is enough, another one at each step.
 */
function cellLabels(
  grid: LabelGrid,
  { size, offsetX, offsetY, resizedWidth, resizedHeight }: ProcessedImage,
  {
    across,
    perPatch,
    classes,
    step,
    target,
  }: { across: number; perPatch: number; classes: number; step: number; target: BigInt64Array },
): void {
  const columns = across * perPatch;
  const isBytes = grid.data instanceof Uint8Array;
  for (let i = 0; i < target.length; i++) {
    const [row, column] = [Math.floor(i / columns), i % columns];
    const x = (((column + 0.5) * size) / columns - offsetX) / resizedWidth;
    const y = (((row + 0.5) * size) / across - offsetY) / resizedHeight;
    const isOutside = x < 0 || x >= 1 || y < 0 || y >= 1;
    const found = isOutside ? 0 : grid.data[Math.floor(y * grid.height) * grid.width + Math.floor(x * grid.width)]!;
    const isSkipped = (isBytes && found === 255) || found >= classes || (found === 0 && (i + step) % 4 !== 0);
    if (!isSkipped) target[i] = BigInt(found);
  }
}
