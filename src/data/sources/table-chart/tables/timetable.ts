/** Timetables: a school week with double lessons, departures of a line, and shifts of a team. */
import type { Random } from "../../../random.ts";
import { listed } from "../charts/phrases.ts";
import { fill } from "../charts/questions.ts";
import type { Language } from "../charts/units.ts";
import type { Room, TableFacts } from "./data-table.ts";
import { type Cell, cell } from "./grid.ts";
import { timetableWords } from "./timetable-words.ts";

export function timetable(random: Random, room: Room, language: Language): TableFacts {
  const kind = random.weighted({ school: 4, departures: 4, shifts: 2 });
  return kind === "school"
    ? schoolWeek(random, room, language)
    : kind === "departures"
      ? departures(random, room, language)
      : shifts(random, room, language);
}

export function clock(minutes: number): string {
  return `${Math.floor(minutes / 60) % 24}:${String(minutes % 60).padStart(2, "0")}`;
}

function schoolWeek(random: Random, room: Room, language: Language): TableFacts {
  const words = timetableWords[language];
  const { school } = words;
  const week = words.days.slice(0, Math.min(5, Math.max(3, room.columns - 1)));
  const lessons = random.int(3, Math.max(3, Math.min(6, room.rows - 1)));
  const start = random.pick([7 * 60 + 45, 8 * 60, 8 * 60 + 30, 9 * 60]);
  const length = random.pick([45, 50, 60]);
  const times = Array.from({ length: lessons }, (_, i) => clock(start + i * (length + 10)));
  const pool = random.shuffled(words.subjects).slice(0, 7);
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
    [cell(school.time, { head: true }), ...week.map((day) => cell(day, { head: true, align: "center" }))],
    ...times.map((time, i) => [
      cell(time, { strong: true }),
      ...plan.flatMap((day) => {
        if (i > 0 && day[i] === day[i - 1]) return [];
        const down = day[i + 1] === day[i] ? 2 : 1;
        return [cell(day[i]!, { align: "center", ...(down > 1 ? { down } : {}) })];
      }),
    ]),
  ];
  const title = fill(random.pick(school.titles), { c: random.pick(words.classes) });
  const [d, i] = [random.int(0, week.length - 1), random.int(0, lessons - 1)];
  const subject = plan[d]![i]!;
  const slots = { title, d: words.dayNames[d]!, t: times[i]!, s: subject };
  const first = { ...slots, t: times[0]!, s: plan[d]![0]!, n: String(week.length), m: String(lessons) };
  const on = week.flatMap((_, at) => (plan[at]!.includes(subject) ? [words.dayNames[at]!] : []));
  const doubles = plan.flatMap((day, at) =>
    day.flatMap((one, k) =>
      k > 0 && day[k - 1] === one ? [fill(school.onDay, { s: one, d: words.dayNames[at]! })] : [],
    ),
  );
  const blocks = plan.reduce(
    (sum, day) => sum + day.filter((one, k) => one === subject && day[k - 1] !== one).length,
    0,
  );
  const list = (names: readonly string[]) => fill(words.list, { list: listed(names, language) });
  return {
    title,
    grid,
    caption: fill(school.caption, first),
    questions: [
      [fill(school.which, slots), subject],
      [fill(school.daysOf, slots), list(on)],
      [fill(school.first, slots), fill(school.tellFirst, first)],
      [fill(school.last, slots), plan[d]![lessons - 1]!],
      [school.doubles, doubles.length === 0 ? words.none : list(doubles)],
      [fill(school.blocks, slots), String(blocks)],
      [school.begins, fill(school.at, first)],
    ],
  };
}

