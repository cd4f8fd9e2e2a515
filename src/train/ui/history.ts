/** What a page needs to know of a run: its events so far, numbered, with pictures apart. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { keptPicture, pictureName } from "../answer-pictures.ts";
import type { Listener, TrainEvent } from "../events.ts";
import { trainedText } from "../progress.ts";
import type { TrainingRecipe } from "../recipe.ts";
import { lineOf, metricsFile } from "../record.ts";

export interface RunHistory {
  readonly listener: Listener;
  /** Events from number `after` on, as JSON has them, and how many there are in all. */
  since(after: number): { readonly events: readonly object[]; readonly next: number };
  picture(name: string): Promise<Uint8Array | undefined>;
  readonly about: object;
}

const mostFresh = 36;

/** Begins with what a run that is resumed has told before. */
export async function openHistory(recipe: TrainingRecipe, folder: string): Promise<RunHistory> {
  const events: object[] = [];
  /** Pictures that the run's folder may not have yet. */
  const fresh = new Map<string, Uint8Array>();
  const text = await readFile(join(folder, metricsFile), "utf8").catch(() => "");
  for (const line of text.split("\n")) {
    if (line === "") continue;
    try {
      events.push(JSON.parse(line) as object);
    } catch {
      // a line that was cut short by a killed run
    }
  }
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
      events.push(lineOf(event));
      if (event.kind !== "validation") return;
      for (const { picture } of event.examples) if (picture) fresh.set(pictureName(picture), picture);
      for (const name of [...fresh.keys()].slice(0, -mostFresh)) fresh.delete(name);
    },
    since: (after) => ({ events: events.slice(after), next: events.length }),
    picture: async (name) => fresh.get(name) ?? keptPicture(folder, name),
  };
}
