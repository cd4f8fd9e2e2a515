/**
 * Rows of different lengths and image counts as one batch (spec 1.7): padded on the left, with the masks of the
 * reference and the inputs that the programs take.
 */
import { UserError } from "../runtime/errors.ts";
import { IGNORED } from "./supervise.ts";

export interface BatchRow {
  /** Images expanded. */
  readonly ids: readonly number[];
  readonly imageCount: number;
  /** Aligned with `ids`; -100 is ignored. Absent: nothing in this row is learnt. */
  readonly labels?: readonly number[];
  /** The row's images, each [3, S, S]. */
  readonly images?: readonly Float32Array[];
}

export interface BatchOptions {
  readonly padId: number;
  readonly imageTokenId: number;
  readonly numImageTokens: number;
  /** Rows are padded at least to this length, so that one program serves many batches. */
  readonly minLength?: number;
  /** The rows keep a tag in front of each image's tokens (`add_special_token`); no model can take such rows. */
  readonly keepTag?: boolean;
}

/** B rows, T positions; `imageSlots` is the largest number of images in a row, at least 1, as the reference counts. */
export interface Batch {
  readonly rows: number;
  readonly length: number;
  readonly imageSlots: number;
  /** Images in all rows together. */
  readonly images: number;
  /** [B, T] */
  readonly inputIds: Int32Array;
  /** [B, T], 0 on padding. */
  readonly attentionMask: Int32Array;
  /** [B, T], counted from the first real token; 1 on padding. */
  readonly positionIds: Int32Array;
  /** [B, T], -100 on padding and images. */
  readonly labels: BigInt64Array;
  /** [B, T]: the row of the image features that stands here, counted over the whole batch, or -1. */
  readonly imageRows: Int32Array;
  /** [B, T], 1 on image tokens. */
  readonly imagesSeqMask: Uint8Array;
  /** [B, imageSlots, numImageTokens], 1 where a slot holds an image. */
  readonly imagesEmbMask: Uint8Array;
  /** [images, 3, S, S] if the rows carry their images and there are any. Empty slots are not filled with pictures. */
  readonly pixelValues: Float32Array | undefined;
}

/**
 * Throws UserError if a row's ids hold other than `imageCount * numImageTokens` image tokens, if its labels have
 * another length, or if images differ in number or size.
 */
export function batchify(rows: readonly BatchRow[], options: BatchOptions): Batch {
  const { padId, imageTokenId, numImageTokens, minLength = 0, keepTag = false } = options;
  if (rows.length === 0) throw new UserError("a batch needs at least one row");
  rows.forEach((row, i) => {
    checkRow(row, i, imageTokenId, numImageTokens + (keepTag ? 1 : 0));
  });
  const length = rows.reduce((most, { ids }) => Math.max(most, ids.length), minLength);
  const imageSlots = rows.reduce((most, { imageCount }) => Math.max(most, imageCount), 1);
  const size = rows.length * length;
  const batch = {
    rows: rows.length,
    length,
    imageSlots,
    images: rows.reduce((sum, { imageCount }) => sum + imageCount, 0),
    inputIds: new Int32Array(size).fill(padId),
    attentionMask: new Int32Array(size),
    positionIds: new Int32Array(size).fill(1),
    labels: new BigInt64Array(size).fill(BigInt(IGNORED)),
    imageRows: new Int32Array(size).fill(-1),
    imagesSeqMask: new Uint8Array(size),
    imagesEmbMask: new Uint8Array(rows.length * imageSlots * numImageTokens),
    pixelValues: stackImages(rows),
  };
  let imageRow = 0;
  rows.forEach(({ ids, labels, imageCount }, b) => {
    const start = b * length + length - ids.length;
    ids.forEach((id, i) => {
      const at = start + i;
      batch.inputIds[at] = id;
      batch.attentionMask[at] = 1;
      batch.positionIds[at] = i;
      if (id === imageTokenId) {
        batch.imagesSeqMask[at] = 1;
        batch.imageRows[at] = imageRow++;
      } else if (labels !== undefined) {
        batch.labels[at] = BigInt(labels[i]!);
      }
    });
    const slot = b * imageSlots * numImageTokens;
    batch.imagesEmbMask.fill(1, slot, slot + imageCount * numImageTokens);
  });
  return batch;
}

function checkRow(
  { ids, labels, imageCount, images }: BatchRow,
  row: number,
  imageTokenId: number,
  tokens: number,
): void {
  const found = ids.reduce((sum, id) => sum + (id === imageTokenId ? 1 : 0), 0);
  if (found !== imageCount * tokens) {
    throw new UserError(
      `row ${row} of the batch has ${found} image tokens; ${imageCount} images of ${tokens} need ${imageCount * tokens}`,
    );
  }
  if (labels !== undefined && labels.length !== ids.length) {
    throw new UserError(`row ${row} of the batch has ${labels.length} labels for ${ids.length} ids`);
  }
  if (images !== undefined && images.length !== imageCount) {
    throw new UserError(`row ${row} of the batch has ${images.length} pictures for ${imageCount} images in its ids`);
  }
}

/** All images one after the other, in the order of the rows. */
function stackImages(rows: readonly BatchRow[]): Float32Array | undefined {
  const images = rows.flatMap((row) => row.images ?? []);
  const [first] = images;
  if (first === undefined) return undefined;
  if (rows.some((row) => row.images === undefined && row.imageCount > 0)) {
    throw new UserError("some rows of the batch carry their images and others do not");
  }
  const out = new Float32Array(images.length * first.length);
  images.forEach((image, i) => {
    if (image.length !== first.length) {
      throw new UserError(`image ${i} of the batch has ${image.length} values, the first one ${first.length}`);
    }
    out.set(image, i * first.length);
  });
  return out;
}
