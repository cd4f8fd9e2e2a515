/** Sources of page images: a layout makes a sheet, the camera shoots it, a task asks about it. */
import { type Random, randomFor } from "../../random.ts";
import type { Draft, Source } from "../../source.ts";
import { fitted } from "./fit.ts";
import { pictureOf, type Sheet } from "./sheet.ts";
import { composePage, leafOf, type TaskName } from "./tasks.ts";

export interface PageSourceOptions {
  readonly name: string;
  readonly description: string;
  /** Raised when its pages change, 4 by default. */
  readonly version?: number;
  readonly layout: (random: Random, maxSide: number) => Sheet;
  /** How often each task is asked. */
  readonly tasks: Partial<Record<TaskName, number>>;
  /** Leaf of transcriptions, where it is not that of printed text. */
  readonly transcription?: string;
}

export function pageSource({
  name,
  description,
  version = 4,
  layout,
  tasks,
  transcription,
}: PageSourceOptions): Source {
  const leafFor = (task: TaskName) =>
    (task === "text" || task === "box") && transcription ? transcription : leafOf[task];
  const leaves = [...new Set((Object.keys(tasks) as TaskName[]).flatMap((task) => leafFor(task) ?? []))];
  return {
    name,
    category: "document",
    version,
    description,
    leaves,
    draft({ random, maxSide }): Draft {
      const laid = layout(random, maxSide);
      const sheet = laid.ruled ? laid : fitted(random, laid);
      const task = random.weighted(tasks as Record<TaskName, number>);
      const seed = random.int(0, 2 ** 31);
      const leaf = leafFor(task);
      return {
        template: `${sheet.template}:${task}`,
        ...(leaf ? { leaf } : {}),
        pictures: [pictureOf(sheet)],
        augment: random.weighted({ none: 4, light: 4, photo: 2 }),
        compose: ([shot]) => composePage(randomFor(seed, 0, name), sheet, task, shot!),
      };
    },
  };
}
