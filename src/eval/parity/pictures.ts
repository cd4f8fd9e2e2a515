/** The parity of the image processor: on the pictures of a model fixture, and on a fixture of its own. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Checkpoint } from "../../checkpoint/checkpoint.ts";
import { readJson, readJsonIfPresent } from "../../checkpoint/files.ts";
import { decodeImage } from "../../image/decode.ts";
import { type ProcessedImage, processImage } from "../../image/processor.ts";
import { type ProcessorConfig, parseProcessorConfig } from "../../image/processor-config.ts";
import type { RgbImage } from "../../image/resize.ts";
import { UserError } from "../../runtime/errors.ts";
import { type Check, compare, failure, same } from "./check.ts";
import { type Fixture, readNumbers } from "./fixture.ts";
import type { Numbers, NumbersByName } from "./numbers.ts";

/** Float32 pixel values, as they stand. */
const pixelLimit = { limit: 1e-6, absolute: true } as const;

/** As the reference sees a file: it ignores the orientation that a camera noted. */
async function decode(path: string): Promise<RgbImage> {
  return decodeImage(await readFile(path), { source: path, orientation: "ignore" });
}

/** Whether `image_N.png`, processed, are the fixture's `pixel_values`. */
export async function checkPictures(
  folder: string,
  checkpoint: Checkpoint,
  tensors: NumbersByName,
  listed: readonly string[] | undefined,
): Promise<Check[]> {
  const group = "image.pixel_values";
  const reference = tensors.get("high_res_pixel_values") ?? tensors.get("pixel_values");
  const names = listed ?? numbered(folder);
  if (!reference || names.length === 0) return [];
  const [channels, height, width] = reference.shape.slice(-3) as [number, number, number];
  const size = channels * height * width;
  const slots = usedSlots(tensors, reference.data.length / size);
  if (slots.length !== names.length) {
    return [failure(group, group, `the fixture has ${names.length} pictures for ${slots.length} places`)];
  }
  const declared = await processorOf(folder, checkpoint);
  // transformers' processor normalises, in whose place the towers do it here
  const config = { ...declared, doNormalize: declared.doNormalize || reference.data.some((v) => v < -1e-6) };
  const checks: Check[] = [];
  for (const [i, name] of names.entries()) {
    const start = slots[i]! * size;
    const own: Numbers = { ...reference, shape: [3, height, width], data: reference.data.slice(start, start + size) };
    const path = join(folder, name);
    if (!existsSync(path)) {
      checks.push(failure(group, name, "this picture is missing"));
      continue;
    }
    const { pixels, size: side } = processImage(await decode(path), config);
    checks.push(compare({ group, name }, { shape: [3, side, side], data: pixels }, own, pixelLimit));
  }
  return checks;
}

function numbered(folder: string): string[] {
  const names: string[] = [];
  while (existsSync(join(folder, `image_${names.length}.png`))) names.push(`image_${names.length}.png`);
  return names;
}

/** Places of pictures, row by row, that hold one. */
function usedSlots(tensors: NumbersByName, slots: number): number[] {
  const mask = tensors.get("images_emb_mask");
  const all = Array.from({ length: slots }, (_, i) => i);
  if (!mask) return all;
  const tokens = mask.data.length / slots;
  return all.filter((slot) => mask.data.subarray(slot * tokens, (slot + 1) * tokens).some((used) => used !== 0));
}

async function processorOf(folder: string, checkpoint: Checkpoint): Promise<ProcessorConfig> {
  const path = join(folder, "preprocessor_config.json");
  const { config, processor } = checkpoint.raw as { config: Json; processor?: Json };
  const inside = processor?.image_processor ?? config.processor;
  return parseProcessorConfig((await readJsonIfPresent(path)) ?? inside ?? checkpoint.preprocessor, path);
}

type Json = Readonly<Record<string, unknown>>;

