/**
 * The one interface that brings people's files in. An importer turns a file into drafts, one an item, or says why an item
 * cannot become a sample; `import-files.ts` makes samples of the drafts. What a format looks like is in the importer's own
 * file.
 */
import type { Category, Content, Region, SampleFiles } from "../sample.ts";
import type { Folder } from "./folder.ts";
import type { TakenPicture } from "./pictures.ts";

/** An item that was set aside. */
export interface Rejection {
  /** Where it is: `folder/file.jsonl#12`. */
  readonly item: string;
  /** The same words for the same thing, so that reasons can be counted. */
  readonly reason: string;
  /** What was found there. */
  readonly detail?: string;
}

export type Imported = SampleFiles | Rejection;

export function isRejection(imported: object): imported is Rejection {
  return "reason" in imported;
}

/** Thrown while an item is read: it is set aside, and the import goes on with the next. */
export class Refused extends Error {
  readonly reason: string;
  readonly detail: string | undefined;

  constructor(reason: string, detail?: string) {
    super(detail === undefined ? reason : `${reason}: ${detail}`);
    this.reason = reason;
    this.detail = detail;
  }
}

export interface ImportOptions {
  /** Licence of items that do not name one; `unknown` unless said. */
  readonly licence?: string;
  /** ISO 639-1, where it is known; guessed from each text unless said. */
  readonly language?: string;
  /** Where pictures lie that files name, beside the folders of the files themselves. */
  readonly pictureFolders?: readonly string[];
  /** Pictures whose long side is longer, in pixels, are made smaller, and their boxes with them. */
  readonly maxSide?: number;
  /** Largest accepted encoded picture; 32 MiB unless said. */
  readonly maxImageBytes?: number;
  /** Largest accepted picture in pixels; 100 million unless said. */
  readonly maxImagePixels?: number;
  /** Longest accepted time to draw a vector picture; 10 s unless said. */
  readonly maxDrawSeconds?: number;
  /** Longest accepted time to read, or to draw, a page of a PDF; 60 s unless said. */
  readonly maxPageSeconds?: number;
  /** A text with pictures is cut into samples of at most so many pictures (6) ... */
  readonly maxImages?: number;
  /** ... and about so many characters (12,000). */
  readonly maxCharacters?: number;
}

export interface InputFile {
  /** Of the file itself, absolute. */
  readonly path: string;
  /** As lineage names it: below the folder that was given, with `/`. */
  readonly origin: string;
  /** What the file may refer to. */
  readonly folder: Folder;
}

/** An item as its file has it; pictures are still as they were found. */
export interface ImportDraft {
  /** Names the item inside its file: a line, a row, a page, an id. */
  readonly item: string;
  /** The kind of task: `caption`, `question`, `transcription`, ... */
  readonly template: string;
  readonly content: Content;
  /** Encoded pictures in any format that can be decoded, or pictures that were taken in already. */
  readonly pictures: readonly (Uint8Array | TakenPicture)[];
  /** In the pictures' own pixels. */
  readonly regions?: readonly Region[];
  /** Rewrites content that names coordinates, when pictures are made smaller. */
  readonly rewrite?: (scales: readonly number[]) => Content;
  /** If it differs from the importer's. */
  readonly category?: Category;
  readonly leaf?: string;
  readonly language?: string;
  readonly licence?: string;
  readonly flags?: readonly string[];
}

export interface Importer {
  readonly name: string;
  readonly category: Category;
  /** Raised when its samples change. */
  readonly version: number;
  /** One sentence. */
  readonly description: string;
  /** The files it reads, as people write them: `*.jsonl`, `captions/*.txt`. */
  readonly formats: readonly string[];
  /** Whether a file found in a given folder is one to read, by its path with `/`. A file that is given itself is always read. */
  recognises(path: string): boolean;
  read(file: InputFile, options: ImportOptions): AsyncIterable<ImportDraft | Rejection>;
}

/** Runs what makes a draft of one item; a `Refused` becomes a rejection of that item. */
export async function attempt(
  item: string,
  make: () => ImportDraft | Promise<ImportDraft>,
): Promise<ImportDraft | Rejection> {
  try {
    return await make();
  } catch (error) {
    return rejectionOf(item, error);
  }
}

export function rejectionOf(item: string, error: unknown): Rejection {
  if (error instanceof Refused) return { item, reason: error.reason, detail: error.detail };
  throw error;
}

/** The engine's own words about something broken, on one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1)[0]!.trim().slice(0, 300);
}

/** Recognises paths by the ends of their names, whatever the case. */
export function endsWith(...ends: readonly string[]): (path: string) => boolean {
  return (path) => ends.some((end) => path.toLowerCase().endsWith(end));
}
