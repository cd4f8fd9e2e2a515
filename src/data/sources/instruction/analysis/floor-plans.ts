/** Floor plans: rooms with names and measures, doors between them, a way out; areas and which rooms adjoin. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { type Exchange, listed, numberWord, spin } from "../kit/phrases.ts";
import { drawing, line, marked, rect, text } from "../kit/svg.ts";

interface Room {
  readonly name: string;
  /** Metres: left, top, width, depth. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly d: number;
}

interface Door {
  /** Numbers of the rooms; the second is -1 for the front door. */
  readonly a: number;
  readonly b: number;
  readonly x: number;
  readonly y: number;
  readonly upright: boolean;
}

const names = ["Kitchen", "Bath", "Bedroom", "Study", "Nursery", "Dining", "Guest", "Storage"];

/** Two rows of rooms with a hall between them: every room opens into the hall. */
function plan(random: Random): { rooms: Room[]; doors: Door[] } {
  const width = random.int(8, 11);
  const [upper, lower] = [random.int(3, 4), random.int(3, 4)];
  const cut = (count: number): number[] => {
    const widths = Array.from({ length: count }, () => Math.floor(width / count));
    for (let rest = width - widths.reduce((sum, one) => sum + one, 0); rest > 0; rest--)
      widths[random.int(0, count - 1)]!++;
    return widths;
  };
  const chosen = ["Living room", ...random.shuffled(names)];
  const rooms: Room[] = [{ name: "Hall", x: 0, y: upper, w: width, d: 1.5 }];
  const row = (count: number, y: number, d: number) => {
    let x = 0;
    for (const w of cut(count)) {
      rooms.push({ name: chosen.shift()!, x, y, w, d });
      x += w;
    }
  };
  row(random.int(2, 3), 0, upper);
  row(random.int(2, 3), upper + 1.5, lower);
  const doors: Door[] = rooms.slice(1).map((room, i) => ({
    a: 0,
    b: i + 1,
    x: room.x + room.w / 2,
    y: room.y === 0 ? upper : upper + 1.5,
    upright: false,
  }));
  doors.push({ a: 0, b: -1, x: random.chance(0.5) ? 0 : width, y: upper + 0.75, upright: true });
  const open = rooms.flatMap((one, i) =>
    rooms.flatMap((other, j) =>
      i > 0 && j > i && one.y === other.y && one.x + one.w === other.x ? [[i, j] as const] : [],
    ),
  );
  if (open.length > 0 && random.chance(0.5)) {
    const [i, j] = random.pick(open);
    doors.push({ a: i, b: j, x: rooms[j]!.x, y: rooms[j]!.y + rooms[j]!.d / 2, upright: true });
  }
  return { rooms, doors };
}

export const floorPlans = instructionSource(
  {
    name: "floor-plans",
    version: 3,
    leaf: "Analysis/Professional Chart Analysis/Floor Plan",
    description: "Flats with a hall, rooms with measures, and doors: areas, the largest room, which rooms adjoin.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.08 });
    const { rooms, doors } = plan(random);
    const { width, height, body } = draw(rooms, doors, look);
    return {
      template: `${rooms.length} rooms`,
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: questions(rooms, doors, random),
    };
  },
);

function draw(rooms: readonly Room[], doors: readonly Door[], look: Look) {
  const scale = 46;
  const margin = 30;
  const wide = Math.max(...rooms.map(({ x, w }) => x + w)) * scale;
  const deep = Math.max(...rooms.map(({ y, d }) => y + d)) * scale;
  const floor = look.dark ? "#2b323d" : "#fdfdfb";
  const body = rooms.map(({ name, x, y, w, d }, i) => {
    const [px, py] = [margin + x * scale, margin + y * scale];
    const label =
      name === "Hall"
        ? [
            text(px + (w * scale) / 2, py + (d * scale) / 2 - 2, name, { size: 15, weight: 700 }),
            text(px + (w * scale) / 2, py + (d * scale) / 2 + 16, `${w} m x ${d} m`, { size: 13 }),
          ]
        : [
            text(px + (w * scale) / 2, py + (d * scale) / 2 - 4, name, { size: w < 3 ? 13 : 16, weight: 700 }),
            text(px + (w * scale) / 2, py + (d * scale) / 2 + 17, `${w} m x ${d} m`, { size: 13 }),
          ];
    return marked(
      "room",
      name,
      "",
      rect(px, py, w * scale, d * scale, { fill: i % 2 === 0 ? floor : look.tint, stroke: look.ink, width: 4 }),
      ...label,
    );
  });
  for (const { x, y, upright, b } of doors) {
    const [px, py] = [margin + x * scale, margin + y * scale];
    const half = 17;
    const fill = look.dark ? "#8a6f46" : "#c98f45";
    body.push(
      marked(
        "door",
        b === -1 ? "front door" : "door",
        "",
        upright ? rect(px - 4, py - half, 8, 2 * half, { fill }) : rect(px - half, py - 4, 2 * half, 8, { fill }),
      ),
    );
    if (b === -1)
      body.push(line(px + (x === 0 ? -22 : 22), py, px + (x === 0 ? -8 : 8), py, { stroke: look.ink, width: 3 }));
  }
  return { width: wide + 2 * margin, height: deep + 2 * margin, body };
}

