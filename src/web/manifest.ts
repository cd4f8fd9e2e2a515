/**
 * The list of a model's files with their sizes and hashes, as `manifest.json` beside them says it: what a browser loads,
 * checks and keeps. Making one needs the files' bytes only.
 */
import { z } from "zod";
import { contentHash } from "../image/hash.ts";
import { UserError } from "../runtime/errors.ts";

export const MANIFEST_FILE = "manifest.json";

export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
}

export interface ModelManifest {
  readonly version: 1;
  /** What the model is called. */
  readonly model: string;
  readonly files: readonly ManifestFile[];
}

/** The files of a checkpoint folder that a model is loaded from; all others stay where they are. */
const loadable =
  /^(config|generation_config|preprocessor_config|processor_config|tokenizer|tokenizer_config|model\.safetensors\.index)\.json$|^[\w.-]+\.safetensors$/;

export function isModelFile(name: string): boolean {
  return loadable.test(name);
}

const schema = z.object({
  version: z.literal(1),
  model: z.string().min(1),
  files: z
    .array(
      z.object({
        // A name with a separator could lead out of the folder.
        name: z.string().refine(isModelFile, { error: "is not the name of a model's file" }),
        bytes: z.int().min(0),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
      }),
    )
    .min(1),
});

/** Parses a `manifest.json`. Throws a UserError that names `source` and the field. */
export function parseManifest(json: unknown, source = MANIFEST_FILE): ModelManifest {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0]!;
  const path = issue.path.map(String).join(".");
  throw new UserError(`${source} is no list of a model's files: ${path ? `"${path}" ` : ""}${issue.message}`);
}

/** Lists the given files; those that no model is loaded from are left out. */
export async function makeManifest(
  model: string,
  files: Iterable<readonly [name: string, read: () => Promise<Uint8Array>]>,
): Promise<ModelManifest> {
  const listed: ManifestFile[] = [];
  for (const [name, read] of files) {
    if (!isModelFile(name)) continue;
    const bytes = await read();
    listed.push({ name, bytes: bytes.length, sha256: await contentHash(bytes) });
  }
  return { version: 1, model, files: listed.sort((a, b) => (a.name < b.name ? -1 : 1)) };
}
