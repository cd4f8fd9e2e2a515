/** Small programs with what they do and what they print; the output comes from running them. */
import type { Source } from "../../../source.ts";
import { capital } from "../support/english.ts";
import { drawn } from "../support/held-out.ts";
import { say } from "../support/phrase.ts";
import { chatDraft, completionDraft, textDraft } from "../support/text-draft.ts";
import { javascript, python } from "./languages.ts";
import { run } from "./program.ts";
import { codeTasks, renamed } from "./tasks.ts";

export const codeSource: Source = {
  name: "text-code",
  category: "text",
  version: 2,
  description: "small Python and JavaScript programs with explanations and their output",
  draft(context) {
    const { language, task, code } = drawn(
      context,
      (random) => {
        const task = renamed(random, random.pick(codeTasks)(random));
        const language = random.chance(0.6) ? python : javascript;
        return { task, language, code: language.write(task.program) };
      },
      // the same program in the other language is held out with it
      ({ task }) => JSON.stringify(task.program),
    );
    const { random } = context;
    const { kind, wish, explanation, program } = task;
    const output = run(program).join("\n") || "(nothing)";
    const block = `\`\`\`${language.fence}\n${code}\n\`\`\``;
    const slots = { language: language.name, wish };
    const result = `\`\`\`\n${output}\n\`\`\``;
    switch (random.weighted({ write: 4, output: 4, explain: 3, plain: 2, comment: 2 })) {
      case "write": {
        const question = say(
          random,
          "[Write {language} code to {wish}.|How do I {wish} in {language}?|Show me {language} code that can {wish}.]",
          slots,
        );
        return chatDraft(kind, [
          [
            question,
            block +
              (random.chance(0.6) ? `\n\n${explanation}` : "") +
              (random.chance(0.4) ? `\n\nIt prints:\n\n${result}` : ""),
          ],
        ]);
      }
      case "output": {
        const question = say(
          random,
          "[What does this {language} code print?|What is the output of this code?|Which lines does this program print?]",
          slots,
        );
        return chatDraft(kind, [
          [`${question}\n\n${block}`, random.chance(0.3) ? `${explanation} It prints:\n\n${result}` : output],
        ]);
      }
      case "explain":
        return chatDraft(kind, [
          [
            `${say(random, "[Explain this code.|What does this code do?|Can you explain this {language} program?]", slots)}\n\n${block}`,
            `This code is written to ${wish}. ${explanation}`,
          ],
        ]);
      case "plain":
        return completionDraft(
          kind,
          `${code}\n\n`,
          `${language === python ? "#" : "//"} output:\n${output
            .split("\n")
            .map((line) => `${language === python ? "#" : "//"} ${line}`)
            .join("\n")}`,
        );
      default:
        return textDraft(kind, `${language === python ? "#" : "//"} ${capital(wish)}.\n${code}`);
    }
  },
};
