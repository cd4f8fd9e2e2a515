/**
 * A set of questions on disk: `questions.jsonl` and the images that it names. The generated sets have this form, and so
 * have those that users write (docs/evaluation.md has an example).
 */
import { createHash } from "node:crypto";
import { rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { exists, fileError, makeFolder } from "../../checkpoint/files.ts";
import { UserError } from "../../runtime/errors.ts";
import { imageFile } from "../files/images.ts";
import { type OpenFiles, openFiles, records } from "../files/open-files.ts";
import type { Drawn } from "./generate.ts";

const expected =
  "a folder with questions.jsonl: lines with id, category, question, images (names of files) and perhaps answer";

const line = z.strictObject({
  id: z.string().regex(/^[\w.-]+$/, { error: "is no name of letters, digits, dots, - and _" }),
  category: z.string().min(1),
  leaf: z.string().optional(),
  question: z.string().min(1),
  /** Names of image files beside the list. */
  images: z.array(z.string()).default([]),
  /** A right answer, where there is one. */
  answer: z.string().optional(),
  /** Answers of which one is right, and its place. */
  options: z.array(z.string()).min(2).optional(),
  right: z.int().nonnegative().optional(),
});

export interface Question extends Omit<z.infer<typeof line>, "images"> {
  /** Paths. */
  readonly images: readonly string[];
}

/** Reads a set. Throws a `UserError` for a line that is wrong, an image that is absent, an id that comes twice. */
export async function readQuestions(folder: string): Promise<Question[]> {
  return questionsOf(await openFiles(folder, expected));
}

export async function questionsOf(files: OpenFiles): Promise<Question[]> {
  const [name] = await files.find(/(^|\/)questions\.jsonl$/);
  const questions: Question[] = [];
  const seen = new Set<string>();
  for await (const { value } of records(files, name!, line)) {
    if (seen.has(value.id)) throw new UserError(`${files.path(name!)}: two questions are called "${value.id}"`);
    seen.add(value.id);
    questions.push({ ...value, images: value.images.map((image) => imageFile(files, name!, image, ["images"])) });
  }
  return questions;
}

/** A drawn question with what the set says of it. */
export interface Entry extends Drawn {
  readonly id: string;
  readonly category: string;
  readonly options?: readonly string[];
  readonly right?: number;
}

/** Throws a `UserError` where a folder holds a set already. */
export async function noQuestions(folder: string): Promise<void> {
  if (await exists(join(folder, "questions.jsonl"))) throw new UserError(`${folder} holds questions already`);
}

/** Writes a set beside the place and moves it there. Throws a `UserError` where something is there already. */
export async function writeQuestions(folder: string, entries: readonly Entry[]): Promise<void> {
  await noQuestions(folder);
  await makeFolder(dirname(resolve(folder)));
  const part = `${folder}.${process.pid}.part`;
  try {
    await makeFolder(join(part, "images"));
    const lines: string[] = [];
    for (const { id, category, leaf, question, answer, images, options, right } of entries) {
      const names: string[] = [];
      for (const bytes of images) {
        const name = `images/${createHash("sha256").update(bytes).digest("hex").slice(0, 20)}.png`;
        await writeFile(join(part, name), bytes);
        names.push(name);
      }
      const more = options ? { options, right } : {};
      lines.push(JSON.stringify({ id, category, leaf, question, images: names, answer, ...more }));
    }
    await writeFile(join(part, "questions.jsonl"), `${lines.join("\n")}\n`);
    await rename(part, folder);
  } catch (error) {
    await rm(part, { recursive: true, force: true });
    throw fileError(error, "write", folder);
  }
}
