/** Compiles the package to `dist/` (JavaScript and type declarations, the chat page, the library for browsers). Usage: npm run build */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "../web/build.ts";
import { copyPageFiles } from "./page-files.ts";
import { buildWebLibrary } from "./web-library.ts";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
// A site of `npm run build:web` is no part of the package, and stays.
for (const name of existsSync(dist) ? readdirSync(dist) : []) {
  if (name !== "site") rmSync(join(dist, name), { recursive: true, force: true });
}
const { status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
copyPageFiles(root, dist);
await buildPage({ force: true });
await buildWebLibrary(join(dist, "browser"));
process.exitCode = status ?? 1;