function departures(random: Random, room: Room, language: Language): TableFacts {
  const words = timetableWords[language];
  const say = words.departures;
  const route = random.shuffled(words.stops).slice(0, random.int(3, Math.max(3, room.rows - 1)));
  const runs = random.int(2, Math.max(2, Math.min(5, room.columns - 1)));
  const first = random.int(5 * 12, 15 * 12) * 5;
  const every = random.pick([10, 15, 20, 30, 40, 60]);
  const gaps = route.map((_, i) => (i === 0 ? 0 : random.int(3, 18)));
  const offsets = gaps.map((_, i) => gaps.slice(0, i + 1).reduce((a, b) => a + b, 0));
  const at = (stop: number, run: number) => first + run * every + offsets[stop]!;
  const names = Array.from({ length: runs }, (_, i) => String(random.int(1, 9) * 100 + i * 2 + 1));
  const line = random.pick(words.lines);
  const ends = { line, a: route[0]!, b: route[route.length - 1]! };
  const title = fill(say.title, ends);
  const [s, r] = [random.int(0, route.length - 1), random.int(0, runs - 1)];
  const t = random.int(1, route.length - 1);
  const before = Math.min(s, route.length - 2);
  const ride = { o: names[r]!, a: route[0]!, b: route[t]! };
  return {
    title,
    grid: [
      [
        cell(say.stop, { head: true }),
        ...names.map((name) => cell(fill(say.service, { o: name }), { head: true, align: "right" })),
      ],
      ...route.map((stop, i) => [cell(stop), ...names.map((_, run) => cell(clock(at(i, run)), { align: "right" }))]),
    ],
    caption: fill(say.caption, { ...ends, n: String(runs), m: String(route.length), t: clock(at(0, 0)) }),
    questions: [
      [fill(say.when, { o: names[r]!, a: route[s]! }), fill(say.at, { t: clock(at(s, r)) })],
      [
        fill(say.ride, ride),
        fill(say.tellRide, { ...ride, t: clock(at(0, r)), u: clock(at(t, r)), n: String(at(t, r) - at(0, r)) }),
      ],
      [fill(say.after, { a: route[before]! }), route[before + 1]!],
      [say.stops, fill(words.counted, { n: String(route.length), list: listed(route, language) })],
      [say.gap, fill(say.tellGap, { a: route[0]!, t: clock(at(0, 0)), u: clock(at(0, 1)), n: String(every) })],
      [fill(say.last, ends), fill(say.at, { t: clock(at(0, runs - 1)) })],
    ],
  };
}

function shifts(random: Random, room: Room, language: Language): TableFacts {
  const words = timetableWords[language];
  const say = words.shifts;
  const week = words.days.slice(0, Math.min(5, Math.max(3, room.columns - 1)));
  const staff = random.shuffled(words.people).slice(0, random.int(3, Math.max(3, Math.min(7, room.rows - 1))));
  const off = say.kinds[3];
  const plan = staff.map(() => week.map(() => random.pick(say.kinds)));
  const title = fill(random.pick(say.titles), { w: String(random.int(1, 52)) });
  const [p, d] = [random.int(0, staff.length - 1), random.int(0, week.length - 1)];
  const kind = plan[p]![d]!;
  const same = staff.filter((_, i) => plan[i]![d] === kind);
  const slots = { title, p: staff[p]!, d: words.dayNames[d]!, k: kind };
  const everyone = listed(staff, language);
  return {
    title,
    grid: [
      [cell(say.name, { head: true }), ...week.map((day) => cell(day, { head: true, align: "center" }))],
      ...staff.map((one, i) => [
        cell(one, { strong: true }),
        ...plan[i]!.map((shift) => cell(shift, { align: "center" })),
      ]),
    ],
    caption: fill(say.caption, {
      ...slots,
      list: everyone,
      d: words.dayNames[0]!,
      e: words.dayNames[week.length - 1]!,
    }),
    questions: [
      [fill(say.which, slots), fill(kind === off ? say.tellOff : say.tellShift, slots)],
      [fill(say.who, slots), fill(words.list, { list: listed(same, language) })],
      [fill(say.off, slots), String(plan[p]!.filter((one) => one === off).length)],
      [say.people, fill(words.counted, { n: String(staff.length), list: everyone })],
    ],
  };
}
