/** Who is who to whom: family trees, organisation charts and tables with people around them. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { namesOf } from "../kit/people.ts";
import { type Exchange, exchange, listed, numberWord, plural, someOf } from "../kit/phrases.ts";
import { circle, drawing, line, marked, rect, text } from "../kit/svg.ts";
import { because, familyOf, type Relative, relation } from "./family-tree.ts";

const step = 62;
const boxWidth = 57;

interface Placed {
  readonly x: number;
  readonly y: number;
}

/** Middle of each relative's box; nothing if the family is too wide for the page. */
function places(family: readonly Relative[], width: number): Placed[] | undefined {
  const at: Placed[] = [];
  const children = family.flatMap((one, i) => (one.generation === 1 && one.parents.length > 0 ? [i] : []));
  const kidsOf = (i: number) => family.flatMap((one, k) => (one.parents.includes(i) ? [k] : []));
  const widths = children.map((i) => Math.max(family[i]!.spouse === undefined ? 1 : 2, kidsOf(i).length) * step);
  const total = widths.reduce((a, b) => a + b, 0);
  if (total > width - 4) return undefined;
  const gap = Math.min(20, (width - total) / (children.length + 1));
  let left = (width - total - gap * (children.length - 1)) / 2;
  children.forEach((i, n) => {
    const middle = left + widths[n]! / 2;
    const spouse = family[i]!.spouse;
    at[i] = { x: spouse === undefined ? middle : middle - step / 2, y: 120 };
    if (spouse !== undefined) at[spouse] = { x: middle + step / 2, y: 120 };
    const kids = kidsOf(i);
    kids.forEach((k, order) => {
      at[k] = { x: middle + (order - (kids.length - 1) / 2) * step, y: 200 };
    });
    left += widths[n]! + gap;
  });
  at[0] = { x: width / 2 - step / 2 - 4, y: 40 };
  at[1] = { x: width / 2 + step / 2 + 4, y: 40 };
  return at;
}

function familyTree({ random, maxSide }: SourceContext): Conversation {
  const width = 380;
  let family = familyOf(random);
  let at = places(family, width);
  while (!at) {
    family = familyOf(random);
    at = places(family, width);
  }
  const spots = at;
  const look = lookOf(random);
  const joint = (i: number): Placed => {
    const one = spots[i]!;
    const other = family[i]!.spouse === undefined ? one : spots[family[i]!.spouse!]!;
    return { x: (one.x + other.x) / 2, y: one.y };
  };
  const lines = family.flatMap((one, i) => {
    const spot = spots[i]!;
    const drawn: string[] = [];
    if (one.spouse !== undefined && one.spouse > i) {
      const other = spots[one.spouse]!;
      drawn.push(
        line(spot.x, spot.y - 2, other.x, other.y - 2, { stroke: look.ink }),
        line(spot.x, spot.y + 2, other.x, other.y + 2, { stroke: look.ink }),
      );
    }
    if (one.parents.length > 0) {
      const from = joint(one.parents[0]!);
      const middle = spot.y - 32;
      drawn.push(
        line(from.x, from.y, from.x, middle, { stroke: look.ink }),
        line(from.x, middle, spot.x, middle, { stroke: look.ink }),
        line(spot.x, middle, spot.x, spot.y, { stroke: look.ink }),
      );
    }
    return drawn;
  });
  const boxes = family.map((one, i) => {
    const { x, y } = spots[i]!;
    return marked(
      "person",
      one.name,
      "",
      rect(x - boxWidth / 2, y - 13, boxWidth, 26, {
        fill: look.tint,
        stroke: one.female ? look.accents[0]! : look.accents[1]!,
        width: 2,
        round: one.female ? 13 : 2,
      }),
      text(x, y + 4.5, one.name, { size: 12.5 }),
    );
  });
  const legend = text(width / 2, 238, "round box: woman · square box: man", { size: 11.5, fill: look.muted });
  const turns: Exchange[] = [];
  const pairs = random
    .shuffled(family.flatMap((_, x) => family.map((__, y) => [x, y] as const)))
    .filter(([x, y]) => relation(family, x, y));
  const far = pairs.filter(([x, y]) => !/^(wife|husband|mother|father)$/.test(relation(family, x, y)!));
  const [x, y] = (random.chance(0.75) ? far[0] : pairs[0]) ?? pairs[0]!;
  const [a, b] = [family[x]!.name, family[y]!.name];
  const word = relation(family, x, y)!;
  turns.push(
    exchange(
      random,
      `{How is ${a} related to ${b}?|What is ${a} to ${b}?|In this family, what does ${b} call ${a}: what relation is that?|Can you tell how ${a} and ${b} are related?}`,
      `${a} is ${b}'s ${word}.`,
      `${because(family, x, y)} So ${a} is ${b}'s ${word}.`,
    ),
  );
  const [p, q] = pairs[1]!;
  const sought = relation(family, p, q)!;
  const all = family.flatMap((one, i) => (relation(family, i, q) === sought ? [one.name] : []));
  turns.push(
    exchange(
      random,
      `{Who ${all.length > 1 ? "are" : "is"} ${family[q]!.name}'s ${plural(sought, all.length)}?|Name every ${sought} of ${family[q]!.name} {in the tree|that is shown}.}`,
      `${listed(all)}.`,
      all.length === 1
        ? `${because(family, p, q)} So ${all[0]} is ${family[q]!.name}'s ${sought}.`
        : `${family[q]!.name} has ${numberWord(all.length)} ${plural(sought, all.length)} in this tree: ${listed(all)}.`,
    ),
  );
  const grandchildren = family.filter((one) => one.generation === 2);
  turns.push(
    exchange(
      random,
      `How many {grandchildren|grandkids} do ${family[0]!.name} and ${family[1]!.name} have?`,
      `${numberWord(grandchildren.length)}.`,
      grandchildren.length === 0
        ? "None are shown."
        : `The lowest row shows the children of their children: ${listed(grandchildren.map((one) => one.name))}. That is ${numberWord(grandchildren.length)}.`,
    ),
  );
  return {
    template: "family-tree",
    pictures: [drawing(random, look, maxSide, { width, height: 250 }, ...lines, ...boxes, legend)],
    turns: someOf(random, turns),
  };
}

