/** Runs an importer over files and folders: one stream of samples and rejections, in an order that is always the same. */
import { inputFiles } from "./folder.ts";
import { type Imported, type Importer, type ImportOptions, isRejection, messageOf, Refused } from "./importer.ts";
import { makeSample } from "./make-sample.ts";

/**
 * What can be made of the given paths. Whatever goes wrong with an item costs that item, whatever goes wrong with a file the
 * rest of that file. Throws a `UserError` if a path does not exist.
 */
export async function* importFiles(
  importer: Importer,
  paths: readonly string[],
  options: ImportOptions = {},
): AsyncGenerator<Imported> {
  for await (const file of inputFiles(importer, paths, options.pictureFolders)) {
    if (isRejection(file)) {
      yield file;
      continue;
    }
    try {
      for await (const draft of importer.read(file, options)) {
        if (isRejection(draft)) {
          yield { ...draft, item: `${file.origin}#${draft.item}` };
          continue;
        }
        try {
          yield await makeSample(draft, importer, file, options);
        } catch (error) {
          yield { item: `${file.origin}#${draft.item}`, ...reasonOf(error, "the item cannot be read") };
        }
      }
    } catch (error) {
      yield { item: file.origin, ...reasonOf(error, "the file cannot be read") };
    }
  }
}

function reasonOf(error: unknown, otherwise: string): { reason: string; detail?: string } {
  if (error instanceof Refused) return { reason: error.reason, detail: error.detail };
  return { reason: otherwise, detail: messageOf(error) };
}
