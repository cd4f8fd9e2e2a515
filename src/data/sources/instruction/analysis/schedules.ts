/** Gantt charts: which task runs when, how long, what overlaps, when all is done. */
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { drawing, line, marked, rect, text, textWidth } from "../kit/svg.ts";

const projects = [
  ["Plan", "Dig", "Foundation", "Walls", "Roof", "Paint"],
  ["Research", "Outline", "Draft", "Review", "Print", "Ship"],
  ["Design", "Build", "Test", "Train staff", "Launch"],
  ["Book hall", "Invite", "Rehearse", "Set up", "Concert"],
  ["Sow", "Water", "Weed", "Harvest", "Sell"],
] as const;

export const schedules = instructionSource(
  {
    name: "gantt-charts",
    version: 2,
    leaf: "Analysis/Professional Chart Analysis/Others",
    description: "Project schedules as bars over weeks: durations, order, overlap, end.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random);
    const names = random.pick(projects);
    let at = 1;
    const tasks = names.map((name) => {
      const from = Math.max(1, at - random.pick([0, 0, 1]));
      const weeks = random.int(1, 4);
      at = from + weeks;
      return { name, from, to: from + weeks - 1, weeks };
    });
    const last = Math.max(...tasks.map(({ to }) => to));
    const cell = 34;
    const left = Math.max(...names.map((name) => textWidth(name, 17))) + 34;
    const [width, height] = [left + last * cell + 20, 62 + tasks.length * 40];
    const body = [text(left - 14, 34, "week", { size: 15, anchor: "end", fill: look.muted })];
    for (let w = 1; w <= last; w++)
      body.push(
        text(left + (w - 0.5) * cell, 34, String(w), { size: 15, weight: 700 }),
        line(left + (w - 1) * cell, 42, left + (w - 1) * cell, height - 14, { stroke: look.muted, width: 0.7 }),
      );
    for (const [i, { name, from, weeks }] of tasks.entries())
      body.push(
        text(left - 14, 72 + i * 40, name, { size: 17, anchor: "end", mark: "task" }),
        marked(
          "bar",
          name,
          "",
          rect(left + (from - 1) * cell + 2, 54 + i * 40, weeks * cell - 4, 26, {
            fill: look.accents[i % look.accents.length]!,
            round: 5,
          }),
        ),
      );
    const one = random.pick(tasks);
    const longest = [...tasks].sort((a, b) => b.weeks - a.weeks);
    const week = random.int(1, last);
    const running = tasks.filter(({ from, to }) => from <= week && week <= to).map(({ name }) => `"${name}"`);
    const overlap = tasks.slice(1).filter((task, i) => task.from <= tasks[i]!.to).length;
    const span = one.weeks === 1 ? `week ${one.from}` : `weeks ${one.from} to ${one.to}`;
    const exchanges: Exchange[] = [
      [
        spin(random, `{How long does "${one.name}" take?|How many weeks are planned for "${one.name}"?}`),
        spin(
          random,
          `{${one.weeks} ${one.weeks === 1 ? "week" : "weeks"}.|"${one.name}" takes ${one.weeks} ${one.weeks === 1 ? "week" : "weeks"} (${span}).}`,
        ),
      ],
      [
        spin(random, `{When does "${one.name}" start?|In which week does "${one.name}" begin?}`),
        `In week ${one.from}.`,
      ],
      [
        spin(random, `{What is done in week ${week}?|Which tasks run in week ${week}?}`),
        running.length > 0 ? `${listed(running)}.` : "Nothing is planned for that week.",
      ],
      random.chance(0.67)
        ? [
            spin(random, "{When is the project finished?|In which week does everything end?}"),
            `It ends with week ${last}.`,
          ]
        : ["How many weeks does the whole project take?", `It takes ${last} weeks.`],
      [
        spin(
          random,
          "{Do any tasks overlap with the one before?|Is anything done at the same time as the task before it?}",
        ),
        overlap === 0
          ? "No, each task starts after the one before has ended."
          : `Yes, ${overlap === 1 ? "one task starts" : `${overlap} tasks start`} before the one above has ended.`,
      ],
    ];
    if (longest[0]!.weeks > longest[1]!.weeks)
      exchanges.push([
        spin(random, "{Which task takes longest?|What is the longest task?}"),
        `"${longest[0]!.name}", with ${longest[0]!.weeks} weeks.`,
      ]);
    return {
      template: "gantt",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: random.shuffled(exchanges).slice(0, random.int(1, 3)),
    };
  },
);
