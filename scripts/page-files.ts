/** What the compiler leaves out of pages that are served as they are: their markup and their styles. */
import { cpSync } from "node:fs";
import { join } from "node:path";

const pages = ["src/data/view/page", "src/eval/arena/page"];

/** Copies them beside the compiled modules in `out`. */
export function copyPageFiles(root: string, out: string): void {
  for (const page of pages) {
    for (const file of ["index.html", "style.css"]) cpSync(join(root, page, file), join(out, page, file));
  }
}
