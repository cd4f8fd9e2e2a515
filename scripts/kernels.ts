/**
 * Turns hand-written WebAssembly text into a module of TypeScript that carries its bytes, so that Node and pages load it the
 * same way.
 *
 *   npx tsx scripts/kernels.ts
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import wabt from "wabt";

const folder = join(import.meta.dirname, "../src/image");

/** The bytes of a text, in base64. */
export async function compiledKernels(text: string): Promise<string> {
  const module = (await wabt()).parseWat("resize.wat", text, { simd: true });
  try {
    module.validate();
    return Buffer.from(module.toBinary({}).buffer).toString("base64");
  } finally {
    module.destroy();
  }
}

if (process.argv[1] === import.meta.filename) {
  const bytes = await compiledKernels(readFileSync(join(folder, "resize.wat"), "utf8"));
  const lines = bytes.match(/.{1,110}/g)!.map((line) => `  "${line}"`);
  writeFileSync(
    join(folder, "resize-kernels.ts"),
    `/** The bytes of resize.wat in base64: written by scripts/kernels.ts. */\nexport const resizeKernels =\n${lines.join(" +\n")};\n`,
  );
}
