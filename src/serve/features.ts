/** Image features by the hash of the image's bytes: computed once however many ask, the most recently used ones kept. */

export class FeatureCache {
  readonly #maxBytes: number;
  readonly #compute: (hash: string, bytes: Uint8Array) => Promise<Float32Array>;
  /** In the order of last use, oldest first. */
  readonly #kept = new Map<string, Float32Array>();
  readonly #underWay = new Map<string, Promise<Float32Array>>();
  #bytes = 0;
  hits = 0;
  misses = 0;

  constructor(maxBytes: number, compute: (hash: string, bytes: Uint8Array) => Promise<Float32Array>) {
    this.#maxBytes = maxBytes;
    this.#compute = compute;
  }

  get bytes(): number {
    return this.#bytes;
  }

  async get(hash: string, bytes: Uint8Array): Promise<{ readonly features: Float32Array; readonly computed: boolean }> {
    const known = this.#kept.get(hash);
    if (known !== undefined) {
      this.hits++;
      this.#kept.delete(hash);
      this.#kept.set(hash, known);
      return { features: known, computed: false };
    }
    const begun = this.#underWay.get(hash);
    if (begun !== undefined) {
      this.hits++;
      return { features: await begun, computed: false };
    }
    this.misses++;
    const computation = this.#compute(hash, bytes);
    this.#underWay.set(hash, computation);
    try {
      const features = await computation;
      this.#keep(hash, features);
      return { features, computed: true };
    } finally {
      this.#underWay.delete(hash);
    }
  }

  #keep(hash: string, features: Float32Array): void {
    this.#kept.set(hash, features);
    this.#bytes += features.byteLength;
    for (const [oldest, { byteLength }] of this.#kept) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#kept.delete(oldest);
      this.#bytes -= byteLength;
    }
  }
}
