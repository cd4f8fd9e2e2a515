/**
 * Values that texts in every language are written from: towns with a past, animals, dishes. Numbers only, no words;
 * and the tables and lists that every language makes of them.
 */
import type { Random } from "../../../random.ts";
import type { TableText } from "./article.ts";
import { grouped, type Slots } from "./grammar.ts";
import { type Language, personIn, riverIn, townIn } from "./names.ts";

/** A made-up town: founding, charter, siege, bridge and three counts of its people, in the order of time. */
export function townSlots(random: Random, language: Language): Slots {
  const founded = random.int(940, 1290);
  const charter = founded + random.int(20, 140);
  const siege = Math.max(charter, 1400) + random.int(3, 160);
  const bridge = siege + random.int(15, 90);
  const railway = random.int(1838, 1889);
  const [first, second, third] = [random.int(12, 60) * 100, random.int(70, 240) * 100, random.int(250, 900) * 100];
  return {
    town: townIn(random, language),
    river: riverIn(random, language),
    founder: personIn(random, language),
    mayor: personIn(random, language),
    founded: String(founded),
    charter: String(charter),
    siege: String(siege),
    weeks: String(random.int(3, 14)),
    bridge: String(bridge),
    arches: String(random.int(5, 14)),
    railway: String(railway),
    people1: grouped(first, language),
    people2: grouped(second, language),
    people3: grouped(third, language),
    year1: String(bridge + random.int(2, 30)),
    year2: String(railway + random.int(1, 10)),
    year3: String(random.int(2001, 2023)),
    altitude: String(random.int(40, 680)),
    distance: String(random.int(12, 95)),
  };
}

/** Animals as handbooks describe them; ranges are of grown animals. Masses in kilograms, lengths in centimetres. */
export const animals = [
  { latin: "Vulpes vulpes", length: "60–90", mass: "5–10", young: "4–6", years: "3–5" },
  { latin: "Lutra lutra", length: "57–95", mass: "7–12", young: "2–3", years: "5–10" },
  { latin: "Tyto alba", length: "33–39", mass: "0.3–0.6", young: "4–7", years: "3–5" },
  { latin: "Erinaceus europaeus", length: "20–30", mass: "0.6–1.2", young: "4–6", years: "3–7" },
  { latin: "Castor fiber", length: "80–100", mass: "18–30", young: "2–4", years: "10–15" },
  { latin: "Meles meles", length: "60–90", mass: "8–14", young: "2–4", years: "6–14" },
] as const;

/** Amounts of a dish: grams, millilitres, minutes and degrees that go together. */
export function dishNumbers(random: Random): Slots {
  const persons = random.pick([2, 4, 6]);
  const bake = random.int(4, 11) * 5;
  const prepare = random.int(2, 6) * 5;
  return {
    persons: String(persons),
    flour: String(persons * 60),
    vegetable: String(persons * random.pick([75, 100, 125])),
    cheese: String(persons * random.pick([20, 25, 30])),
    milk: String(persons * 50),
    eggs: String(Math.max(2, persons / 2 + 1)),
    bake: String(bake),
    prepare: String(prepare),
    total: String(bake + prepare),
    degrees: String(random.int(17, 22) * 10),
  };
}

/** A town's three counts of its people. */
export function populationTable(s: Slots, caption: string, head: readonly [string, string]): TableText {
  const rows = [1, 2, 3].map((i) => [s[`year${i}`]!, s[`people${i}`]!]);
  return { caption, head, rows };
}

/** A town's five events with their years, in the order of time. */
export function datesOf(
  s: Slots,
  between: string,
  events: readonly [string, string, string, string, string],
): string[] {
  const years = ["founded", "charter", "siege", "bridge", "railway"] as const;
  return years.map((name, i) => `${s[name]!}${between}${events[i]!}`);
}

type Measured = readonly [name: string, unit: string];

/** An animal's length, mass, young and age with their units. */
export function animalTable(
  s: Slots,
  caption: string,
  head: readonly [string, string],
  measures: readonly [length: Measured, mass: Measured, young: Measured, years: Measured],
): TableText {
  const values = ["length", "mass", "young", "years"] as const;
  return { caption, head, rows: measures.map(([name, unit], i) => [name, `${s[values[i]!]!}${unit}`]) };
}
