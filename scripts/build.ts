/** Compiles the package to `dist/` (JavaScript and type declarations, the chat page, the library for browsers). Usage: npm run build */
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { buildPage } from "../web/build.ts";
import { copyPageFiles } from "./page-files.ts";
import { buildWebLibrary } from "./web-library.ts";

const root = join(import.meta.dirname, "..");
rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
copyPageFiles(root, join(root, "dist"));
await buildPage({ force: true });
await buildWebLibrary(join(root, "dist/browser"));
process.exitCode = status ?? 1;
