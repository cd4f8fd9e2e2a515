import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { decodeImage } from "./decode.ts";
import { type ProcessedImage, processImage, resizedSize } from "./processor.ts";
import { parseProcessorConfig } from "./processor-config.ts";

const root = join(import.meta.dirname, "../..");
const fixtures = join(root, "test/fixtures/image");
const goldens = join(root, "../shared/goldens/e_image_processor");

interface Case {
  processor: string;
  image: string;
  resized_hw: [number, number];
  background: [number, number, number];
  sha256_u8_chw: string;
  px_mean: number;
  px_first8: number[];
  pixel_values?: string;
}

interface CaseFile {
  processors: Record<string, unknown>;
  cases: Case[];
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

async function run(file: CaseFile, folder: string, golden: Case): Promise<ProcessedImage> {
  const config = parseProcessorConfig(file.processors[golden.processor]);
  expect(config.background).toEqual(golden.background);
  const image = await decodeImage(readFileSync(join(folder, "png", `${golden.image}.png`)));
  return processImage(image, config);
}

/** SHA-256 of the padded bytes as channel planes. */
function planesHash({ padded, size }: ProcessedImage): string {
  const planes = new Uint8Array(padded.length);
  for (let i = 0; i < padded.length; i++) planes[(i % 3) * size * size + Math.floor(i / 3)] = padded[i]!;
  return createHash("sha256").update(planes).digest("hex");
}

function checkBytes(result: ProcessedImage, golden: Case): void {
  expect([result.resizedHeight, result.resizedWidth]).toEqual(golden.resized_hw);
  expect(planesHash(result)).toBe(golden.sha256_u8_chw);
  golden.px_first8.forEach((value, i) => {
    expect(Math.abs(result.pixels[i]! - value)).toBeLessThanOrEqual(1e-6);
  });
  const mean = result.pixels.reduce((sum, value) => sum + value, 0) / result.pixels.length;
  expect(Math.abs(mean - golden.px_mean)).toBeLessThan(1e-6);
}

describe("pictures come out of the processor as from the reference, to the bit", () => {
  const file = readJson(join(fixtures, "processor.json")) as CaseFile;
  test.each(file.cases)("$processor on $image", async (golden) => {
    checkBytes(await run(file, fixtures, golden), golden);
  });
});

describe.skipIf(!existsSync(goldens))("every golden of the reference's processor", () => {
  const file = existsSync(goldens) ? (readJson(join(goldens, "case.json")) as CaseFile) : { processors: {}, cases: [] };
  test.each(file.cases)("$processor on $image", async (golden) => {
    const result = await run(file, goldens, golden);
    checkBytes(result, golden);
    if (golden.pixel_values === undefined) return;
    const expected = readFloats(join(goldens, "outputs.safetensors"), golden.pixel_values);
    expect(result.pixels.length).toBe(expected.length);
    let worst = 0;
    for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs(expected[i]! - result.pixels[i]!));
    expect(worst).toBeLessThanOrEqual(1e-6);
  });

  test("the fixtures are those goldens, not others", () => {
    const copied = readJson(join(fixtures, "processor.json")) as CaseFile;
    const hashes = new Set(file.cases.map((golden) => golden.sha256_u8_chw));
    expect(copied.cases.every((golden) => hashes.has(golden.sha256_u8_chw))).toBe(true);
    expect(readdirSync(join(fixtures, "png")).length).toBeGreaterThan(10);
  });
});

const models = join(goldens, "..");
describe.skipIf(!existsSync(models))("the pixels of the golden models, to the bit", () => {
  test.each(["a_hybrid_tiny", "a_hybrid_96_unpatched", "b_low_only"])("%s", async (name) => {
    const { processor } = readJson(join(models, name, "config.json")) as { processor: unknown };
    const image = await decodeImage(readFileSync(join(models, name, "image_0.png")));
    const { pixels } = processImage(image, parseProcessorConfig(processor));
    const expected = readFloats(join(models, name, "inputs.safetensors"), "pixel_values");
    expect(pixels).toEqual(expected.subarray(0, pixels.length));
  });
});

test("sizes are truncated as by the reference, or rounded as by the transformers port", () => {
  const { cases } = readJson(join(fixtures, "resize_sizes.json")) as {
    cases: {
      in_wh: [number, number];
      image_size: number;
      ref_hw: [number, number];
      hf_hw: [number, number];
      pad: { left: number; top: number };
    }[];
  };
  expect(cases.some(({ ref_hw, hf_hw }) => String(ref_hw) !== String(hf_hw))).toBe(true);
  for (const { in_wh, image_size, ref_hw, hf_hw, pad } of cases) {
    const sizes = { imageSize: image_size, minSize: 14 };
    const rounded = resizedSize(in_wh[0], in_wh[1], { ...sizes, sizeRounding: "half_even" });
    expect([rounded.height, rounded.width]).toEqual(hf_hw);
    const { width, height } = resizedSize(in_wh[0], in_wh[1], sizes);
    expect([height, width]).toEqual(ref_hw);
    expect([(image_size - width) >> 1, (image_size - height) >> 1]).toEqual([pad.left, pad.top]);
  }
});

test("the picture lies where the offsets say and the padding has the background's colour", () => {
  const config = parseProcessorConfig({ image_size: 20, min_size: 3, do_normalize: false });
  const image = { data: new Uint8Array(10 * 3 * 3).fill(9), width: 10, height: 3 };
  const { padded, pixels, offsetX, offsetY, resizedWidth, resizedHeight } = processImage(image, config);
  expect([resizedWidth, resizedHeight, offsetX, offsetY]).toEqual([20, 6, 0, 7]);
  for (let y = 0; y < 20; y++) {
    const inside = y >= 7 && y < 13;
    expect([...padded.subarray(y * 60, y * 60 + 3)]).toEqual(inside ? [9, 9, 9] : [122, 116, 104]);
    expect(pixels[y * 20]).toBe(Math.fround((inside ? 9 : 122) / 255));
  }
});

/** One float32 tensor of a safetensors file: an 8-byte length, a JSON header, the data. */
function readFloats(path: string, name: string): Float32Array {
  const bytes = readFileSync(path);
  const headerLength = Number(bytes.readBigUInt64LE(0));
  const header = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)) as Record<
    string,
    { data_offsets: [number, number] }
  >;
  const [start, end] = header[name]!.data_offsets;
  return new Float32Array(Uint8Array.from(bytes.subarray(8 + headerLength + start, 8 + headerLength + end)).buffer);
}
