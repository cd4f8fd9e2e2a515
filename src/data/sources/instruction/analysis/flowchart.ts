/** Flowcharts: what comes first, what follows an answer, how many steps a way has. */
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, numberWord, spin } from "../kit/phrases.ts";
import { drawing } from "../kit/svg.ts";
import { drawFlow, randomFlow, walk } from "./flow.ts";

export const flowchartReading = instructionSource(
  {
    name: "flowchart-reading",
    leaf: "Analysis/Professional Chart Analysis/Flowchart",
    description: "Flowcharts with one decision, some with a way back, and questions on their ways.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const flow = randomFlow(random);
    const { width, height, body } = drawFlow(flow, look, random);
    const boxes = flow.before.length + flow.yes.length + flow.no.length;
    const answer = random.chance(0.5);
    const steps = answer ? flow.yes : flow.no;
    const then = answer ? flow.end : flow.loop ? flow.before[0]! : flow.end;
    const way = walk(flow, answer);
    const exchanges: Exchange[] = [
      [
        spin(
          random,
          `{What happens if the answer to "${flow.decision}" is ${answer ? "yes" : "no"}?|What follows when "${flow.decision}" is answered with ${answer ? "yes" : "no"}?|"${flow.decision}" - ${answer ? "yes" : "no"}. What next?}`,
        ),
        spin(
          random,
          `{The next step is "${steps[0]}".|Then comes ${steps.map((step) => `"${step}"`).join(", then ")}, and after that "${then}".|"${steps[0]}".}`,
        ),
      ],
      [
        spin(
          random,
          "{What is decided in this flowchart?|What is the question in the diamond?|Which decision does the chart contain?}",
        ),
        spin(random, `{"${flow.decision}"|The decision is "${flow.decision}"}`),
      ],
      [
        spin(
          random,
          `{Describe the way through the chart when the answer is ${answer ? "yes" : "no"}.|Walk me through it for the answer ${answer ? "yes" : "no"}.|List the steps in order if the answer is ${answer ? "yes" : "no"}.}`,
        ),
        `${way.map((step) => `"${step}"`).join(" -> ")}${!answer && flow.loop ? ", and from there again" : ""}.`,
      ],
      [
        spin(random, "{Does the chart contain a loop?|Can one come back to an earlier step?|Is there a way back?}"),
        flow.loop
          ? `Yes: after "${flow.no.at(-1)}" it goes back to "${flow.before[0]}".`
          : "No, every way leads on to the end.",
      ],
      [
        spin(
          random,
          "{How many rectangular steps are there, without start, end and decision?|Count the plain steps (not start, end or the decision).}",
        ),
        spin(random, `{${numberWord(boxes)}.|There are ${numberWord(boxes)}.}`),
      ],
      [
        spin(random, `{What comes right after "${flow.start}"?|Which step is the first after "${flow.start}"?}`),
        `"${flow.before[0]}".`,
      ],
      [
        spin(random, "{Explain this flowchart.|Summarize the process.|What process does the chart describe?}"),
        `It starts with "${flow.start}", goes through ${flow.before.map((step) => `"${step}"`).join(" and ")} to the question "${flow.decision}". If yes: ${flow.yes.map((step) => `"${step}"`).join(", ")}, then "${flow.end}". If no: ${flow.no.map((step) => `"${step}"`).join(", ")}, then ${flow.loop ? `back to "${flow.before[0]}"` : `"${flow.end}"`}.`,
      ],
    ];
    return {
      template: flow.loop ? "loop" : "branch",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: random.shuffled(exchanges).slice(0, random.int(1, 3)),
    };
  },
);
