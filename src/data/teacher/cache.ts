/** Answers on disk by the content they were asked with: nothing is asked twice, and nothing half-written is ever read. */
import { createHash } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { makeFolder } from "../../checkpoint/files.ts";

/** The name of a question: model, prompt and picture decide it. */
export function questionHash(model: string, prompt: string, image: Uint8Array): string {
  return createHash("sha256").update(model).update("\0").update(prompt).update("\0").update(image).digest("hex");
}

export interface AnswerCache {
  get(hash: string): Promise<unknown>;
  put(hash: string, answer: unknown): Promise<void>;
}

export function answerCache(folder: string): AnswerCache {
  const path = (hash: string) => join(folder, hash.slice(0, 2), `${hash}.json`);
  return {
    async get(hash) {
      try {
        return JSON.parse(await readFile(path(hash), "utf8"));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
        throw error;
      }
    },
    async put(hash, answer) {
      await writeWhole(path(hash), JSON.stringify(answer));
    },
  };
}

/** Writes beside the file and moves it into place. */
export async function writeWhole(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, text);
  await rename(part, path);
}