/** What one calls a room whose label is short. */
function said({ name }: Room): string {
  return name === "Dining" || name === "Guest" ? `${name.toLowerCase()} room` : name.toLowerCase();
}

function questions(rooms: readonly Room[], doors: readonly Door[], random: Random): Exchange[] {
  const area = ({ w, d }: Room) => w * d;
  const proper = rooms.slice(1);
  const room = random.pick(proper);
  const sorted = [...rooms].sort((a, b) => area(b) - area(a));
  const total = rooms.reduce((sum, one) => sum + area(one), 0);
  const index = rooms.indexOf(room);
  const reached = doors
    .filter(({ a, b }) => a === index || b === index)
    .map(({ a, b }) => said(rooms[a === index ? b : a]!));
  const neighbours = reached.map((name) => `the ${name}`);
  const other = random.pick(proper.filter((one) => one !== room));
  const joined = doors.some(
    ({ a, b }) => (a === index && b === rooms.indexOf(other)) || (b === index && a === rooms.indexOf(other)),
  );
  const exchanges: Exchange[] = [
    [
      spin(
        random,
        `{How large is the ${said(room)}?|What is the area of the ${said(room)}?|How many square meters does the ${said(room)} have?}`,
      ),
      spin(
        random,
        `{${room.w} m x ${room.d} m = ${area(room)} m².|${area(room)} m².|It measures ${room.w} m by ${room.d} m, that is ${area(room)} m².}`,
      ),
    ],
    [
      spin(random, "{Which rooms does the flat have?|List the rooms of this floor plan.|What rooms are there?}"),
      `${listed(rooms.map(said)).replace(/^./, (c) => c.toUpperCase())}.`,
    ],
    [
      spin(random, "{How many rooms are there, counting the hall?|Count the rooms including the hall.}"),
      spin(random, `{${numberWord(rooms.length)}.|There are ${numberWord(rooms.length)}.}`),
    ],
    [
      spin(
        random,
        `{Which rooms can one enter directly from the ${said(room)}?|Which rooms do the doors of the ${said(room)} lead to?}`,
      ),
      `${listed(neighbours).replace(/^./, (c) => c.toUpperCase())}.`,
    ],
    [
      spin(
        random,
        `{Is there a door between the ${said(room)} and the ${said(other)}?|Can one go straight from the ${said(room)} into the ${said(other)}?}`,
      ),
      joined
        ? "Yes, there is a door between them."
        : spin(random, "{No, one has to go through the hall.|No, the way leads through the hall.}"),
    ],
    [
      spin(random, "{What is the total area?|How large is the flat altogether?}"),
      `${rooms.map((one) => `${area(one)}`).join(" + ")} = ${total} m².`,
    ],
  ];
  if (area(sorted[0]!) > area(sorted[1]!))
    exchanges.push([
      spin(random, "{Which room is the largest?|What is the biggest room?}"),
      `The ${said(sorted[0]!)}, with ${area(sorted[0]!)} m².`,
    ]);
  if (area(sorted.at(-1)!) < area(sorted.at(-2)!))
    exchanges.push([
      spin(random, "{Which room is the smallest?|What is the smallest room?}"),
      `The ${said(sorted.at(-1)!)}, with ${area(sorted.at(-1)!)} m².`,
    ]);
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