const posts = [
  "Director",
  "Managing director",
  "Head of school",
  "Chief editor",
  "Station manager",
  "President",
] as const;
const departments = [
  "Sales",
  "Design",
  "Finance",
  "Support",
  "Research",
  "Logistics",
  "Legal",
  "Press",
  "Repairs",
  "Training",
] as const;

function organisation({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const leads = random.int(2, 3);
  const names = namesOf(random, 12);
  const head = names[0]!;
  const units = random
    .shuffled(departments)
    .slice(0, leads)
    .map((department, i) => ({
      department,
      lead: names[1 + i]!,
      staff: names.slice(4 + i * 2, 4 + i * 2 + random.int(1, 2)),
    }));
  const width = leads * 122 + 10;
  const height = 240;
  const card = (x: number, y: number, name: string, post: string, fill: string) =>
    marked(
      "person",
      name,
      "",
      rect(x - 52, y - 19, 104, 38, { fill, stroke: look.ink, width: 1.5, round: 4 }),
      text(x, y - 3, name, { size: 13, weight: 700 }),
      text(x, y + 12, post, { size: 11 }),
    );
  const body: string[] = [];
  const cards = [card(width / 2, 30, head, random.pick(posts), look.tint)];
  units.forEach((unit, i) => {
    const x = 66 + i * 122;
    body.push(
      line(width / 2, 30, width / 2, 64, { stroke: look.ink }),
      line(width / 2, 64, x, 64, { stroke: look.ink }),
      line(x, 64, x, 100, { stroke: look.ink }),
    );
    cards.push(card(x, 100, unit.lead, unit.department, look.tint));
    unit.staff.forEach((person, k) => {
      const y = 160 + k * 48;
      body.push(
        line(x - 57, 100, x - 57, y, { stroke: look.ink }),
        line(x - 57, 100, x, 100, { stroke: look.ink }),
        line(x - 57, y, x, y, { stroke: look.ink }),
      );
      cards.push(card(x + 2, y, person, "staff", look.paper));
    });
  });
  const unit = random.pick(units);
  const person = random.pick(unit.staff);
  const other = random.pick(units.filter((one) => one !== unit));
  const stranger = random.pick(other.staff);
  const turns = [
    exchange(
      random,
      `{Who is ${person}'s {boss|direct manager|supervisor}?|Whom does ${person} report to?}`,
      `${unit.lead}.`,
      `${person}'s card hangs below ${unit.lead}, who leads ${unit.department}, so ${person} reports to ${unit.lead}.`,
    ),
    exchange(
      random,
      `{How many people report {directly |}to ${unit.lead}?|What is the size of ${unit.lead}'s team, not counting ${unit.lead}?}`,
      `${numberWord(unit.staff.length)}.`,
      `Below ${unit.lead} {I see|the chart shows} ${listed(unit.staff)}, so ${unit.staff.length === 1 ? "one person reports" : `${numberWord(unit.staff.length)} people report`} to ${unit.lead}.`,
    ),
    exchange(
      random,
      `{Do ${person} and ${stranger} have the same {manager|boss}?|${person} and ${stranger} disagree. Who is the lowest manager above both of them?}`,
      `${person} reports to ${unit.lead}, ${stranger} to ${other.lead}; ${head} is above both.`,
      `No common direct manager: ${person} reports to ${unit.lead} (${unit.department}) and ${stranger} to ${other.lead} (${other.department}). Both lines meet only at ${head}.`,
    ),
  ];
  return {
    template: "organisation-chart",
    pictures: [drawing(random, look, maxSide, { width, height }, ...body, ...cards)],
    turns: someOf(random, turns),
  };
}

/** Seats are numbered clockwise as seen from above; people face the middle, so a neighbour's right hand is the next seat anticlockwise. */
export function seat(count: number, index: number, relation: "left" | "right" | "opposite"): number {
  const shift = relation === "left" ? 1 : relation === "right" ? -1 : count / 2;
  return (index + shift + count) % count;
}

function seating({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const count = random.pick([4, 6, 6, 8]);
  const names = namesOf(random, count);
  const [width, height] = [320, 280];
  const turn = random.between(0, 2 * Math.PI);
  const [cx, cy] = [width / 2, height / 2];
  const table = circle(cx, cy, 62, {
    fill: random.pick(["#b98a5a", "#a8754a", "#c9a26f", "#8d6e63"]),
    stroke: "#5b3e29",
    width: 3,
  });
  const people = names.map((name, i) => {
    const angle = turn + (i * 2 * Math.PI) / count; // y grows downwards, so this runs clockwise
    const [x, y] = [cx + 88 * Math.cos(angle), cy + 84 * Math.sin(angle)];
    const [tx, ty] = [cx + 126 * Math.cos(angle), cy + 116 * Math.sin(angle)];
    return marked(
      "person",
      name,
      "",
      circle(x, y, 15, { fill: look.accents[i % 5]!, stroke: look.ink, width: 2 }),
      text(tx, ty + 5, name, { size: 13 }),
    );
  });
  const who = random.int(0, count - 1);
  const me = names[who]!;
  const [left, right, facing] = (["left", "right", "opposite"] as const).map((one) => names[seat(count, who, one)]!);
  const seen = "Everyone faces the middle of the table";
  const turns = [
    exchange(
      random,
      `{The table is seen from above. |}{Who sits {directly |}opposite ${me}?|Who is across the table from ${me}?}`,
      `${facing}.`,
      `Going straight across the middle of the table from ${me} one reaches ${facing}.`,
    ),
    exchange(
      random,
      `{We look down on the table, and everyone faces its middle. |Seen from above, all facing the middle. |}Who sits {next to ${me} on the left-hand side|at ${me}'s left hand}?`,
      `${left}.`,
      `${seen}, so ${me}'s left hand points clockwise around it (as seen from above). The next person clockwise is ${left}.`,
    ),
    exchange(
      random,
      `{All of them face the table. |}Who {is|sits} {on|to} ${me}'s right?`,
      `${right}.`,
      `${seen}; ${me}'s right hand points anticlockwise as we look down, and the next person that way is ${right}.`,
    ),
    exchange(
      random,
      `{Between which two people does ${me} sit?|Who are ${me}'s neighbours at the table?}`,
      `${left} and ${right}.`,
      `The seats on both sides of ${me} are taken by ${left} and ${right}.`,
    ),
  ];
  return {
    template: "seating-plan",
    pictures: [drawing(random, look, maxSide, { width, height }, table, ...people)],
    turns: someOf(random, turns),
  };
}

export const interpersonalSource = instructionSource(
  {
    name: "who-is-who",
    leaf: "Commonsense Reasoning/Relationship Reasoning/Interpersonal Relationship",
    description: "Family trees, organisation charts and seating plans, and how the people in them are related.",
  },
  (context) => context.random.pick([familyTree, familyTree, organisation, seating])(context),
);
