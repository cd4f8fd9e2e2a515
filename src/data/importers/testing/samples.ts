/** Small files in public formats for tests, and what an importer makes of them. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { onTestFinished } from "vitest";
import { partsOf, type Sample, type SampleFiles, sampleSchema } from "../../sample.ts";
import { importFiles } from "../import-files.ts";
import { type Importer, type ImportOptions, isRejection, type Rejection } from "../importer.ts";

/** A folder with the given files that is gone after the test. Names may have folders. */
export async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "periscope-import-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

/** A picture of one colour. */
export function picture(color = "#c81e28", width = 64, height = 48): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: color } })
    .png()
    .toBuffer();
}

export interface Outcome {
  readonly files: readonly SampleFiles[];
  readonly samples: readonly Sample[];
  readonly rejections: readonly Rejection[];
}

/** Everything that an importer makes of the paths; every sample is checked against the schema and its own bytes. */
export async function imported(
  importer: Importer,
  paths: string | readonly string[],
  options: ImportOptions = {},
): Promise<Outcome> {
  const files: SampleFiles[] = [];
  const rejections: Rejection[] = [];
  for await (const one of importFiles(importer, [paths].flat(), options)) {
    if (isRejection(one)) rejections.push(one);
    else {
      sampleSchema.parse(one.sample);
      files.push(one);
    }
  }
  return { files, samples: files.map(({ sample }) => sample), rejections };
}

/** The text of a sample as a reader sees it: pictures as `[0]`, turns on lines of their own. */
export function readable(sample: Sample | undefined): string {
  if (sample === undefined) return "";
  const { content } = sample;
  const turns = content.kind === "document" ? [{ parts: content.parts }] : content.turns;
  return turns
    .map(({ parts }) => parts.map((part) => (part.type === "image" ? `[${part.image}]` : part.text)).join(""))
    .join("\n");
}

/** What a model learns to write. */
export function targets(sample: Sample | undefined): string {
  if (sample === undefined) return "";
  return partsOf(sample.content)
    .map((part) => (part.type === "text" && part.target ? part.text : ""))
    .join("");
}
