/** A run's record in files: metrics as JSON lines, and TensorBoard events. Both go on where a resumed run goes on. */
import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileError, writeAtomically } from "../checkpoint/files.ts";
import { keepPictures, pictureName } from "./answer-pictures.ts";
import type { Listener, TrainEvent, Validated } from "./events.ts";
import type { TrainingRecipe } from "./recipe.ts";
import { openEventFile } from "./tensorboard/event-file.ts";

type ClosingListener = Listener & { close(): Promise<void> };

export const metricsFile = "metrics.jsonl";

/** Listeners that write into the run's folder. `at` is the step from which the run goes on: lines behind it are taken away. */
export async function fileListeners(folder: string, at: number, recipe: TrainingRecipe): Promise<ClosingListener[]> {
  return [await jsonLines(folder, at), await tensorBoard(join(folder, "tensorboard"), at, recipe)];
}

async function jsonLines(folder: string, at: number): Promise<ClosingListener> {
  const path = join(folder, metricsFile);
  const text = await readFile(path, "utf8").catch(() => "");
  const kept = text.split("\n").filter((line) => line !== "" && placeOf(line) <= at);
  if (kept.length > 0 || text !== "") {
    await writeAtomically(path, (file) => file.writeFile(kept.map((line) => `${line}\n`).join("")));
  }
  const listener = async (event: TrainEvent) => {
    if (event.kind === "validation") await keepPictures(folder, told(event.examples));
    try {
      await appendFile(path, `${JSON.stringify(lineOf(event))}\n`);
    } catch (error) {
      throw fileError(error, "write", path);
    }
  };
  return Object.assign(listener, { close: async () => {} });
}

/** The step of a line; a line that was cut short counts as behind everything. */
function placeOf(line: string): number {
  try {
    return (JSON.parse(line) as { at?: number }).at ?? 0;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Answers of a validation that are told one by one. */
const told = (examples: Validated["examples"]) => examples.slice(0, 12);

/** An event without what is large: of pictures their names, and of a stage what it is told by. */
export function lineOf(event: TrainEvent): object {
  if (event.kind === "stage") {
    const { name, objective, trained, lora, steps, batch } = event.stage;
    return { ...event, stage: name, objective, trained, ...(lora && { lora }), steps, batch };
  }
  if (event.kind !== "validation") return event;
  const examples = told(event.examples).map(({ picture, ...example }) => ({
    ...example,
    ...(picture && { picture: pictureName(picture) }),
  }));
  return { ...event, examples };
}

async function tensorBoard(folder: string, at: number, recipe: TrainingRecipe): Promise<ClosingListener> {
  const file = await openEventFile(folder, at);
  const listener = async (event: TrainEvent) => {
    if (event.kind === "summary") {
      const values: Record<string, number> = {
        "training/rate": event.rate,
        "training/language_share": event.languageShare,
        "speed/tokens_per_second": event.tokensPerSecond,
        "speed/images_per_second": event.imagesPerSecond,
        "speed/waiting_for_data": event.waiting,
        "memory/resident_bytes": event.memoryBytes,
      };
      if (event.norm !== undefined) values["training/gradient_norm"] = event.norm;
      if (event.refused !== undefined) values["training/refused_steps"] = event.refused;
      if (event.utilization !== undefined) values["speed/utilization"] = event.utilization;
      for (const [name, loss] of Object.entries(event.losses)) values[`loss/${name}`] = loss;
      for (const [name, loss] of Object.entries(event.sources)) values[`loss_by_source/${name}`] = loss;
      await file.scalars(event.at, values);
    } else if (event.kind === "validation") {
      const values = Object.fromEntries(
        Object.entries(event.scores).map(([name, score]) => [`validation/${name}`, score]),
      );
      await file.scalars(event.at, values);
      const table = event.examples.slice(0, 8).map(({ question, expected, answer, right }) => {
        const cell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
        return `| ${cell(question)} | ${cell(expected)} | ${cell(answer)} | ${right ? "yes" : "no"} |`;
      });
      if (table.length > 0) {
        await file.text(
          event.at,
          "answers", // a tag of its own: TensorBoard keeps one kind of data a tag, and the share of right ones is a number
          ["| question | expected | answer | right |", "| - | - | - | - |", ...table].join("\n"),
        );
      }
    } else if (event.kind === "stage") {
      await file.text(
        event.at,
        "recipe",
        `stage ${event.stage.name} of ${recipe.name}\n\n\`\`\`json\n${JSON.stringify(recipe, null, 2)}\n\`\`\``,
      );
    } else if (event.kind === "remark") await file.text(event.at, "remarks", event.text);
    else if (event.kind === "end" && event.problem) await file.text(event.at, "remarks", event.problem);
  };
  return Object.assign(listener, { close: () => file.close() });
}
