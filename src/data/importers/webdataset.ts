/**
 * WebDataset tars: files of one stem stand side by side, `0001.jpg`, `0001.txt`, `0001.json`. Captions (img2dataset's and
 * others'), and conversations in the JSON, with or without a picture. A tar that ends too early costs the sample that it ends in.
 */
import { extract } from "tar-stream";
import { conversationDraft } from "./conversations.ts";
import { captionDrafts } from "./image-text.ts";
import {
  attempt,
  endsWith,
  type ImportDraft,
  type Importer,
  type InputFile,
  messageOf,
  Refused,
  type Rejection,
} from "./importer.ts";
import { openBytes } from "./records/lines.ts";
import { firstOf } from "./records/records.ts";

const MAX_FILE_BYTES = 64 * 2 ** 20;
/** Of all files of one stem together. */
const MAX_GROUP_BYTES = 128 * 2 ** 20;
const pictureEnds = ["jpg", "jpeg", "png", "webp", "gif", "avif", "tif", "tiff"];
const textEnds = ["txt", "caption", "text"];
const knownEnds = new Set([...pictureEnds, ...textEnds, "json"]);

interface Group {
  readonly key: string;
  readonly files: Map<string, Uint8Array>;
  /** Ends of the first files, known or not, for whoever looks for the picture. */
  readonly ends: string[];
  bytes: number;
  problem?: Refused;
}

export const webdataset: Importer = {
  name: "webdataset",
  category: "caption",
  version: 1,
  description: "WebDataset tars: key.jpg with key.txt, or a caption or conversation in key.json",
  formats: ["*.tar", "*.tar.gz", "*.tgz"],
  recognises: endsWith(".tar", ".tar.gz", ".tgz"),
  async *read(file) {
    try {
      for await (const group of groupsOf(file.path)) yield* groupDrafts(group, file);
    } catch (error) {
      throw new Refused("a tar is truncated or corrupt", messageOf(error));
    }
  },
};

async function* groupsOf(path: string): AsyncGenerator<Group> {
  const source = openBytes(path);
  const entries = extract();
  source.on("error", (error) => entries.destroy(error));
  source.pipe(entries);
  let group: Group | undefined;
  try {
    for await (const entry of entries) {
      const { name, type, size = 0 } = entry.header;
      const match = /^(?:\.\/)?((?:.*\/)?[^/.]+)\.([^/]+)$/.exec(name);
      // Links inside tars lead anywhere; hidden files and folders are no samples.
      if (match === null || type !== "file") {
        entry.resume();
        continue;
      }
      const [, key, end] = match as unknown as [string, string, string];
      if (group && group.key !== key) {
        yield group;
        group = undefined;
      }
      group ??= { key, files: new Map(), ends: [], bytes: 0 };
      if (group.ends.length < 20) group.ends.push(end.toLowerCase());
      if (!knownEnds.has(end.toLowerCase()) || group.problem) {
        entry.resume();
        continue;
      }
      group.bytes += size;
      if (size > MAX_FILE_BYTES) group.problem = new Refused("a file is too large", `${name} has ${size} bytes`);
      else if (group.bytes > MAX_GROUP_BYTES) {
        group.problem = new Refused("a sample is too large", `its files have more than ${MAX_GROUP_BYTES} bytes`);
      }
      if (group.problem) {
        group.files.clear();
        entry.resume();
        continue;
      }
      const pieces: Buffer[] = [];
      for await (const piece of entry as AsyncIterable<Buffer>) pieces.push(piece);
      group.files.set(end.toLowerCase(), Buffer.concat(pieces));
    }
  } finally {
    source.destroy();
    entries.destroy();
  }
  if (group) yield group;
}

async function* groupDrafts(
  { key, files, ends, problem }: Group,
  file: InputFile,
): AsyncGenerator<ImportDraft | Rejection> {
  let drafts: ImportDraft[] = [];
  const first = await attempt(key, async () => {
    if (problem) throw problem;
    const end = pictureEnds.find((one) => files.has(one));
    const bytes = files.get("json");
    const metadata = bytes === undefined ? {} : objectOf(bytes);
    if (Array.isArray(metadata.conversations) || Array.isArray(metadata.messages)) {
      // the picture of the sample is the one beside, whatever name the record has for it
      const record = { ...metadata, image: end && files.get(end), images: undefined };
      const draft = await conversationDraft(record, key, file, metadata.messages ? "messages" : "conversations");
      drafts = [{ ...draft, category: draft.category ?? "instruction" }];
      return drafts[0]!;
    }
    if (end === undefined) throw new Refused("the record has no picture", ends.join(", ").slice(0, 200));
    const text = textEnds.map((one) => files.get(one)).find((one) => one !== undefined);
    const caption = text === undefined ? undefined : decoded(text);
    const described = { ...metadata, caption: caption ?? firstOf(metadata, ["caption", "captions", "text", "prompt"]) };
    drafts = captionDrafts(described, key, files.get(end)!);
    return drafts[0]!;
  });
  if ("reason" in first) yield first;
  else yield* drafts;
}

function objectOf(bytes: Uint8Array): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(decoded(bytes));
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch (error) {
    throw error instanceof Refused ? error : new Refused("the JSON is malformed", messageOf(error));
  }
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refused("a text is not UTF-8");
  }
}
