/** Code as answers: fenced, asked for in many ways, and read back. It draws nothing. */
import type { Random } from "../../random.ts";
import { type Content, conversationOf } from "../../sample.ts";

/** A conversation that asks for the picture's code. */
export function codeContent(random: Random, requests: readonly string[], language: string, code: string): Content {
  return conversationOf([[random.pick(requests), fenced(language, code)]]);
}

export function fenced(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

/** The code between the fences of an answer. Throws an `Error` where there are none. */
export function unfenced(answer: string): string {
  const found = /^```[a-z]*\n([\s\S]*)\n```$/.exec(answer);
  if (!found) throw new Error("the answer holds no fenced code");
  return found[1]!;
}
