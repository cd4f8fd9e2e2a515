/**
 * Rows of a batch: which samples stand in which row (one, or as many as fit), and the arrays that a training program takes of
 * them. A row is a lane of the scheduler: what it holds depends on its own past alone.
 */
import type { ModelConfig } from "../model/config.ts";
import { UserError } from "../runtime/errors.ts";
import { IGNORED } from "../text/supervise.ts";
import { type EncodedSample, NothingToLearn } from "./encode.ts";
import type { Modality } from "./recipe.ts";
import type { Scheduler } from "./scheduler.ts";
import type { SamplePicture } from "./sources.ts";

/** Samples of one row, in order. */
export type Row = readonly EncodedSample[];

/** How far each lane of each modality is when rows are packed: draws that are used up, and tokens of the next one. */
export type LanePlaces = Record<Modality, { count: number; offset: number }[]>;

/** The lanes of a batch, each where it was left; those that a larger batch adds are at their beginning. */
export function lanesOf(batch: number, left?: LanePlaces): LanePlaces {
  const lanes = (modality: Modality) =>
    Array.from({ length: batch }, (_, row) => ({ count: 0, offset: 0, ...left?.[modality][row] }));
  return { language: lanes("language"), multimodal: lanes("multimodal") };
}

export interface RowMaker {
  /** Row `row` of a step. With packing, steps must come in order from where `places` stand. */
  row(step: number, row: number): Promise<Row>;
}

/** Reads and encodes draw `count` of a lane; throws `NothingToLearn`. */
export type ReadDraw = (modality: Modality, row: number, count: number) => Promise<EncodedSample>;

/** Different samples of a modality that a stage draws from. */
export type CountSamples = (modality: Modality) => number;

/** One sample a row. A sample that cannot be learnt from is replaced by one from beyond the stage's end. */
export function singleRows(scheduler: Scheduler, steps: number, read: ReadDraw, available: CountSamples): RowMaker {
  return {
    async row(step, row) {
      const modality = scheduler.modality(step, row);
      const turn = scheduler.turn(step, row, modality);
      const vain = vainDraws(scheduler, modality, available(modality));
      for (let attempt = 0; vain.mayGoOn(); attempt++) {
        const count = turn + attempt * steps;
        try {
          return [await read(modality, row, count)];
        } catch (error) {
          if (!(error instanceof NothingToLearn)) throw error;
          vain.add(row, count);
        }
      }
      throw vain.error();
    },
  };
}

/** So many different samples are tried before a row is given up; few samples are drawn again and again until each was seen. */
const [mostTried, mostDrawn] = [100, 1000];

/** The draws of a row from which nothing can be learnt. Only they decide when it is given up, so a resumed run decides the same. */
function vainDraws(scheduler: Scheduler, modality: Modality, available: number) {
  const tried = new Set<string>();
  let drawn = 0;
  return {
    add(row: number, count: number): void {
      const { source, sample } = scheduler.draw(modality, row, count);
      tried.add(`${source}/${sample}`);
      drawn++;
    },
    mayGoOn: () => drawn < mostDrawn && tried.size < Math.min(mostTried, available),
    error(): UserError {
      const which =
        tried.size < available
          ? `any of ${tried.size} ${modality} samples that were tried, of ${available}`
          : available === 1
            ? `the only ${modality} sample`
            : `any of the ${available} ${modality} samples`;
      return new UserError(
        `nothing can be learnt from ${which}: are their answers beyond the longest sequence ("length")?`,
      );
    },
  };
}

/** A text is worth continuing in the next row from so many tokens on. */
const shortestPiece = 16;

/** Samples one after the other until the next does not fit; texts without pictures are cut and go on in the lane's next row. */
export function packedRows(
  scheduler: Scheduler,
  length: number,
  places: LanePlaces,
  read: ReadDraw,
  available: CountSamples,
): RowMaker {
  return {
    async row(step, row) {
      const modality = scheduler.modality(step, row);
      const place = places[modality][row]!;
      const segments: EncodedSample[] = [];
      let room = length;
      const vain = vainDraws(scheduler, modality, available(modality));
      const least = Math.min(shortestPiece, length);
      for (let refused = 0; room >= least && (segments.length > 0 ? refused < mostTried : vain.mayGoOn()); ) {
        let sample: EncodedSample;
        try {
          sample = await read(modality, row, place.count);
        } catch (error) {
          if (!(error instanceof NothingToLearn)) throw error;
          vain.add(row, place.count++);
          refused++;
          continue;
        }
        const rest = sample.ids.length - place.offset;
        const whole = rest <= room;
        if (!whole && (sample.pictures.length > 0 || rest > 100 * length) && segments.length > 0) break;
        const piece = whole ? rest : room;
        const part = pieceOf(sample, place.offset, place.offset + piece);
        if (part.labels.some((label) => label !== IGNORED)) {
          segments.push(part);
          room -= piece;
        }
        if (whole || sample.pictures.length > 0) {
          place.count++;
          place.offset = 0;
        } else place.offset += piece;
      }
      if (segments.length === 0) throw vain.error();
      return segments;
    },
  };
}

