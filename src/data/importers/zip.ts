/**
 * Files of a zip archive, bounded before anything is unpacked and again while it is: a bomb is refused by what its directory
 * admits or, if that lies, by what comes out.
 */
import { type Entry, open, type ZipFile } from "yauzl";
import { messageOf, Refused } from "./importer.ts";

const MAX_ENTRIES = 20_000;
const MAX_ENTRY_BYTES = 64 * 2 ** 20;
const MAX_TOTAL_BYTES = 2 ** 30;
/** Text packs 3 to 10 times, a page of one letter a hundred times; bombs a thousand times and more. */
const MAX_RATIO = 200;
/** What is smaller may pack as it likes. */
const RATIO_FROM_BYTES = 2 ** 20;

export interface Archive {
  /** Names as the archive has them, with `/`. */
  readonly names: readonly string[];
  has(name: string): boolean;
  /** Throws `Refused` if there is no such file, or it is not what the directory says. */
  read(name: string): Promise<Uint8Array>;
  close(): void;
}

/** Throws `Refused` for what is no zip, or no honest one. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await new Promise<ZipFile>((done, fail) => {
    // Names that lead outside (`../x`, `/x`) make yauzl refuse the archive.
    open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) => {
      if (error) fail(new Refused("an archive is corrupt", messageOf(error)));
      else done(opened);
    });
  });
  try {
    const entries = await directory(zip);
    return {
      names: [...entries.keys()],
      has: (name) => entries.has(name),
      read: (name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new Refused("an archive lacks a file", name.slice(0, 200));
        return unpack(zip, entry);
      },
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function directory(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((done, fail) => {
    const entries = new Map<string, Entry>();
    let total = 0;
    if (zip.entryCount > MAX_ENTRIES) {
      fail(new Refused("an archive is too large", `${zip.entryCount} entries, at most ${MAX_ENTRIES}`));
      return;
    }
    zip.on("error", (error: Error) => fail(new Refused("an archive is corrupt", messageOf(error))));
    zip.on("end", () => done(entries));
    zip.on("entry", (entry: Entry) => {
      const { fileName, compressedSize, uncompressedSize } = entry;
      total += uncompressedSize;
      const ratio = uncompressedSize / Math.max(1, compressedSize);
      if (uncompressedSize > MAX_ENTRY_BYTES || total > MAX_TOTAL_BYTES) {
        fail(new Refused("an archive is too large", `${fileName}: ${uncompressedSize} bytes, ${total} so far`));
      } else if (uncompressedSize > RATIO_FROM_BYTES && ratio > MAX_RATIO) {
        fail(new Refused("an archive is a bomb", `${fileName} unpacks to ${Math.round(ratio)} times its size`));
      } else {
        if (!fileName.endsWith("/")) entries.set(fileName, entry);
        zip.readEntry();
      }
    });
    zip.readEntry();
  });
}

/** yauzl stops with an error as soon as more or less comes out than the directory says. */
function unpack(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  return new Promise((done, fail) => {
    const corrupt = (error: unknown) =>
      fail(new Refused("an archive is corrupt", `${entry.fileName}: ${messageOf(error)}`));
    if (entry.isEncrypted()) {
      fail(new Refused("an archive is encrypted", entry.fileName));
      return;
    }
    zip.openReadStream(entry, (error, stream) => {
      if (error) {
        corrupt(error);
        return;
      }
      const pieces: Buffer[] = [];
      stream.on("error", corrupt);
      stream.on("data", (piece: Buffer) => pieces.push(piece));
      stream.on("end", () => done(Buffer.concat(pieces)));
    });
  });
}
