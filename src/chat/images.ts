/**
 * Images as the language model sees them: from a decoded picture through the processor and the vision program to one row
 * of features for each position. What was computed is kept under the hash of the picture's contents.
 */
import { processImage } from "../image/processor.ts";
import type { ProcessorConfig } from "../image/processor-config.ts";
import type { RgbImage } from "../image/resize.ts";
import type { Runtime, Session } from "../runtime/runtime.ts";

/** An image whose bytes are at hand. */
export interface LoadedImage {
  /** The name of its contents. */
  readonly hash: string;
  /** What messages call it. */
  readonly name: string;
  /** Throws a UserError for a picture that cannot be decoded. */
  decode(): Promise<RgbImage>;
}

export interface ImageEncoderOptions {
  readonly runtime: Runtime;
  readonly processor: ProcessorConfig;
  /** Loads the vision program; called when the first image comes. */
  readonly open: () => Promise<Session>;
  /** Features that are kept, bytes. Default 256 MiB. */
  readonly maxBytes?: number;
}

export interface EncodedImage {
  /** [N, D] */
  readonly features: Float32Array;
  /** Whether the towers had to run for it. */
  readonly computed: boolean;
}

export class ImageEncoder {
  readonly #options: ImageEncoderOptions;
  readonly #maxBytes: number;
  /** In the order of last use, oldest first. */
  readonly #kept = new Map<string, Float32Array>();
  readonly #underWay = new Map<string, Promise<Float32Array>>();
  #keptBytes = 0;
  #session: Promise<Session> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: ImageEncoderOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes ?? 256 * 2 ** 20;
  }

  /** The features of an image, from memory if it has been seen. Throws a UserError for a picture that cannot be read. */
  async encode(image: LoadedImage): Promise<EncodedImage> {
    const known = this.#kept.get(image.hash);
    if (known !== undefined) {
      this.#kept.delete(image.hash);
      this.#kept.set(image.hash, known);
      return { features: known, computed: false };
    }
    const begun = this.#underWay.get(image.hash);
    if (begun !== undefined) return { features: await begun, computed: false };
    // One after the other: the towers need much memory while they run, and use all cores by themselves.
    const computation = this.#last.then(() => this.#compute(image));
    this.#last = computation.catch(() => {});
    this.#underWay.set(image.hash, computation);
    try {
      const features = await computation;
      this.#keep(image.hash, features);
      return { features, computed: true };
    } finally {
      this.#underWay.delete(image.hash);
    }
  }

  async dispose(): Promise<void> {
    await this.#last;
    const session = this.#session;
    this.#session = undefined;
    (await session?.catch(() => undefined))?.dispose();
    this.#kept.clear();
    this.#keptBytes = 0;
  }

  async #compute(image: LoadedImage): Promise<Float32Array> {
    const { runtime, processor, open } = this.#options;
    const { pixels, size } = processImage(await image.decode(), processor);
    this.#session ??= open();
    const session = await this.#session.catch((error: unknown) => {
      this.#session = undefined;
      throw error;
    });
    const input = runtime.value("float32", [1, 3, size, size], pixels);
    const { image_embeddings: output } = await session.run({ pixel_values: input });
    const features = (await output!.download()) as Float32Array;
    input.dispose();
    output!.dispose();
    return features;
  }

  #keep(hash: string, features: Float32Array): void {
    this.#kept.set(hash, features);
    this.#keptBytes += features.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#keptBytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#keptBytes -= byteLength;
    }
  }
}
