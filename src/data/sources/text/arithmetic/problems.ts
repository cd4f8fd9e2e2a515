/** Word problems: people who buy, share, walk, wait and measure, with the sum that answers the question. */
import type { SourceContext } from "../../../source.ts";
import { listed, numberWord, plural } from "../support/english.ts";
import { say } from "../support/phrase.ts";
import { type Person, people, slotsOf } from "../words/people.ts";
import { weekdays } from "../words/places.ts";
import * as things from "../words/things.ts";
import type { Sum } from "./sums.ts";

type Problem = (context: SourceContext, hero: Person, friend: Person) => Sum;

/** A problem about two people of the context's split. */
export function wordProblem(context: SourceContext): Sum {
  const [hero, friend] = people(context, 2) as [Person, Person];
  return context.random.pick(problems)(context, hero, friend);
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const problems: readonly Problem[] = [
  ({ random }, hero, friend) => {
    const [a, b, c] = [random.int(3, 60), random.int(2, 40), random.int(1, 3)];
    const thing = plural(random.pick(things.treasures));
    const loses = random.chance(0.5) && a + b > c;
    return {
      kind: "gain",
      question: say(
        random,
        "{hero} has {a} {thing}. {friend} gives {him} {b} more{tail}. How many {thing} does {hero} have now?",
        { ...slotsOf(hero, friend), a, b, thing, tail: loses ? `, and then ${hero.name} loses ${c}` : "" },
      ),
      steps: [`${a} + ${b} = ${a + b}`, ...(loses ? [`${a + b} - ${c} = ${a + b - c}`] : [])],
      answer: `${loses ? a + b - c : a + b} ${thing}`,
    };
  },
  ({ random }, hero) => {
    const [count, price] = [random.int(2, 12), random.int(2, 15)];
    const thing = plural(random.pick(things.fruits));
    const paid = Math.ceil((count * price) / 50) * 50;
    return {
      kind: "buying",
      question: say(
        random,
        "{hero} buys {count} bags of {thing}. A bag costs {price} euros. {he} pays with {paid} euros. How much does {he} get back?",
        { ...slotsOf(hero), count, price, thing, paid },
      ),
      steps: [`${count} * ${price} = ${count * price}`, `${paid} - ${count * price} = ${paid - count * price}`],
      answer: `${paid - count * price} euros`,
    };
  },
  ({ random }, hero) => {
    const [friends, each, left] = [random.int(2, 9), random.int(2, 12), random.int(0, 1)];
    const total = friends * each + left;
    const thing = random.pick(things.fruits);
    return {
      kind: "sharing",
      question: say(
        random,
        "{hero} shares {total} {thing} equally among {friends} children. How many does each child get[, and how many are left|, and how many remain]?",
        { hero: hero.name, total, thing: plural(thing), friends },
      ),
      steps: [`${friends} * ${each} = ${friends * each}`, `${total} - ${friends * each} = ${left}`],
      answer: `each child gets ${each}, and ${left} ${left === 1 ? "is" : "are"} left`,
    };
  },
  ({ random }, hero) => {
    const [speed, hours] = [random.int(3, 90), random.int(2, 8)];
    const by = speed < 7 ? "walks" : speed < 26 ? "cycles" : "drives";
    return {
      kind: "distance",
      question: say(random, "{hero} {by} {speed} kilometres an hour for {hours} hours. How far does {he} get?", {
        ...slotsOf(hero),
        by,
        speed,
        hours,
      }),
      steps: [`${speed} * ${hours} = ${speed * hours}`],
      answer: `${speed * hours} kilometres`,
    };
  },
  ({ random }, hero) => {
    const start = random.int(6 * 12, 18 * 12) * 5;
    const length = random.int(3, 35) * 5;
    const place = random.pick(["film", "lesson", "journey", "concert", "match", "walk"]);
    const toHour = (60 - (start % 60)) % 60;
    const end = start + length;
    const steps =
      toHour > 0 && length > toHour
        ? [
            `from ${clock(start)} to ${clock(start + toHour)} it is ${toHour} minutes`,
            `${length} - ${toHour} = ${length - toHour}`,
            `${clock(start + toHour)} and ${length - toHour} minutes is ${clock(end)}`,
          ]
        : [`${clock(start)} and ${length} minutes is ${clock(end)}`];
    return {
      kind: "time",
      question: say(
        random,
        "{hero}'s {place} [begins|starts] at {start} and takes {length} minutes. When does it end?",
        { hero: hero.name, place, start: clock(start), length },
      ),
      steps,
      answer: clock(end),
    };
  },
  ({ random }, hero, friend) => {
    const [a, factor] = [random.int(3, 30), random.int(2, 5)];
    const together = random.chance(0.5);
    const thing = plural(random.pick(things.stationery));
    return {
      kind: "times-as-many",
      question: say(
        random,
        "{hero} has {a} {thing}, and {friend} has {factor} times as many. How many {thing} {tail}?",
        {
          ...slotsOf(hero, friend),
          a,
          factor: numberWord(factor),
          thing,
          tail: together ? "do they have together" : `does ${friend.name} have`,
        },
      ).replace("two times", "twice"),
      steps: [`${a} * ${factor} = ${a * factor}`, ...(together ? [`${a} + ${a * factor} = ${a + a * factor}`] : [])],
      answer: `${together ? a + a * factor : a * factor} ${thing}`,
    };
  },
  ({ random }, hero) => {
    const [width, height] = [random.int(2, 30), random.int(2, 30)];
    const area = random.chance(0.5);
    return {
      kind: "rectangle",
      question: say(random, "{hero} has a garden that is {w} metres long and {h} metres wide. What is its {what}?", {
        hero: hero.name,
        w: width,
        h: height,
        what: area ? "area" : "perimeter",
      }),
      steps: area
        ? [`${width} * ${height} = ${width * height}`]
        : [`${width} + ${height} = ${width + height}`, `2 * ${width + height} = ${2 * (width + height)}`],
      answer: area ? `${width * height} square metres` : `${2 * (width + height)} metres`,
    };
  },
  ({ random }, hero) => {
    const days = random.int(3, 5);
    const average = random.int(10, 30);
    const values = Array.from({ length: days - 1 }, () => average + random.int(-2, 2));
    const sum = average * days;
    const last = sum - values.reduce((total, one) => total + one, 0);
    const all = [...values, last];
    return {
      kind: "average",
      question: `${hero.name} reads ${listed(all.map((pages, i) => `${pages} pages on ${weekdays[i]}`))}. How many pages is that on average a day?`,
      steps: [`${all.join(" + ")} = ${sum}`, `${sum} / ${days} = ${average}`],
      answer: `${average} pages`,
    };
  },
  ({ random }, hero, friend) => {
    const age = random.int(6, 40);
    const older = random.int(2, 25);
    const later = random.int(2, 20);
    return {
      kind: "age",
      question: say(
        random,
        "{hero} is {age} years old, and {friend} is {older} years older. How old will {friend} be in {later} years?",
        { ...slotsOf(hero, friend), age, older, later },
      ),
      steps: [`${age} + ${older} = ${age + older}`, `${age + older} + ${later} = ${age + older + later}`],
      answer: `${age + older + later} years`,
    };
  },
  ({ random }, hero) => {
    const [unit, factor, small] = random.pick([
      ["metres", 100, "centimetres"],
      ["kilometres", 1000, "metres"],
      ["hours", 60, "minutes"],
      ["kilograms", 1000, "grams"],
      ["litres", 1000, "millilitres"],
      ["weeks", 7, "days"],
    ] as const);
    const count = random.int(2, 40);
    return {
      kind: "units",
      question: say(random, "{hero} measures {count} {unit}. How many {small} is that?", {
        hero: hero.name,
        count,
        unit,
        small,
      }),
      steps: [`1 ${unit.slice(0, -1)} is ${factor} ${small}`, `${count} * ${factor} = ${count * factor}`],
      answer: `${count * factor} ${small}`,
    };
  },
];