function pieceOf(sample: EncodedSample, from: number, to: number): EncodedSample {
  if (from === 0 && to >= sample.ids.length) return sample;
  const labels = sample.labels.slice(from, to);
  if (labels.length > 0) labels[0] = IGNORED; // what stood before it is not here
  return { ...sample, ids: sample.ids.slice(from, to), labels };
}

export interface BatchArrays {
  readonly rows: number;
  readonly length: number;
  /** Pictures that the program takes: those of the batch, and empty ones up to the bucket's size. */
  readonly images: number;
  readonly ids: Int32Array;
  readonly positions: Int32Array;
  /** Numbers of the texts within each row from 1; 0 is padding. */
  readonly segments: Int32Array;
  readonly labels: BigInt64Array;
  readonly imageRows: Int32Array;
  readonly pictures: readonly SamplePicture[];
  /** For each position the place of its source in `sources`; -1 where the next token is no target. */
  readonly sourceOf: Int16Array;
  readonly sources: readonly string[];
  readonly targets: number;
  /** Tokens that are not padding, image tokens among them. */
  readonly tokens: number;
  readonly targetBytes: number;
}

/** Rows padded on the right to a common length, a multiple of `bucket` (at most `limit`, if it is given). */
export function batchArrays(
  rows: readonly Row[],
  { bucket, limit, imageTokenId, padId }: { bucket: number; limit?: number; imageTokenId: number; padId: number },
): BatchArrays {
  const longest = Math.max(...rows.map((row) => row.reduce((sum, { ids }) => sum + ids.length, 0)));
  const length = Math.max(longest, Math.min(limit ?? Number.POSITIVE_INFINITY, Math.ceil(longest / bucket) * bucket));
  const size = rows.length * length;
  const ids = new Int32Array(size).fill(padId);
  const positions = new Int32Array(size);
  const segments = new Int32Array(size);
  const labels = new BigInt64Array(size).fill(BigInt(IGNORED));
  const imageRows = new Int32Array(size).fill(-1);
  const sourceOf = new Int16Array(size).fill(-1);
  const pictures: SamplePicture[] = [];
  const sources: string[] = [];
  let [nextImageRow, targets, tokens, targetBytes] = [0, 0, 0, 0];
  rows.forEach((row, r) => {
    let at = r * length;
    row.forEach((sample, s) => {
      let source = sources.indexOf(sample.source);
      if (source < 0) source = sources.push(sample.source) - 1;
      pictures.push(...sample.pictures);
      targetBytes += sample.targetBytes;
      tokens += sample.ids.length;
      sample.ids.forEach((id, t) => {
        ids[at] = id;
        positions[at] = t;
        segments[at] = s + 1;
        const label = sample.labels[t]!;
        if (label !== IGNORED) {
          labels[at] = BigInt(label);
          sourceOf[at - 1] = source; // a label is foretold at the position before
          targets++;
        }
        if (id === imageTokenId) imageRows[at] = nextImageRow++;
        at++;
      });
    });
  });
  return {
    ...{ rows: rows.length, length, images: imageBucket(pictures.length), ids, positions, segments, labels, imageRows },
    ...{ pictures, sourceOf, sources, targets, tokens, targetBytes },
  };
}

/** 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, ...: few different programs, at most a third of it empty. */
export function imageBucket(images: number): number {
  if (images <= 4) return images;
  const power = 2 ** Math.floor(Math.log2(images));
  return images === power ? power : images <= 1.5 * power ? 1.5 * power : 2 * power;
}

/** The id that pads rows. */
export function padIdOf(config: ModelConfig): number {
  return config.padTokenId ?? config.eosTokenId;
}
