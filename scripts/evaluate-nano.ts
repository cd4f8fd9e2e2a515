/**
 * The embedded model's report: runs the built-in tasks and writes docs/evaluation-nano.md, .html and .json.
 * Usage: npx tsx scripts/evaluate-nano.ts [--limit N] [--model checkpoints/nano]   (a stopped run goes on where it was)
 *
 * The run itself lies in runs/evaluation-nano, by the hash of the weights, so that a retrained model is asked anew; where a task's
 * protocol has changed, remove it.
 */
import { writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { load } from "../src/chat/index.ts";
import { html } from "../src/eval/report/html.ts";
import { summarise } from "../src/eval/report/summary.ts";
import { markdown } from "../src/eval/report/text.ts";
import { checkpointRespondent } from "../src/eval/respond/checkpoint.ts";
import { openRun, readRun } from "../src/eval/run/folder.ts";
import { runTask } from "../src/eval/run/run-task.ts";
import { taskNamed } from "../src/eval/tasks/index.ts";

const { values } = parseArgs({
  options: { limit: { type: "string" }, model: { type: "string", default: "checkpoints/nano" } },
});
const root = join(import.meta.dirname, "..");
const model = await load(join(root, values.model));
const respondent = await checkpointRespondent(model, values.model);
const folder = join(root, "runs", `evaluation-nano-${respondent.facts.weights!.slice(0, 12)}`);
const run = await openRun(folder, respondent);
for (const name of ["nano", "leaves", "heldout-text"]) {
  let shownAt = 0;
  const task = await taskNamed(name);
  await task.prepare?.({ onProgress: (done, total) => console.error(`${name}: ${done} of ${total} questions drawn`) });
  await runTask({
    ...{ task, respondent, run, data: "built in" },
    limit: values.limit === undefined ? undefined : Number(values.limit),
    onProgress: ({ task, done, perSecond }) => {
      if (performance.now() - shownAt < 5000) return;
      shownAt = performance.now();
      console.error(`${task}: ${done} questions, ${perSecond.toFixed(2)}/s`);
    },
  });
}
await respondent.close();
await model.dispose();

const summary = { ...summarise(readRun(folder)), folder: relative(root, folder) };
const about = `<!-- written by scripts/evaluate-nano.ts -->\n`;
await writeFile(join(root, "docs/evaluation-nano.md"), about + markdown([summary]));
await writeFile(join(root, "docs/evaluation-nano.html"), html({ runs: [summary] }));
await writeFile(join(root, "docs/evaluation-nano.json"), `${JSON.stringify(summary, null, 2)}\n`);
console.log("docs/evaluation-nano.md, .html and .json are written");
