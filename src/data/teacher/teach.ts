/**
 * Conversations about a folder of pictures, written by a teacher: every picture is asked about some leaves. Answers are kept on
 * disk as they come, so that a run can be stopped at any moment and continued; the result is a LLaVA file that
 * `periscope data import llava` reads, with the leaf of each conversation.
 */
import { readdir, readFile, realpath } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { z } from "zod";
import { makeFolder } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { randomFor } from "../random.ts";
import { isLeaf } from "../taxonomy.ts";
import { type Endpoint, NoAnswer, type TeacherAnswer, teacher } from "./ask.ts";
import { answerCache, questionHash, writeWhole } from "./cache.ts";
import { promptFor, teacherLeaf, teacherLeaves } from "./prompts.ts";

export interface TeachOptions {
  readonly endpoint: Endpoint;
  /** Folder of pictures (PNG, JPEG, WebP), read with its subfolders. */
  readonly images: string;
  /** Where answers and the result go. */
  readonly out: string;
  /** Leaves to ask about; those with questions of their own unless said. */
  readonly leaves?: readonly string[];
  /** Leaves a picture is asked about; 1 unless said. */
  readonly perImage?: number;
  readonly seed?: number;
  /** Questions under way at once; 4 unless said. */
  readonly parallel?: number;
  /** Licence of the answers, as far as the teacher's terms allow one. */
  readonly licence?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TeachReport & { readonly total: number }) => void;
}

export interface TeachReport {
  /** Conversations, of these `cached` from an earlier run. */
  readonly conversations: number;
  readonly cached: number;
  /** Pictures that the teacher found unsuitable for the leaf. */
  readonly unsuitable: number;
  /** Questions given up, with reasons. */
  readonly failed: number;
  readonly reasons: Readonly<Record<string, number>>;
}

const types: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
};

const keptSchema = z.union([
  z.object({ suits: z.literal(true), turns: z.array(z.object({ question: z.string(), answer: z.string() })).min(1) }),
  z.object({ suits: z.literal(false) }),
]);

/** Asks what has not been asked yet and writes `conversations.jsonl`. Throws a `UserError` for wrong folders, leaves or keys. */
export async function teach(options: TeachOptions): Promise<TeachReport> {
  const { endpoint, images, out, perImage = 1, seed = 0, parallel = 4, licence, signal, onProgress } = options;
  const leaves = options.leaves ?? teacherLeaves.map(({ leaf }) => leaf);
  for (const leaf of leaves)
    if (!isLeaf(leaf))
      throw new UserError(`"${leaf}" is not a leaf of the taxonomy; "periscope data taxonomy" lists them`);
  const pictures = await picturesIn(images);
  if (pictures.length === 0) throw new UserError(`${images} holds no PNG, JPEG or WebP pictures`);
  await makeFolder(out); // what cannot be written to is said before anything is paid for
  const root = await realpath(images);
  const jobs = pictures.flatMap((picture) => {
    const random = randomFor(seed, 0, picture); // of the name, so that new pictures change nothing for old ones
    return random
      .shuffled(leaves)
      .slice(0, perImage)
      .map((leaf) => ({ picture, leaf, question: random.pick(teacherLeaf(leaf).questions) }));
  });
  const ask = teacher(endpoint);
  const cache = answerCache(join(out, "answers"));
  const records: (string | undefined)[] = [];
  const count = { conversations: 0, cached: 0, unsuitable: 0, failed: 0 };
  const reasons: Record<string, number> = {};
  let next = 0;

  const work = async (): Promise<void> => {
    while (next < jobs.length) {
      const index = next++;
      const { picture, leaf, question } = jobs[index]!;
      signal?.throwIfAborted();
      const bytes = await readFile(join(root, picture));
      const prompt = promptFor(teacherLeaf(leaf), question);
      const hash = questionHash(endpoint.model, prompt, bytes);
      const kept = keptSchema.safeParse(await cache.get(hash));
      let answer: TeacherAnswer;
      if (kept.success) {
        answer = kept.data;
        count.cached++;
      } else {
        try {
          answer = await ask(prompt, { bytes, type: types[extname(picture).toLowerCase()]! }, signal);
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
          count.failed++;
          reasons[error.message] = (reasons[error.message] ?? 0) + 1;
          onProgress?.({ ...count, reasons, total: jobs.length });
          continue;
        }
        await cache.put(hash, answer);
      }
      if (answer.suits) {
        count.conversations++;
        records[index] = JSON.stringify({
          id: hash.slice(0, 16),
          image: picture,
          leaf,
          teacher: endpoint.model,
          ...(licence === undefined ? {} : { license: licence }),
          conversations: answer.turns.flatMap((turn, i) => [
            { from: "human", value: i === 0 ? `<image>\n${turn.question}` : turn.question },
            { from: "gpt", value: turn.answer },
          ]),
        });
      } else count.unsuitable++;
      onProgress?.({ ...count, reasons, total: jobs.length });
    }
  };
  // an error that asking again cannot mend stops all; the others have ended before it is thrown
  const worker = () =>
    work().catch((error: unknown) => {
      next = jobs.length;
      throw error;
    });
  const ends = await Promise.allSettled(Array.from({ length: Math.min(parallel, jobs.length) }, worker));
  const broken = ends.find((end) => end.status === "rejected");
  if (broken) throw broken.reason;
  const lines = records.filter((line) => line !== undefined);
  await writeWhole(join(out, "conversations.jsonl"), lines.map((line) => `${line}\n`).join(""));
  return { ...count, reasons };
}

/** Pictures below a folder by their paths in it, in order of name. */
async function picturesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new UserError(
        error.code === "ENOENT" ? `there is no folder ${folder}` : `${folder} cannot be read: ${error.message}`,
      );
    },
  );
  return entries
    .filter((entry) => entry.isFile() && extname(entry.name).toLowerCase() in types)
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}
