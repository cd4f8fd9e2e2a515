/**
 * The small pictures that go along with held-out answers, as files in a run's folder. They are named by their contents: the
 * questions are the same at each validation, so that a run has few of them.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { exists, writeAtomically } from "../checkpoint/files.ts";
import type { ValidationExample } from "./events.ts";

const folderName = "pictures";

export function pictureName(picture: Uint8Array): string {
  return `${createHash("sha256").update(picture).digest("hex").slice(0, 16)}.png`;
}

/** Writes those that are not there yet. */
export async function keepPictures(folder: string, examples: readonly ValidationExample[]): Promise<void> {
  for (const { picture } of examples) {
    if (!picture) continue;
    const path = join(folder, folderName, pictureName(picture));
    if (await exists(path)) continue;
    await mkdir(join(folder, folderName), { recursive: true });
    await writeAtomically(path, (file) => file.writeFile(picture));
  }
}

/** A picture by its name; undefined where the run has none of it, or where it is no such name. */
export async function keptPicture(folder: string, name: string): Promise<Uint8Array | undefined> {
  if (!/^[0-9a-f]{16}\.png$/.test(name)) return undefined;
  return readFile(join(folder, folderName, name)).catch(() => undefined);
}
