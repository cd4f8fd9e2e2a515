/**
 * Bundles `periscope-vl/web` for pages without a bundler: `index.js`, `worker.js`, and onnxruntime-web's files in `ort/`.
 * Any static host can serve the folder; nothing in it is loaded from elsewhere.
 */
import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** What the wasm and the webgpu builds of onnxruntime-web load. */
export const ortFiles = ["ort-wasm-simd-threaded", "ort-wasm-simd-threaded.asyncify"].flatMap((name) => [
  `${name}.mjs`,
  `${name}.wasm`,
]);

export function ortFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("onnxruntime-web"));
}

/** Writes the library to `folder`. */
export async function buildWebLibrary(folder: string): Promise<void> {
  await build({
    entryPoints: { index: join(root, "src/web/index.ts"), worker: join(root, "src/web/worker.ts") },
    outdir: folder,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minify: true,
    // With its script outside the bundle, onnxruntime-web's threads load that and not the whole worker again.
    conditions: ["onnxruntime-web-use-extern-wasm"],
    chunkNames: "chunk-[hash]",
    legalComments: "none",
    logLevel: "warning",
  });
  mkdirSync(join(folder, "ort"), { recursive: true });
  for (const name of ortFiles) cpSync(join(ortFolder(), name), join(folder, "ort", name));
}
