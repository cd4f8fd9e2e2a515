/** What the towers are given of an image: the padded squares and the grid of its tokens. */
import { processImage } from "../image/processor.ts";
import type { ProcessorConfig } from "../image/processor-config.ts";
import type { RgbImage } from "../image/resize.ts";
import type { ModelConfig } from "../model/config.ts";
import { antialiasMatrix } from "../nn/index.ts";
import type { SeenImage } from "./protocol.ts";

/** The low-resolution square is the high one made smaller, as the model does inside (here rounded to bytes). */
export function seenImage(picture: RgbImage, config: ModelConfig, processor: ProcessorConfig): SeenImage {
  const { padded, size, offsetX, offsetY, resizedWidth, resizedHeight } = processImage(picture, processor);
  const { vision, imageTokens } = config;
  const side = Math.round(Math.sqrt(imageTokens));
  const whole = { name: vision.kind === "low" ? ("low" as const) : ("high" as const), size, data: padded };
  const inputs: SeenImage["inputs"][number][] = [whole];
  if (vision.kind === "hybrid") {
    const { imageSize } = vision.low;
    inputs.push({ name: "low", size: imageSize, data: smaller(padded, size, imageSize) });
  }
  return {
    inputs,
    grid: { rows: Math.ceil(imageTokens / side), columns: side },
    content: { x: offsetX / size, y: offsetY / size, width: resizedWidth / size, height: resizedHeight / size },
  };
}

/** The square [from, from, 3] with another side, filtered as the model filters it: with the same matrix on both axes. */
function smaller(square: Uint8Array, from: number, to: number): Uint8Array {
  const matrix = antialiasMatrix(from, to); // [to, from], nearly all zeros
  const columns = new Float32Array(from * to * 3); // [from, to, 3]
  const out = new Uint8ClampedArray(to * to * 3);
  for (let i = 0; i < to; i++) {
    for (let j = 0; j < from; j++) {
      const weight = matrix[i * from + j]!;
      if (weight === 0) continue;
      for (let y = 0; y < from; y++) {
        for (let c = 0; c < 3; c++) columns[(y * to + i) * 3 + c]! += weight * square[(y * from + j) * 3 + c]!;
      }
    }
  }
  const row = new Float32Array(to * 3);
  for (let i = 0; i < to; i++) {
    row.fill(0);
    for (let j = 0; j < from; j++) {
      const weight = matrix[i * from + j]!;
      if (weight === 0) continue;
      for (let x = 0; x < row.length; x++) row[x]! += weight * columns[j * to * 3 + x]!;
    }
    out.set(row, i * to * 3);
  }
  return new Uint8Array(out.buffer);
}
