/** Timetables: a school week with double lessons, departures of a line, and shifts of a team. */
import type { Random } from "../../../random.ts";
import { listed } from "../charts/answers.ts";
import type { TableFacts } from "./data-table.ts";
import { type Cell, cell } from "./grid.ts";

const days = ["Mon", "Tue", "Wed", "Thu", "Fri"];
const dayNames: Record<string, string> = {
  Mon: "Monday",
  Tue: "Tuesday",
  Wed: "Wednesday",
  Thu: "Thursday",
  Fri: "Friday",
};
const subjects = [
  "Math",
  "English",
  "Art",
  "Music",
  "Sports",
  "History",
  "Biology",
  "Physics",
  "French",
  "Latin",
  "Drama",
  "Coding",
];
const stops = [
  "Harbor",
  "Market",
  "Museum",
  "Park",
  "Bridge",
  "Clinic",
  "Airport",
  "Mill",
  "Castle",
  "Lake",
  "Campus",
  "Zoo",
  "Arena",
];
const people = ["Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Ines", "Jonas"];

export function timetable(random: Random, room: { rows: number; columns: number }): TableFacts {
  const kind = random.weighted({ school: 4, departures: 4, shifts: 2 });
  return kind === "school"
    ? schoolWeek(random, room)
    : kind === "departures"
      ? departures(random, room)
      : shifts(random, room);
}

export function clock(minutes: number): string {
  return `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, "0")}`;
}

function schoolWeek(random: Random, room: { rows: number; columns: number }): TableFacts {
  const week = days.slice(0, Math.min(5, Math.max(3, room.columns - 1)));
  const lessons = random.int(3, Math.max(3, Math.min(6, room.rows - 1)));
  const start = random.pick([7 * 60 + 45, 8 * 60, 8 * 60 + 30, 9 * 60]);
  const length = random.pick([45, 50, 60]);
  const times = Array.from({ length: lessons }, (_, i) => clock(start + i * (length + 10)));
  const pool = random.shuffled(subjects).slice(0, 7);
  const plan = week.map(() => {
    const day: string[] = [];
    while (day.length < lessons) {
      const subject = random.pick(pool.filter((name) => name !== day[day.length - 1]));
      day.push(subject);
      if (day.length < lessons && random.chance(0.25)) day.push(subject);
    }
    return day;
  });
  const grid: Cell[][] = [
    [cell("Time", { head: true }), ...week.map((day) => cell(day, { head: true, align: "center" }))],
    ...times.map((time, i) => [
      cell(time, { strong: true }),
      ...plan.flatMap((day) => {
        if (i > 0 && day[i] === day[i - 1]) return [];
        const down = day[i + 1] === day[i] ? 2 : 1;
        return [cell(day[i]!, { align: "center", ...(down > 1 ? { down } : {}) })];
      }),
    ]),
  ];
  const title = `${random.pick(["Timetable", "Weekly schedule", "Class schedule", "Lesson plan"])} ${random.pick(["5A", "6B", "7C", "8A", "9D", "10B"])}`;
  const [d, i] = [random.int(0, week.length - 1), random.int(0, lessons - 1)];
  const name = dayNames[week[d]!]!;
  const subject = plan[d]![i]!;
  const on = week.filter((_, at) => plan[at]!.includes(subject)).map((day) => dayNames[day]!);
  const doubles = plan.flatMap((day, at) =>
    day.flatMap((one, k) => (k > 0 && day[k - 1] === one ? [`${one} on ${dayNames[week[at]!]!}`] : [])),
  );
  const lesson = plan.reduce(
    (sum, day) => sum + day.filter((one, k) => one === subject && day[k - 1] !== one).length,
    0,
  );
  return {
    title,
    grid,
    caption: `${title}: ${week.length} days with ${lessons} lessons each, starting at ${times[0]!}. ${name} begins with ${plan[d]![0]!}.`,
    questions: [
      [`Which lesson takes place on ${name} at ${times[i]!}?`, subject],
      [`On which days is ${subject} taught?`, `${listed(on, "en")}.`],
      [`What is the first lesson on ${name}?`, `${plan[d]![0]!}, at ${times[0]!}.`],
      [`What is the last lesson on ${name}?`, plan[d]![lessons - 1]!],
      ["Which lessons last two periods?", doubles.length === 0 ? "None of them." : `${listed(doubles, "en")}.`],
      [`How many blocks of ${subject} are there in the week? A double lesson counts as one.`, String(lesson)],
      ["When does the first lesson begin?", `At ${times[0]!}.`],
    ],
  };
}

