/** From a draft of an importer to a sample with its files: pictures taken in, boxes along with them, lineage written down. */
import { createHash } from "node:crypto";
import { partsOf, type Region, type Sample, type SampleFiles, sampleSchema } from "../sample.ts";
import { type ImportDraft, type Importer, type ImportOptions, type InputFile, Refused } from "./importer.ts";
import { guessLanguage } from "./language.ts";
import { takePicture } from "./pictures.ts";

/** Throws `Refused` when a picture is not fit or the sample would break the schema. */
export async function makeSample(
  draft: ImportDraft,
  importer: Pick<Importer, "name" | "category" | "version">,
  file: Pick<InputFile, "origin">,
  options: ImportOptions,
): Promise<SampleFiles> {
  const pictures = [];
  for (const picture of draft.pictures) {
    pictures.push(picture instanceof Uint8Array ? await takePicture(picture, options) : picture);
  }
  const scales = pictures.map((picture) => picture.scale);
  const scaled = scales.some((scale) => scale !== 1);
  const content = scaled && draft.rewrite !== undefined ? draft.rewrite(scales) : draft.content;
  const texts = partsOf(content).flatMap((part) => (part.type === "text" ? [part.text] : []));
  const learnt = partsOf(content).flatMap((part) => (part.type === "text" && part.target ? [part.text] : []));
  const origin = `${file.origin}#${draft.item}`;
  const textSha256 = sha256(texts.join("\n"));
  const sample: Sample = {
    // Two equal files with equal names give equal keys; anything else differs.
    key: `${importer.name}-${sha256([origin, textSha256, ...pictures.map(({ meta }) => meta.sha256)].join("\n")).slice(0, 20)}`,
    category: draft.category ?? importer.category,
    ...(draft.leaf === undefined ? {} : { leaf: draft.leaf }),
    images: pictures.map(({ meta }) => meta),
    content,
    regions: (draft.regions ?? []).map((region) => scaledRegion(region, scales[region.image] ?? 1)),
    maps: [],
    language: draft.language ?? options.language ?? languageOf(learnt, texts),
    flags: [...(draft.flags ?? [])],
    lineage: {
      source: importer.name,
      version: importer.version,
      template: draft.template,
      origin,
      fonts: [],
      augmentations: [],
      licence: draft.licence || options.licence || "unknown",
      textSha256,
    },
  };
  const checked = sampleSchema.safeParse(sample);
  if (!checked.success) {
    const issue = checked.error.issues[0];
    throw new Refused("the sample is not valid", `${issue?.path.join(".")}: ${issue?.message}`);
  }
  return { sample: checked.data, images: pictures.map(({ bytes }) => bytes), maps: [] };
}

/** That of what is learnt, or of all text where nothing of it has letters. */
function languageOf(learnt: readonly string[], texts: readonly string[]): string {
  const language = guessLanguage(learnt.join("\n"));
  return language === "und" ? guessLanguage(texts.join("\n")) : language;
}

function scaledRegion(region: Region, scale: number): Region {
  if (scale === 1) return region;
  const { box, polygon, point } = region;
  return {
    ...region,
    ...(box && { box: box.map((value) => value * scale) as typeof box }),
    ...(polygon && { polygon: polygon.map(([x, y]) => [x * scale, y * scale] as [number, number]) }),
    ...(point && { point: [point[0] * scale, point[1] * scale] as [number, number] }),
  };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
