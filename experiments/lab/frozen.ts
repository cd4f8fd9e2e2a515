/**
 * Whether what a stage freezes stays as it is to the bit: the hash of each parameter in a checkpoint is compared with that in the
 * checkpoint before, of which there is one behind each stage at least. Of models whose one tower is the low one.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { openSafetensors } from "../../src/checkpoint/safetensors.ts";
import { type Module, moduleOf } from "../../src/train/modules.ts";

export interface FrozenStage {
  readonly stage: string;
  /** Numbers that the stage froze, all of which are what they were. */
  readonly numbers: number;
}

interface Kept {
  readonly hash: string;
  readonly numbers: number;
}

/** `saved` is told the checkpoints of a run as they are written. */
export function watchFrozen(stages: readonly { readonly name: string; readonly trained: readonly Module[] }[]) {
  const compared = new Map<string, number>();
  let before: ReadonlyMap<string, Kept> | undefined;
  return {
    compared: (): FrozenStage[] => [...compared].map(([stage, numbers]) => ({ stage, numbers })),
    /** Throws where a frozen parameter is no longer what it was. */
    async saved(run: string, checkpoint: string): Promise<void> {
      const now = await hashes(join(run, "checkpoints", checkpoint, "state.safetensors"));
      const stage = checkpoint.replace(/^\d+-/, "");
      const { trained } = stages.find(({ name }) => name === stage)!;
      let numbers = 0;
      for (const [name, was] of before ?? []) {
        if (trained.includes(moduleOf(name, "low"))) continue;
        if (now.get(name)?.hash !== was.hash) throw new Error(`stage "${stage}" has changed ${name}, which it freezes`);
        numbers += was.numbers;
      }
      if (before) compared.set(stage, numbers);
      before = now;
    },
  };
}

/** Of weights, without moments. */
async function hashes(path: string): Promise<Map<string, Kept>> {
  const file = await openSafetensors(path);
  try {
    const found = new Map<string, Kept>();
    for (const [name, { shape }] of file.tensors) {
      if (/^(first|second)\//.test(name)) continue;
      const { buffer, byteOffset, byteLength } = await file.read(name);
      const hash = createHash("sha256")
        .update(new Uint8Array(buffer, byteOffset, byteLength))
        .digest("hex");
      found.set(name, { hash, numbers: shape.reduce((product, size) => product * size, 1) });
    }
    return found;
  } finally {
    await file.close();
  }
}
