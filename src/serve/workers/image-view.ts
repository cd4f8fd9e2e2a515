/** What the towers get to see of a picture, as pictures that people can look at. */
import { processImage } from "../../image/processor.ts";
import type { ProcessorConfig } from "../../image/processor-config.ts";
import type { RgbImage } from "../../image/resize.ts";
import { sharp } from "../../image/sharp.ts";
import type { ModelConfig } from "../../model/config.ts";
import { antialiasMatrix } from "../../nn/index.ts";
import type { ImageView } from "./protocol.ts";

/** Throws a UserError for a picture that cannot be processed. */
export async function viewImage(
  image: RgbImage,
  { config, processor }: { readonly config: ModelConfig; readonly processor: ProcessorConfig },
): Promise<ImageView> {
  const { padded, size, ...place } = processImage(image, processor);
  const side = Math.round(Math.sqrt(config.imageTokens));
  const high = { size, png: await png(padded, size) };
  const { vision } = config;
  const lowSize = vision.kind === "sam" ? undefined : vision.low.imageSize;
  const content = { x: place.offsetX, y: place.offsetY, width: place.resizedWidth, height: place.resizedHeight };
  return {
    ...{ width: image.width, height: image.height, content, grid: { rows: side, columns: side } },
    ...(vision.kind !== "low" && { high }),
    ...(lowSize !== undefined && {
      low: lowSize === size ? high : { size: lowSize, png: await png(reduce(padded, size, lowSize), lowSize) },
    }),
  };
}

function png(square: Uint8Array, size: number): Promise<Uint8Array> {
  return sharp(square, { raw: { width: size, height: size, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
}

/** The square at the low-resolution tower's size, by the weights that the tower's own program uses. */
function reduce(square: Uint8Array, size: number, to: number): Uint8Array {
  const weights = antialiasMatrix(size, to);
  const across = new Float32Array(size * to * 3); // [size, to, 3]
  for (let y = 0; y < size; y++) accumulate(weights, square, y * size * 3, 3, size, across, y * to * 3, 3, to);
  const down = new Float32Array(to * to * 3); // [to, to, 3]
  for (let x = 0; x < to; x++) accumulate(weights, across, x * 3, to * 3, size, down, x * 3, to * 3, to);
  return Uint8Array.from(down, (value) => Math.min(Math.max(Math.round(value), 0), 255));
}

/** Resamples one line of pixels of three channels; the strides say how far pixels of a line lie apart. */
function accumulate(
  weights: Float32Array,
  from: Uint8Array | Float32Array,
  fromOffset: number,
  fromStride: number,
  inputs: number,
  to: Float32Array,
  toOffset: number,
  toStride: number,
  outputs: number,
): void {
  for (let i = 0; i < outputs; i++) {
    for (let j = 0; j < inputs; j++) {
      const weight = weights[i * inputs + j]!;
      if (weight === 0) continue;
      for (let c = 0; c < 3; c++) {
        const target = toOffset + i * toStride + c;
        to[target] = to[target]! + weight * from[fromOffset + j * fromStride + c]!;
      }
    }
  }
}
