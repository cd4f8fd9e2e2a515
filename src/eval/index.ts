/** Evaluation as a library: the types of a task of one's own, and running, reading and reporting runs. */

export { readChoice } from "../score/choice.ts";
export { readNumber, readYesNo, saysOneOf, similarity } from "../score/reading.ts";
export type {
  EvalImage,
  EvalMessage,
  EvalPart,
  EvalPrompt,
  Protocol,
  Rubric,
  Rule,
  Sample,
  SampleRecord,
  ScoringName,
  Task,
  Verdict,
} from "./contract.ts";
export { type OpenFiles, openFiles, records, rows, wholeJson } from "./files/open-files.ts";
export { compareRuns, type TaskComparison } from "./report/compare.ts";
export { html } from "./report/html.ts";
export { type RunSummary, summarise, type TaskSummary } from "./report/summary.ts";
export { markdown, summaryText } from "./report/text.ts";
export { checkpointRespondent } from "./respond/checkpoint.ts";
export { endpointRespondent } from "./respond/endpoint.ts";
export type { Respondent } from "./respond/respondent.ts";
export { openRun, type RunFolder, readRun } from "./run/folder.ts";
export { type RunTaskOptions, runTask } from "./run/run-task.ts";
export { taskNamed, tasks } from "./tasks/index.ts";
export { asked, choice, choiceRule, image, lettered, text } from "./tasks/kit.ts";
