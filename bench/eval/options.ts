/**
 * Questions a second by likelihood of four options with an image: the prompt read once and shared, beside each option alone
 * behind a prompt of its own; and beside the same with the image encoded again for every option.
 *
 *   npx tsx bench/eval/options.ts [MODEL] [--processor]
 *
 * MODEL is a checkpoint folder, checkpoints/nano unless said. With --processor one thread works and its processor time counts
 * instead of the clock: what to use where the machine has other things to do.
 */
import { parseArgs } from "node:util";
import { type LikelihoodReader, load } from "../../src/chat/index.ts";
import { evaluationSet } from "../../src/data/nano/evaluation.ts";
import { printTable, ratio, seconds, takeTurns } from "../support/rounds.ts";

const { positionals, values } = parseArgs({ allowPositionals: true, options: { processor: { type: "boolean" } } });
const [folder = "checkpoints/nano"] = positionals;
const threads = values.processor ? 1 : undefined;
const taken = values.processor ? processorSeconds : seconds;
const options = ["a red circle at the top", "a blue square on the left", "two green crosses", "the word lantern"];
const questions = evaluationSet("color", 8).map(({ image, question }) => ({
  messages: [
    {
      role: "user" as const,
      content: [
        { type: "image" as const, image },
        { type: "text" as const, text: question },
      ],
    },
  ],
}));

const shared = await load(folder, { threads });
const forgetful = await load(folder, { threads, imageCacheBytes: 0 });

/** Every option with a cache of its own, so that nothing is shared. */
async function alone(model: typeof shared): Promise<void> {
  for (const question of questions) {
    for (const option of options) await withReader(model, (reader) => reader.options(question, [option]));
  }
}

/** The processor time that `work` takes, in seconds. */
async function processorSeconds(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  return process.cpuUsage(before).user / 1e6;
}

async function withReader(model: typeof shared, work: (reader: LikelihoodReader) => Promise<unknown>): Promise<void> {
  const reader = model.likelihoods();
  await work(reader);
  reader.dispose();
}

const least = await takeTurns(
  [
    {
      name: "shared",
      run: () =>
        taken(async () => {
          for (const question of questions) await withReader(shared, (reader) => reader.options(question, options));
        }),
    },
    { name: "alone", run: () => taken(() => alone(shared)) },
    { name: "alone, image again", run: () => taken(() => alone(forgetful)) },
  ],
  values.processor ? 10 : 5,
);
const ours = least.get("shared")!;
printTable(
  ["four options, one image", values.processor ? "questions/s of processor" : "questions/s", "shared is faster by"],
  [...least].map(([name, time]) => [
    name,
    (questions.length / time).toFixed(2),
    name === "shared" ? "" : ratio(ours, time, 3),
  ]),
);
await Promise.all([shared.dispose(), forgetful.dispose()]);
