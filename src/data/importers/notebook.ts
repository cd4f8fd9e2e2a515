/**
 * Jupyter notebooks: code and the one picture that it drew. The paper's filter decides: a cell counts if its outputs hold exactly
 * one picture and its code at least five lines. Older notebooks (format 3) are read as well.
 */
import { z } from "zod";
import { conversationOf } from "../sample.ts";
import { attempt, endsWith, type ImportDraft, type Importer, Refused } from "./importer.ts";
import { readWholeJson } from "./records/records.ts";
import { cleanText, wording } from "./text.ts";

const MIN_LINES = 5;

const questions = [
  "Write Python code that draws this figure.",
  "Reproduce this plot with code.",
  "Which code makes this picture?",
  "Give the code behind this chart.",
] as const;

const text = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? value : value.join("")));
const outputSchema = z
  .object({
    data: z.record(z.string(), z.unknown()).nullish(),
    // of format 3
    png: text.optional(),
    jpeg: text.optional(),
    svg: text.optional(),
  })
  .loose();
const cellSchema = z
  .object({
    cell_type: z.string(),
    source: text.optional(),
    input: text.optional(),
    /** Of format 3, where every cell has its own. */
    language: z.string().optional().catch(undefined),
    outputs: z
      .array(outputSchema)
      .nullish()
      .transform((outputs) => outputs ?? []),
  })
  .loose();
/** What tools write there differs; where it is something else, the cells are good all the same. */
const metadataSchema = z
  .object({
    kernelspec: z
      .object({ language: z.string().optional(), name: z.string().optional() })
      .loose()
      .optional()
      .catch(undefined),
    language_info: z.object({ name: z.string() }).loose().optional().catch(undefined),
    license: z
      .union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)])
      .optional()
      .catch(undefined),
  })
  .loose()
  .optional()
  .catch(undefined);
type Metadata = z.infer<typeof metadataSchema>;

const notebookSchema = z.object({
  nbformat: z.number(),
  metadata: metadataSchema,
  cells: z.array(z.unknown()).optional(),
  worksheets: z.array(z.object({ cells: z.array(z.unknown()) }).loose()).optional(),
});

export const notebook: Importer = {
  name: "notebook",
  category: "web-code",
  version: 2,
  description: "Jupyter notebooks: cells with exactly one picture among their outputs and at least five lines of code",
  formats: ["*.ipynb"],
  recognises: endsWith(".ipynb"),
  async *read(file) {
    const parsed = notebookSchema.safeParse(await readWholeJson(file.path));
    if (!parsed.success) throw new Refused("the file is no notebook", parsed.error.issues[0]?.path.join("."));
    const { metadata, cells, worksheets } = parsed.data;
    const licence = metadata?.license;
    const all = cells ?? worksheets?.flatMap((sheet) => sheet.cells) ?? [];
    for (const [i, value] of all.entries()) {
      const cell = cellSchema.safeParse(value);
      if (!cell.success) {
        yield { item: `cell-${i}`, reason: "a cell is malformed", detail: cell.error.issues[0]?.path.join(".") };
        continue;
      }
      if (cell.data.cell_type !== "code") continue;
      const pictures = cell.data.outputs.flatMap(picturesOf);
      if (pictures.length === 0) continue; // most cells draw nothing: no reason to report them
      yield await attempt(`cell-${i}`, (): ImportDraft => {
        const code = cleanText(cell.data.source ?? cell.data.input ?? "");
        if (pictures.length > 1) throw new Refused("a cell has several pictures", String(pictures.length));
        const lines = codeLines(code);
        if (lines < MIN_LINES) throw new Refused("a cell has too few lines of code", `${lines}, at least ${MIN_LINES}`);
        const item = `cell-${i}`;
        const programming = languageOf(metadata, cell.data.language);
        const question = wording(questions, file.origin + item).replace("Python", nameOf(programming));
        return {
          item,
          template: "plot",
          content: conversationOf([[question, `\`\`\`${programming}\n${code}\n\`\`\``]]),
          pictures: [pictures[0]!],
          ...(licence && { licence }),
          language: "en",
          flags: [`code-${programming.replace(/[^a-z0-9]+/g, "-")}`],
        };
      });
    }
  },
};

/** In which language a cell is written; where nothing says it, the name of the kernel, `julia-1.9`, `ir` or `python3`. */
function languageOf(metadata: Metadata, cell: string | undefined): string {
  const { kernelspec, language_info } = metadata ?? {};
  const kernel = /^[a-z]+/i.exec(kernelspec?.name ?? "")?.[0].toLowerCase();
  const byKernel = kernel === "ir" ? "r" : kernel === "julia" ? kernel : undefined; // others are Python, under any name
  return (language_info?.name ?? kernelspec?.language ?? cell ?? byKernel ?? "python").toLowerCase();
}

/** Lines that do something: not empty, no comment. */
export function codeLines(code: string): number {
  return code.split("\n").filter((line) => line.trim() !== "" && !/^\s*(#|\/\/)/.test(line)).length;
}

function picturesOf(output: z.infer<typeof outputSchema>): Uint8Array[] {
  // One output may hold the same picture in several formats: it is one.
  const found =
    output.data?.["image/png"] ??
    output.data?.["image/jpeg"] ??
    output.data?.["image/svg+xml"] ??
    output.png ??
    output.jpeg ??
    output.svg;
  const parsed = text.safeParse(found);
  if (!parsed.success) return [];
  const isVector = parsed.data.trimStart().startsWith("<");
  return [isVector ? new TextEncoder().encode(parsed.data) : Buffer.from(parsed.data.replace(/\s/g, ""), "base64")];
}

function nameOf(programming: string): string {
  return programming === "r" ? "R" : programming.charAt(0).toUpperCase() + programming.slice(1);
}
