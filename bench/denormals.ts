/**
 * The embedded model's towers on one picture, with denormals as numbers and with denormals as zero (`flushDenormals`), in
 * turns: on Intel's processors the second is faster, on others they take the same time.
 *
 *   npx tsx bench/denormals.ts
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { modelParts } from "../src/chat/open.ts";
import { loadProgram } from "../src/chat/weights.ts";
import { loadCheckpoint } from "../src/checkpoint/checkpoint.ts";
import { decodeImage } from "../src/image/decode.ts";
import { processImage } from "../src/image/processor.ts";
import { imageProgram } from "../src/model/programs.ts";
import { parameterStore } from "../src/nn/index.ts";
import { createNativeRuntime } from "../src/runtime/native.ts";
import { loadTokenizer } from "../src/text/tokenizer-folder.ts";
import { median, printTable, seconds, timesInTurns } from "./support/rounds.ts";

const root = join(import.meta.dirname, "..");
const model = join(root, "checkpoints/nano");
const checkpoint = await loadCheckpoint(model);
const { config, processor } = modelParts(checkpoint, await loadTokenizer(model));
const picture = await decodeImage(await readFile(join(root, "examples/word.png")));
const { pixels, size } = processImage(picture, processor);
const rows: string[][] = [];
for (const threads of [1, 2]) {
  const runtime = await createNativeRuntime("cpu", { threads });
  const pixel_values = runtime.value("float32", [1, 3, size, size], pixels);
  const side = async (name: string, flushDenormals: boolean) => {
    const program = imageProgram(config, { images: 1, store: parameterStore() });
    const session = await loadProgram(runtime, program, checkpoint, { flushDenormals });
    const run = async () => {
      const outputs = await session.run({ pixel_values });
      for (const value of Object.values(outputs)) value.dispose();
    };
    return { name, run: () => seconds(run) };
  };
  const times = await timesInTurns([await side("numbers", false), await side("zero", true)], 40);
  const [numbers, zero] = [times.get("numbers")!, times.get("zero")!].map((one) => 1000 * median(one));
  rows.push([`${threads}`, `${numbers!.toFixed(1)} ms`, `${zero!.toFixed(1)} ms`]);
  runtime.dispose();
}
await checkpoint.close();
printTable(["threads", "denormals as numbers", "as zero"], rows);
