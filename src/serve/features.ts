/**
 * Image features by the hash of the image's bytes: computed once however many ask, the most recently used ones kept. What
 * nobody waits for any more is not computed.
 */

export interface FoundFeatures {
  /** [N, D] */
  readonly features: Float32Array;
  readonly computed: boolean;
}

/**
 * Computes features; where the signal comes before it has begun it may give up, with any error. What it has begun it ends,
 * and whoever asks meanwhile waits for that.
 */
export type ComputeFeatures = (hash: string, bytes: Uint8Array, signal: AbortSignal) => Promise<Float32Array>;

interface UnderWay {
  readonly features: Promise<Float32Array>;
  readonly stop: AbortController;
  asking: number;
}

export class FeatureCache {
  readonly #maxBytes: number;
  readonly #compute: ComputeFeatures;
  /** In the order of last use, oldest first. */
  readonly #kept = new Map<string, Float32Array>();
  readonly #underWay = new Map<string, UnderWay>();
  #bytes = 0;
  hits = 0;
  misses = 0;

  constructor(maxBytes: number, compute: ComputeFeatures) {
    this.#maxBytes = maxBytes;
    this.#compute = compute;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Undefined for one who has left by the signal. */
  async get(hash: string, bytes: Uint8Array, signal?: AbortSignal): Promise<FoundFeatures | undefined> {
    if (signal?.aborted) return undefined;
    const known = this.#kept.get(hash);
    if (known !== undefined) {
      this.hits++;
      this.#kept.delete(hash);
      this.#kept.set(hash, known);
      return { features: known, computed: false };
    }
    const begun = this.#underWay.get(hash);
    if (begun === undefined) this.misses++;
    else this.hits++;
    const work = begun ?? this.#begin(hash, bytes);
    work.asking++;
    try {
      const features = await unlessLeft(work.features, signal);
      return features && { features, computed: begun === undefined };
    } catch (error) {
      this.#forget(hash, work);
      if (begun === undefined || !work.stop.signal.aborted) throw error;
    } finally {
      if (--work.asking === 0) work.stop.abort();
    }
    return this.get(hash, bytes, signal); // it was given up when the last who had asked left
  }

  #begin(hash: string, bytes: Uint8Array): UnderWay {
    const stop = new AbortController();
    const features = this.#compute(hash, bytes, stop.signal);
    const work: UnderWay = { features, stop, asking: 0 };
    this.#underWay.set(hash, work);
    features
      .then((found) => this.#keep(hash, found))
      .catch(() => {}) // told to those who ask
      .finally(() => this.#forget(hash, work));
    return work;
  }

  #forget(hash: string, work: UnderWay): void {
    if (this.#underWay.get(hash) === work) this.#underWay.delete(hash);
  }

  #keep(hash: string, features: Float32Array): void {
    if (this.#kept.has(hash)) return;
    this.#kept.set(hash, features);
    this.#bytes += features.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}

/** What a promise gives, or undefined as soon as the signal comes. */
function unlessLeft<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T | undefined> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const leave = () => resolve(undefined);
    signal.addEventListener("abort", leave, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
