/** Text without pictures (paper Table 1, row 7) and instructions about text alone. */
import type { Source } from "../../source.ts";
import { arithmeticSource } from "./arithmetic/arithmetic.ts";
import { chineseSource } from "./chinese/chinese.ts";
import { codeSource } from "./code/code.ts";
import { descriptionSource } from "./description.ts";
import { dialogueSource } from "./dialogue.ts";
import { factsSource } from "./facts/facts.ts";
import { howToSource } from "./how-to.ts";
import { chatSource } from "./instructions/chat.ts";
import { letterSource } from "./letter.ts";
import { listSource } from "./list.ts";
import { passageQaSource } from "./passage/passage-qa.ts";
import { storySource } from "./story/story.ts";
import { stringTaskSource } from "./string-task.ts";
import { tableLookupSource } from "./table-lookup.ts";

export const textSources: readonly Source[] = [
  storySource,
  descriptionSource,
  dialogueSource,
  howToSource,
  letterSource,
  listSource,
  factsSource,
  arithmeticSource,
  codeSource,
  passageQaSource,
  tableLookupSource,
  stringTaskSource,
  chineseSource,
  chatSource,
];
