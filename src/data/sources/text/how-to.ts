/** How-tos: a real procedure as a numbered list, as prose, as a recipe card, or as answers to questions about its order. */
import type { Random } from "../../random.ts";
import type { Source } from "../../source.ts";
import { capital, listed, ordinal } from "./support/english.ts";
import { drawn } from "./support/held-out.ts";
import { say, sayOne } from "./support/phrase.ts";
import { chatDraft, completionDraft, textDraft } from "./support/text-draft.ts";
import { type Task, tasks } from "./tables/tasks.ts";
import { person } from "./words/people.ts";
import { times, weekdays } from "./words/places.ts";

export const howToSource: Source = {
  name: "text-how-to",
  category: "text",
  version: 2,
  description: "instructions in steps, and questions about what comes first, next and last",
  draft(context) {
    // numbers and left-out steps are part of the key: held-out texts are combinations that training never sees
    const { task, steps, form } = drawn(
      context,
      (random) => {
        const task = random.pick(tasks);
        const form = random.weighted({ list: 4, prose: 4, told: 3, questions: 4, missing: 2 });
        return { task, form, steps: stepsOf(random, task) };
      },
      ({ task, steps, form }) => `${form} ${task.goal} ${steps.join(" ")}`,
    );
    const { random } = context;
    const { goal } = task;
    const title = say(random, "[How to {goal}|{goal}|Instructions: how to {goal}]", { goal });
    switch (form) {
      case "list":
        return textDraft(form, `${title}\n\n${needsOf(random, task)}${numbered(random, steps)}${tipOf(random, task)}`);
      case "prose": {
        const text = prose(random, steps) + (random.chance(0.5) ? ` ${capital(task.tip)}, because ${task.why}.` : "");
        return random.chance(0.5)
          ? completionDraft(form, `${say(random, "[How do you|How can I|How does one] {goal}?", { goal })}\n`, text)
          : textDraft(form, text);
      }
      case "told": {
        const { name, he } = person(context);
        const slots = {
          name,
          he,
          goal,
          day: random.pick(weekdays),
          time: random.pick(times),
          first: steps[0]!,
          last: steps.at(-1)!,
        };
        const lead = sayOne(
          random,
          [
            "On {day}, {name} wanted to {goal}.",
            '"Today I will {goal}," said {name} one {time}.',
            "{name} had to {goal}, but {he} did not know how. {he} asked for help and got this answer:",
          ],
          slots,
        );
        return textDraft(
          form,
          `${lead} ${say(random, "[The first thing to do|Step one]: {first}. {rest}", { ...slots, rest: prose(random, steps.slice(1), 1) })}`,
        );
      }
      case "missing": {
        const at = random.int(1, steps.length - 2);
        const shown = steps.map((step, i) => (i === at ? "___" : step));
        return chatDraft(form, [
          [
            `${say(random, "[Which step is missing|Fill in the missing step]? I want to {goal}.", { goal }).replace("step? I", "step. I")}\n\n${numbered(random, shown)}`,
            `${capital(steps[at]!)}.`,
          ],
        ]);
      }
      default:
        return chatDraft(form, questions(random, task, steps));
    }
  },
};

/** The steps of one telling: choices made, numbers drawn, some left out. */
function stepsOf(random: Random, task: Task): string[] {
  const numbers = Object.fromEntries(
    Object.entries(task.numbers ?? {}).map(([name, [low, high]]) => [
      name,
      low >= 100 ? random.int(low / 10, high / 10) * 10 : random.int(low, high),
    ]),
  );
  return task.steps
    .filter((step) => !step.startsWith("?") || random.chance(0.6))
    .map((step) => {
      const text = say(random, step.replace("?", ""), numbers).replace(/\b1 (minute|centimetre|week|day)s/, "1 $1");
      return text.charAt(0).toLowerCase() + text.slice(1);
    });
}

function needsOf(random: Random, { needs }: Task): string {
  const list = random.chance(0.5) ? `${listed(needs)}.` : `\n${needs.map((need) => `- ${need}`).join("\n")}`;
  return random.chance(0.7)
    ? `${random.pick(["You need", "What you need", "Materials"])}:${list.startsWith("\n") ? "" : " "}${list}\n\n`
    : "";
}

function tipOf(random: Random, { tip, why }: Task): string {
  return random.chance(0.6)
    ? `\n\n${random.pick(["Tip", "Note", "Remember"])}: ${tip}${random.chance(0.6) ? `; ${why}` : ""}.`
    : "";
}

function numbered(random: Random, steps: readonly string[]): string {
  const style = random.pick([(i: number) => `${i}.`, (i: number) => `${i})`, (i: number) => `Step ${i}:`]);
  return steps
    .map((step, i) => `${style(i + 1)} ${step === "___" ? step : capital(step)}${step === "___" ? "" : "."}`)
    .join("\n");
}

function prose(random: Random, steps: readonly string[], from = 0): string {
  return steps
    .map((step, i) => {
      if (i === steps.length - 1) return say(random, "[Finally|At the end|Last of all], {step}.", { step });
      if (i + from === 0) return say(random, "First[ of all|], {step}.", { step });
      return say(random, "[Then|Next|After that|Now], {step}.", { step });
    })
    .join(" ");
}

function questions(random: Random, task: Task, steps: readonly string[]): [string, string][] {
  const { goal, needs } = task;
  const at = random.int(0, steps.length - 2);
  const all: [string, string][] = [
    [say(random, "What do I need to {goal}?", { goal }), `You need ${listed(needs)}.`],
    [say(random, "What is the {nth} step?", { nth: ordinal(at + 1) }), `${capital(steps[at]!)}.`],
    [say(random, "What [comes|do I do] after this step: {step}?", { step: steps[at]! }), `${capital(steps[at + 1]!)}.`],
    [
      say(random, "What [comes|do I do] before this step: {step}?", { step: steps[at + 1]! }),
      `${capital(steps[at]!)}.`,
    ],
    [say(random, "[Do you have|Is there] a tip?"), `Yes: ${task.tip}.`],
    [say(random, "Why? I heard this: {tip}.", { tip: task.tip }), `Because ${task.why}.`],
    [say(random, "How many steps are there?"), `There are ${steps.length} steps.`],
  ];
  const first: [string, string] = [
    say(random, "[How do I {goal}|Please tell me how to {goal}|Explain in steps how to {goal}[|, please]].", {
      goal,
    }).replace(/^(How.*)\.$/, "$1?"),
    numbered(random, steps),
  ];
  return [first, ...random.shuffled(all).slice(0, random.int(1, 3))];
}
