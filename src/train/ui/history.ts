/** What a page needs to know of a run: its events so far, numbered, with pictures kept apart. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Listener, TrainEvent } from "../events.ts";
import { trainedText } from "../progress.ts";
import type { TrainingRecipe } from "../recipe.ts";
import { lineOf, metricsFile } from "../record.ts";

export interface RunHistory {
  readonly listener: Listener;
  /** Events from number `after` on, as JSON has them, and how many there are in all. */
  since(after: number): { readonly events: readonly object[]; readonly next: number };
  picture(id: string): Uint8Array | undefined;
  readonly about: object;
}

/** Pictures of so many validations are kept. */
const keptValidations = 3;

/** Begins with what a run that is resumed has told before. */
export async function openHistory(recipe: TrainingRecipe, folder: string): Promise<RunHistory> {
  const events: object[] = [];
  const pictures = new Map<string, Uint8Array>();
  const text = await readFile(join(folder, metricsFile), "utf8").catch(() => "");
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      events.push(JSON.parse(line) as object);
    } catch {
      // a line that was cut short by a killed run
    }
  }
  const validations: string[][] = [];
  return {
    about: {
      name: recipe.name,
      seed: recipe.seed,
      logEvery: recipe.logEvery,
      stages: recipe.stages.map(({ name, steps, batch, objective, mixture, schedule, sequence, ...stage }) => ({
        ...{ name, steps, batch, objective, trains: trainedText(stage), mixture, schedule, sequence },
      })),
    },
    listener(event: TrainEvent) {
      if (event.kind !== "validation") {
        events.push(lineOf(event));
        return;
      }
      const ids: string[] = [];
      const examples = event.examples.slice(0, 12).map(({ picture, ...example }, i) => {
        if (!picture) return example;
        const id = `${event.at}-${i}`;
        pictures.set(id, picture);
        ids.push(id);
        return { ...example, picture: id };
      });
      events.push({ ...event, examples });
      validations.push(ids);
      if (validations.length > keptValidations) for (const id of validations.shift()!) pictures.delete(id);
    },
    since: (after) => ({ events: events.slice(after), next: events.length }),
    picture: (id) => pictures.get(id),
  };
}