function departures(random: Random, room: { rows: number; columns: number }): TableFacts {
  const route = random.shuffled(stops).slice(0, random.int(3, Math.max(3, room.rows - 1)));
  const runs = random.int(2, Math.max(2, Math.min(5, room.columns - 1)));
  const first = random.int(5 * 12, 15 * 12) * 5;
  const every = random.pick([10, 15, 20, 30, 40, 60]);
  const gaps = route.map((_, i) => (i === 0 ? 0 : random.int(3, 18)));
  const offsets = gaps.map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const at = (stop: number, run: number) => first + run * every + offsets[stop]!;
  const names = Array.from({ length: runs }, (_, i) => String(random.int(1, 9) * 100 + i * 2 + 1));
  const line = `${random.pick(["Bus", "Tram", "Train", "Ferry"])} ${random.pick(["12", "7", "S3", "40", "R5", "101"])}`;
  const title = `${line}: ${route[0]!} - ${route[route.length - 1]!}`;
  const [s, r] = [random.int(0, route.length - 1), random.int(0, runs - 1)];
  const t = random.int(1, route.length - 1);
  return {
    title,
    grid: [
      [cell("Stop", { head: true }), ...names.map((name) => cell(`No. ${name}`, { head: true, align: "right" }))],
      ...route.map((stop, i) => [cell(stop), ...names.map((_, run) => cell(clock(at(i, run)), { align: "right" }))]),
    ],
    caption: `Timetable of ${line} from ${route[0]!} to ${route[route.length - 1]!} with ${runs} services and ${route.length} stops. The first service leaves at ${clock(at(0, 0))}.`,
    questions: [
      [`When does No. ${names[r]!} stop at ${route[s]!}?`, `At ${clock(at(s, r))}.`],
      [
        `How long is the ride from ${route[0]!} to ${route[t]!} with No. ${names[r]!}?`,
        `It leaves ${route[0]!} at ${clock(at(0, r))} and reaches ${route[t]!} at ${clock(at(t, r))}, so it takes ${at(t, r) - at(0, r)} minutes.`,
      ],
      [
        `Which stop comes right after ${route[Math.min(s, route.length - 2)]!}?`,
        route[Math.min(s, route.length - 2) + 1]!,
      ],
      ["How many stops does the timetable list?", `${route.length}: ${listed(route, "en")}.`],
      [
        "How many minutes lie between two services?",
        `At ${route[0]!} they leave at ${clock(at(0, 0))} and ${clock(at(0, 1))}, which is ${every} minutes apart.`,
      ],
      [`What is the last departure from ${route[0]!}?`, `${clock(at(0, runs - 1))}.`],
    ],
  };
}

function shifts(random: Random, room: { rows: number; columns: number }): TableFacts {
  const week = days.slice(0, Math.min(5, Math.max(3, room.columns - 1)));
  const staff = random.shuffled(people).slice(0, random.int(3, Math.max(3, Math.min(7, room.rows - 1))));
  const kinds = ["Early", "Late", "Night", "Off"];
  const plan = staff.map(() => week.map(() => random.pick(kinds)));
  const title = `${random.pick(["Shift plan", "Duty roster", "Work schedule"])}, week ${random.int(1, 52)}`;
  const [p, d] = [random.int(0, staff.length - 1), random.int(0, week.length - 1)];
  const kind = plan[p]![d]!;
  const same = staff.filter((_, i) => plan[i]![d] === kind);
  const off = plan[p]!.filter((one) => one === "Off").length;
  const name = dayNames[week[d]!]!;
  return {
    title,
    grid: [
      [cell("Name", { head: true }), ...week.map((day) => cell(day, { head: true, align: "center" }))],
      ...staff.map((one, i) => [
        cell(one, { strong: true }),
        ...plan[i]!.map((shift) => cell(shift, { align: "center" })),
      ]),
    ],
    caption: `${title}, for ${listed(staff, "en")} from Monday to ${dayNames[week[week.length - 1]!]!}.`,
    questions: [
      [`Which shift does ${staff[p]!} have on ${name}?`, kind === "Off" ? `${staff[p]!} is off.` : `${kind}.`],
      [`Who has "${kind}" on ${name}?`, `${listed(same, "en")}.`],
      [`How many days is ${staff[p]!} off?`, String(off)],
      ["How many people are on the plan?", `${staff.length}: ${listed(staff, "en")}.`],
    ],
  };
}
