/** A flowchart as a graph of steps and one decision, its drawing, its Mermaid text, and walks through it. */
import type { Random } from "../../../random.ts";
import type { Look } from "../kit/look.ts";
import { arrow, line, marked, polygon, rect, text, textWidth } from "../kit/svg.ts";

export interface Flow {
  readonly title: string;
  readonly before: readonly string[];
  readonly decision: string;
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly start: string;
  readonly end: string;
  /** Whether the "no" branch leads back to the first step instead of to the end. */
  readonly loop: boolean;
}

const plans: readonly Omit<Flow, "loop">[] = [
  {
    title: "Order",
    start: "Start",
    before: ["Receive order", "Check stock"],
    decision: "In stock?",
    yes: ["Pack goods", "Ship parcel"],
    no: ["Reorder goods", "Inform customer"],
    end: "End",
  },
  {
    title: "Login",
    start: "Start",
    before: ["Enter name", "Enter password"],
    decision: "Correct?",
    yes: ["Open account"],
    no: ["Show error"],
    end: "End",
  },
  {
    title: "Tea",
    start: "Begin",
    before: ["Boil water", "Add tea"],
    decision: "Sweet tooth?",
    yes: ["Add sugar", "Stir"],
    no: ["Add lemon"],
    end: "Drink",
  },
  {
    title: "Lamp",
    start: "Start",
    before: ["Switch on lamp"],
    decision: "Is it lit?",
    yes: ["Start to read"],
    no: ["Change bulb", "Try again"],
    end: "End",
  },
  {
    title: "Garden",
    start: "Start",
    before: ["Look at soil", "Feel soil"],
    decision: "Is it dry?",
    yes: ["Fill the can", "Water plants"],
    no: ["Wait a day"],
    end: "Done",
  },
  {
    title: "Report",
    start: "Start",
    before: ["Write draft", "Ask for review"],
    decision: "Approved?",
    yes: ["Publish"],
    no: ["Revise text"],
    end: "End",
  },
  {
    title: "Repair",
    start: "Call comes in",
    before: ["Note fault", "Visit site"],
    decision: "Can be fixed?",
    yes: ["Fix device", "Write bill"],
    no: ["Order new part"],
    end: "Close case",
  },
  {
    title: "Exam",
    start: "Start",
    before: ["Study", "Take the test"],
    decision: "Score above 50?",
    yes: ["Get certificate"],
    no: ["Study again"],
    end: "End",
  },
  {
    title: "Delivery",
    start: "Start",
    before: ["Load van", "Drive to address"],
    decision: "Anyone home?",
    yes: ["Hand over parcel"],
    no: ["Leave a note", "Return to depot"],
    end: "Next stop",
  },
  {
    title: "Backup",
    start: "Start",
    before: ["Save files", "Copy to disk"],
    decision: "Copy complete?",
    yes: ["Label disk", "Store disk"],
    no: ["Report fault"],
    end: "End",
  },
  {
    title: "Visa",
    start: "Apply",
    before: ["Fill in form", "Pay fee"],
    decision: "Papers complete?",
    yes: ["Issue visa"],
    no: ["Request papers"],
    end: "Finish",
  },
  {
    title: "Cake",
    start: "Start",
    before: ["Mix dough", "Bake 40 minutes"],
    decision: "Baked through?",
    yes: ["Let it cool", "Add icing"],
    no: ["Bake 10 minutes"],
    end: "Serve",
  },
];

export function randomFlow(random: Random): Flow {
  const plan = random.pick(plans);
  const before = random.chance(0.4) && plan.before.length > 1 ? plan.before.slice(0, 1) : plan.before;
  return { ...plan, before, loop: random.chance(0.35) };
}

/** Steps from start to end for an answer to the decision; a loop's "no" ends where it goes back. */
export function walk(flow: Flow, answer: boolean): string[] {
  const head = [flow.start, ...flow.before, flow.decision];
  if (answer) return [...head, ...flow.yes, flow.end];
  return flow.loop ? [...head, ...flow.no, flow.before[0]!] : [...head, ...flow.no, flow.end];
}