interface ProcessorCase {
  readonly processor: string;
  readonly image: string;
  readonly resized_hw: readonly number[];
  readonly background: readonly number[];
  readonly out_shape?: readonly number[];
  readonly expected_u8?: string;
  readonly sha256_u8_chw?: string;
  readonly px_mean?: number;
  readonly px_first8?: readonly number[];
  readonly pixel_values?: string;
}

/** A fixture of many pictures under several processors. */
export async function checkImageProcessor({ folder }: Fixture): Promise<Check[]> {
  const path = join(folder, "case.json");
  const { processors, cases } = (await readJson(path)) as { processors: Json; cases: readonly ProcessorCase[] };
  const outputs = await readNumbers(join(folder, "outputs.safetensors"));
  const decoded = await readNumbers(join(folder, "decoded_rgb.safetensors"));
  const checks: Check[] = [];
  for (const [name, reference] of decoded) {
    const { data } = await decode(join(folder, "png", `${name}.png`));
    checks.push(same("decoded pictures", name, data, reference.data));
  }
  const compared = new Set<string>();
  for (const golden of cases) {
    const settings = processors[golden.processor];
    if (settings === undefined) throw new UserError(`${path} describes no processor "${golden.processor}"`);
    const config = parseProcessorConfig(settings, path);
    const result = processImage(await decode(join(folder, "png", `${golden.image}.png`)), config);
    checks.push(...(await checkCase(folder, golden, config, result, outputs)));
    if (golden.pixel_values) compared.add(golden.pixel_values);
  }
  const unknown = [...outputs.keys()].filter((name) => !compared.has(name));
  return [...checks, ...unknown.map((name) => failure("pixel values", name, "belongs to no case of case.json"))];
}

async function checkCase(
  folder: string,
  golden: ProcessorCase,
  config: ProcessorConfig,
  result: ProcessedImage,
  outputs: NumbersByName,
): Promise<Check[]> {
  const name = `${golden.processor} on ${golden.image}`;
  const { pixels, padded, size, resizedHeight, resizedWidth } = result;
  const layout = [resizedHeight, resizedWidth, ...config.background, 3, size, size];
  const expected = [...golden.resized_hw, ...golden.background, ...(golden.out_shape ?? [3, size, size])];
  const checks = [same("sizes and padding", name, layout, expected)];
  if (golden.expected_u8) {
    const picture = await decode(join(folder, golden.expected_u8));
    checks.push(same("8-bit pictures", name, padded, picture.data));
  }
  if (golden.sha256_u8_chw)
    checks.push(same("8-bit pictures", `${name}, hash`, [planesHash(result)], [golden.sha256_u8_chw]));
  const reference = golden.pixel_values === undefined ? undefined : outputs.get(golden.pixel_values);
  const group = "pixel values";
  const list = (data: readonly number[]): Numbers => ({
    dtype: "float32",
    shape: [data.length],
    data: Float64Array.from(data),
  });
  if (reference) {
    checks.push(compare({ group, name }, { shape: [3, size, size], data: pixels }, reference, pixelLimit));
  } else if (golden.pixel_values !== undefined) {
    checks.push(failure(group, name, `outputs.safetensors has no tensor "${golden.pixel_values}"`));
  }
  if (golden.px_first8) {
    const first = { shape: [golden.px_first8.length], data: pixels.subarray(0, golden.px_first8.length) };
    checks.push(compare({ group, name: `${name}, first` }, first, list(golden.px_first8), pixelLimit));
  }
  if (golden.px_mean !== undefined) {
    const mean = pixels.reduce((sum, v) => sum + v, 0) / pixels.length;
    checks.push(
      compare({ group, name: `${name}, mean` }, { shape: [1], data: [mean] }, list([golden.px_mean]), pixelLimit),
    );
  }
  return checks;
}

/** SHA-256 of the padded bytes as channel planes. */
function planesHash({ padded, size }: ProcessedImage): string {
  const planes = new Uint8Array(padded.length);
  for (let i = 0; i < padded.length; i++) planes[(i % 3) * size * size + Math.floor(i / 3)] = padded[i]!;
  return createHash("sha256").update(planes).digest("hex");
}
