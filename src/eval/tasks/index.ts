/** Every task there is, and where a user's own come from. */
import { UserError } from "../../runtime/errors.ts";
import type { Task } from "../contract.ts";
import { agieval } from "./agieval.ts";
import { cmmmu } from "./cmmmu.ts";
import { gsm8k } from "./gsm8k.ts";
import { heldoutText } from "./heldout-text.ts";
import { hellaswag } from "./hellaswag.ts";
import { leavesTask } from "./leaves.ts";
import { mathvista } from "./mathvista.ts";
import { mbpp } from "./mbpp.ts";
import { mmVet } from "./mm-vet.ts";
import { mmbench, mmbenchChinese } from "./mmbench.ts";
import { mmlu } from "./mmlu.ts";
import { mmmu } from "./mmmu.ts";
import { nano } from "./nano.ts";
import { ocrbench } from "./ocrbench.ts";
import { loadOwnTask } from "./own.ts";
import { pile } from "./pile.ts";
import { pope } from "./pope.ts";
import { questionsTask } from "./questions.ts";
import { scienceqa } from "./scienceqa.ts";
import { seedbench } from "./seedbench.ts";

export const tasks: readonly Task[] = [
  ...[mmmu, cmmmu, mmbench, mmbenchChinese, seedbench, ocrbench, pope, mathvista, mmVet, scienceqa],
  ...[hellaswag, mmlu, gsm8k, mbpp, agieval, pile],
  ...[nano, leavesTask, heldoutText, questionsTask],
];

/** The task of that name, or a user's own by the path of its file. Throws a `UserError` that lists the known ones. */
export async function taskNamed(name: string): Promise<Task> {
  const found = tasks.find((task) => task.name === name);
  if (found) return found;
  if (isTaskFile(name)) return loadOwnTask(name);
  throw new UserError(
    `there is no task "${name}"; known are ${tasks.map((task) => task.name).join(", ")}, and a file .yaml or .ts is a task of your own`,
  );
}

/** Whether a name is that of a file with a task of one's own. */
export function isTaskFile(name: string): boolean {
  return /\.(ya?ml|[mc]?[jt]s)$/.test(name);
}
