/** Where the recorded results of the reference lie: a few in the repository, all of them where `../shared` is. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

/** The fixtures that every clone has. */
export const ownGoldens = join(root, "test/fixtures/parity");

/** What Hugging Face transformers computes with checkpoints of its own. */
export const transformersGoldens = join(root, "test/fixtures/transformers");

/** All of them, or undefined in a clone that stands alone. */
export const sharedGoldens: string | undefined = [join(root, "../shared/goldens")].find((path) => existsSync(path));

/** The folders inside a folder. */
export function foldersIn(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(path, entry.name));
}