export function mermaid(flow: Flow): string {
  const ids = "ABCDEFGHIJKLMN";
  const main = [flow.start, ...flow.before];
  const lines = ["flowchart TD"];
  let next = main.length;
  main.forEach((step, i) => {
    lines.push(`    ${ids[i]}${i === 0 ? `([${step}])` : `[${step}]`}`);
  });
  const decision = ids[next++]!;
  lines.push(`    ${decision}{${flow.decision}}`);
  const yes = flow.yes.map((step) => [ids[next++]!, step] as const);
  const no = flow.no.map((step) => [ids[next++]!, step] as const);
  const end = ids[next++]!;
  for (const [id, step] of [...yes, ...no]) lines.push(`    ${id}[${step}]`);
  lines.push(`    ${end}([${flow.end}])`);
  const chain = (list: readonly string[]) => {
    for (const [i, id] of list.slice(1).entries()) lines.push(`    ${list[i]} --> ${id}`);
  };
  chain([...main.map((_, i) => ids[i]!), decision]);
  lines.push(`    ${decision} -->|Yes| ${yes[0]![0]}`);
  chain([...yes.map(([id]) => id), end]);
  lines.push(`    ${decision} -->|No| ${no[0]![0]}`);
  chain([...no.map(([id]) => id), flow.loop ? ids[1]! : end]);
  return lines.join("\n");
}

/** Straight down with the "no" branch to the right. */
export function drawFlow(flow: Flow, look: Look, random: Random): { width: number; height: number; body: string[] } {
  const size = 16;
  const [w, h] = [
    Math.max(
      130,
      ...[...flow.before, ...flow.yes, ...flow.no, flow.start, flow.end].map((step) => textWidth(step, size) + 22),
    ),
    42,
  ];
  const dw = Math.max(150, textWidth(flow.decision, size) * 1.5 + 30);
  const dh = 78;
  const gap = 30;
  const x = Math.max(w, dw) / 2 + (flow.loop ? 26 : 20);
  const nx = x + Math.max(w, dw) / 2 + 70 + w / 2;
  const [accent, accent2, accent3] = [look.accents[0]!, look.accents[1]!, look.accents[2]!];
  const filled = random.chance(0.6);
  const style = (stroke: string) => ({
    stroke,
    width: 2,
    fill: filled ? look.tint : look.dark ? "#2b303c" : "#ffffff",
  });
  const ink = look.ink;
  const body: string[] = [];
  const box = (cx: number, top: number, label: string, round: number, stroke: string) =>
    body.push(
      marked(
        "step",
        label,
        "",
        rect(cx - w / 2, top, w, h, { ...style(stroke), round }),
        text(cx, top + h / 2 + 5.5, label, { size }),
      ),
    );
  const link = { stroke: ink, width: 1.8, head: 9 };
  let y = 16;
  box(x, y, flow.start, 21, accent2);
  for (const step of flow.before) {
    body.push(arrow(x, y + h, x, y + h + gap, link));
    y += h + gap;
    box(x, y, step, 4, accent);
  }
  const first = 16 + h + gap + h / 2;
  body.push(arrow(x, y + h, x, y + h + gap, link));
  y += h + gap;
  const dTop = y;
  body.push(
    marked(
      "decision",
      flow.decision,
      "",
      polygon(
        [
          [x, y],
          [x + dw / 2, y + dh / 2],
          [x, y + dh],
          [x - dw / 2, y + dh / 2],
        ],
        style(accent3),
      ),
      text(x, y + dh / 2 + 5.5, flow.decision, { size: size - 1 }),
    ),
  );
  y += dh;
  body.push(text(x + 20, y + 20, "Yes", { size: 14, weight: 700 }));
  for (const step of flow.yes) {
    body.push(arrow(x, y, x, y + gap, link));
    y += gap;
    box(x, y, step, 4, accent);
    y += h;
  }
  let ny = dTop + dh / 2 - h / 2;
  body.push(
    text((x + dw / 2 + nx - w / 2) / 2, dTop + dh / 2 - 8, "No", { size: 14, weight: 700 }),
    arrow(x + dw / 2, dTop + dh / 2, nx - w / 2, dTop + dh / 2, link),
  );
  flow.no.forEach((step, i) => {
    if (i > 0) {
      body.push(arrow(nx, ny + h, nx, ny + h + gap, link));
      ny += h + gap;
    }
    box(nx, ny, step, 4, accent);
  });
  const bottom = Math.max(y, flow.loop ? 0 : ny + h) + gap;
  body.push(arrow(x, y, x, bottom, link));
  box(x, bottom, flow.end, 21, accent2);
  if (flow.loop) {
    // up on the far right and back into the first step
    const far = nx + w / 2 + 22;
    body.push(
      line(nx + w / 2, ny + h / 2, far, ny + h / 2, link),
      line(far, ny + h / 2, far, first, link),
      arrow(far, first, x + w / 2, first, link),
    );
  } else {
    body.push(line(nx, ny + h, nx, bottom + h / 2, link), arrow(nx, bottom + h / 2, x + w / 2, bottom + h / 2, link));
  }
  return {
    width: Math.ceil(nx + w / 2 + (flow.loop ? 40 : 20)),
    height: Math.ceil(Math.max(bottom + h, ny + h) + 16),
    body,
  };
}
