/** Compiles the package to `dist/` (JavaScript and type declarations, the chat page, the library for browsers). Usage: npm run build */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "../web/build.ts";
import { buildWebLibrary } from "./web-library.ts";

const root = new URL("..", import.meta.url).pathname;
rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
// what the compiler leaves out of pages
for (const page of ["src/data/view/page", "src/eval/arena/page"]) {
  for (const file of ["index.html", "style.css"]) cpSync(join(root, page, file), join(root, "dist", page, file));
}
await buildPage({ force: true });
await buildWebLibrary(join(root, "dist/browser"));
process.exitCode = status ?? 1;
