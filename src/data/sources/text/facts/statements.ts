/** Single facts from the tables, each as a statement, as a question and as its answer, in several wordings. */
import type { Random } from "../../../random.ts";
import { grouped, numberWord, ordinal, plural, withArticle } from "../support/english.ts";
import { say } from "../support/phrase.ts";
import { type Country, countries } from "../tables/countries.ts";
import { events, makes, meanings, objects, opposites, reasons, units, works } from "../tables/knowledge.ts";
import { type Animal, animals, type Element, elements, planets } from "../tables/nature.ts";

/** One statement with the question it answers. `wrong` is another answer of the same kind, which is false here. */
export interface Fact {
  readonly about: string;
  readonly statement: string;
  readonly question: string;
  readonly answer: string;
  readonly short: string;
  readonly wrong?: string;
}

/** Each gives all facts about one thing that it draws. */
export const factMakers: readonly ((random: Random) => Fact[])[] = [
  (random) => countryFacts(random, random.pick(countries)),
  (random) => countryFacts(random, random.pick(countries)),
  (random) => animalFacts(random, random.pick(animals)),
  (random) => animalFacts(random, random.pick(animals)),
  (random) => elementFacts(random, random.pick(elements)),
  planetFacts,
  workFacts,
  wordFacts,
  otherFacts,
];

function other<T>(random: Random, list: readonly T[], value: T): T {
  for (;;) {
    const one = random.pick(list);
    if (one !== value) return one;
  }
}

/** Spoken in so many countries that `is not spoken in` would rarely be true. */
const worldLanguages = new Set(["English", "French", "German", "Spanish", "Arabic", "Portuguese", "Chinese", "Hindi"]);

export function countryFacts(random: Random, country: Country): Fact[] {
  const { name, capital: city, continent, language, currency } = country;
  const fact = (statement: string, question: string, answer: string, short: string, wrong: string): Fact => ({
    about: name,
    statement,
    question,
    answer,
    short,
    wrong,
  });
  const slots = { name, city, continent, language, currency };
  const neighbours = countries.filter((one) => one.continent === continent && one !== country);
  return [
    fact(
      say(
        random,
        "[The capital of {name} is {city}.|{city} is the capital of {name}.|The capital city of {name} is called {city}.]",
        slots,
      ),
      say(random, "What is the capital[ city|] of {name}?", slots),
      say(random, "The capital of {name} is {city}.", slots),
      city,
      other(random, countries, country).capital,
    ),
    fact(
      say(
        random,
        "[{name} is a country in {continent}.|{name} lies in {continent}.|In {continent} lies the country {name}.]",
        slots,
      ),
      say(random, "[On which continent is {name}|In which part of the world does {name} lie]?", slots),
      say(random, "{name} lies in {continent}.", slots),
      continent,
      other(random, ["Europe", "Asia", "Africa", "North America", "South America", "Oceania"], continent),
    ),
    fact(
      say(
        random,
        "[People in {name} speak {language}.|{language} is spoken in {name}.|In {name} many people speak {language}.]",
        slots,
      ),
      say(random, "Which language [is spoken|do many people speak] in {name}?", slots),
      say(random, "In {name} people speak {language}.", slots),
      language,
      other(
        random,
        countries.filter(
          (one) => one.continent !== continent && one.language !== language && !worldLanguages.has(one.language),
        ),
        country,
      ).language,
    ),
    fact(
      say(random, "[In {name} one pays with the {currency}.|The currency of {name} is the {currency}.]", slots),
      say(random, "[What is the currency of {name}|What does one pay with in {name}]?", slots),
      say(random, "The currency of {name} is the {currency}.", slots),
      `the ${currency}`,
      `the ${
        other(
          random,
          countries.filter((one) => one.currency !== currency),
          country,
        ).currency
      }`,
    ),
    {
      about: name,
      statement: say(random, "{city} lies in {name}, in {continent}.", slots),
      question: say(random, "[Of which country is {city} the capital|In which country is {city}]?", slots),
      answer: say(random, "{city} is the capital of {name}.", slots),
      short: name,
      wrong: random.pick(neighbours).name,
    },
  ];
}

export function animalFacts(random: Random, animal: Animal): Fact[] {
  const { name, group, legs, lives, eats, young } = animal;
  const slots = { name, group, legs: legs === 0 ? "no" : numberWord(legs), lives, eats, young, many: plural(name) };
  const about = name;
  return [
    {
      about,
      statement: say(random, "[{a:name} is {a:group}.|{many} are {groups}.]", { ...slots, groups: plural(group) }),
      question: say(random, "What kind of animal is {a:name}?", slots),
      answer: say(random, "{a:name} is {a:group}.", slots),
      short: withArticle(group),
      wrong: withArticle(other(random, ["mammal", "bird", "fish", "insect", "reptile", "amphibian"], group)),
    },
    {
      about,
      statement: say(random, "[{a:name} has {legs} legs.|{many} have {legs} legs.]", slots),
      question: say(random, "How many legs [does {a:name}|do {many}] have?", slots),
      answer: say(random, "{a:name} has {legs} legs.", slots),
      // "No" stands before "legs" only; the answer alone, and a choice among others, is "none".
      short: legs === 0 ? "none" : slots.legs,
      wrong: other(random, ["none", "two", "four", "six", "eight"], legs === 0 ? "none" : slots.legs),
    },
    {
      about,
      statement: say(random, "[{many} live {lives}.|One finds {many} {lives}.]", slots),
      question: say(random, "Where do {many} live?", slots),
      answer: say(random, "{many} live {lives}.", slots),
      short: lives,
    },
    {
      about,
      statement: say(random, "[{many} eat {eats}.|The food of {a:name} is {eats}.]", slots),
      question: say(random, "What [do {many}|does {a:name}] eat?", slots),
      answer: say(random, "{many} eat {eats}.", slots),
      short: eats,
    },
    {
      about,
      statement: say(random, "[A young {name} is called {a:young}.|The young of {a:name} is {a:young}.]", slots),
      question: say(random, "What is a young {name} called?", slots),
      answer: say(random, "A young {name} is called {a:young}.", slots),
      short: withArticle(young),
    },
  ];
}

export function elementFacts(random: Random, element: Element): Fact[] {
  const { name, symbol, number, state, metal } = element;
  const slots = { name, symbol, number, state, kind: metal ? "a metal" : "not a metal" };
  const about = name;
  return [
    {
      about,
      statement: say(random, "[The chemical symbol of {name} is {symbol}.|{name} has the symbol {symbol}.]", slots),
      question: say(random, "What is the [chemical |]symbol of {name}?", slots),
      answer: say(random, "The symbol of {name} is {symbol}.", slots),
      short: symbol,
      wrong: other(random, elements, element).symbol,
    },
    {
      about,
      statement: say(random, "The atomic number of {name} is {number}.", slots),
      question: say(random, "[What is the atomic number of {name}|How many protons has an atom of {name}]?", slots),
      answer: say(random, "The atomic number of {name} is {number}, so an atom has {number} protons.", slots).replace(
        " 1 protons",
        " 1 proton",
      ),
      short: String(number),
      wrong: String(other(random, elements, element).number),
    },
    {
      about,
      statement: say(
        random,
        "[At room temperature, {name} is a {state}.|{name} is a {state} at room temperature.]",
        slots,
      ),
      question: say(random, "Is {name} a gas, a liquid or a solid at room temperature?", slots),
      answer: say(random, "At room temperature, {name} is a {state}.", slots),
      short: `a ${state}`,
      wrong: `a ${other(random, ["gas", "liquid", "solid"], state)}`,
    },
    {
      about,
      statement: say(random, "{name} is {kind}.", slots),
      question: say(random, "Is {name} a metal?", slots),
      answer: metal ? say(random, "Yes, {name} is a metal.", slots) : say(random, "No, {name} is not a metal.", slots),
      short: metal ? "yes" : "no",
    },
    {
      about: symbol,
      statement: say(random, "The symbol {symbol} stands for {name}.", slots),
      question: say(random, "Which element has the symbol {symbol}?", slots),
      answer: say(random, "{symbol} is the symbol of {name}.", slots),
      short: name,
      wrong: other(random, elements, element).name,
    },
  ];
}

function planetFacts(random: Random): Fact[] {
  const at = random.int(0, planets.length - 1);
  const { name, kind, diameter } = planets[at]!;
  const wrong = planets[(at + random.int(1, 7)) % 8]!;
  const slots = {
    name,
    nth: ordinal(at + 1),
    diameter: grouped(diameter),
    kind: kind === "rocky" ? "a rocky planet" : kind === "gas" ? "a gas giant" : "an ice giant",
  };
  return [
    {
      about: name,
      statement: say(
        random,
        "[{name} is the {nth} planet from the sun.|Counted from the sun, {name} is the {nth} planet.]",
        slots,
      ),
      question: say(random, "Which planet is the {nth} from the sun?", slots),
      answer: say(random, "The {nth} planet from the sun is {name}.", slots),
      short: name,
      wrong: wrong.name,
    },
    {
      about: name,
      statement: say(random, "{name} has a diameter of about {diameter} kilometres at its equator.", slots),
      question: say(random, "How large is {name}?", slots),
      answer: say(random, "{name} is about {diameter} kilometres across.", slots),
      short: `about ${slots.diameter} kilometres`,
    },
    {
      about: name,
      statement: say(random, "{name} is {kind}.", slots),
      question: say(random, "What kind of planet is {name}?", slots),
      answer: say(random, "{name} is {kind}.", slots),
      short: slots.kind,
    },
  ];
}

function workFacts(random: Random): Fact[] {
  const work = random.pick(works) as [string, string, string];
  const [title, kind, maker] = work;
  const [made, noun] = makes[kind]!;
  const wrong = other(
    random,
    works
      .filter((one) => makes[one[1]!]![0] === made && one[2] !== maker)
      .concat(works.filter((one) => one[2] !== maker).slice(0, 3)),
    work,
  )[2]!;
  const slots = { title, kind, maker, made, noun };
  return [
    {
      about: title,
      statement: say(random, "[{title} is {a:kind} by {maker}.|{maker} {made} {title}.]", slots),
      question: say(random, "Who {made} {title}?", slots),
      answer: say(random, "{maker} {made} {title}.", slots),
      short: maker,
      wrong,
    },
    {
      about: title,
      statement: say(random, "{title} is {a:kind}.", slots),
      question: say(random, "What kind of work is {title}?", slots),
      answer: say(random, "{title} is {a:kind} by {maker}.", slots),
      short: withArticle(kind),
    },
    {
      about: maker,
      statement: say(random, "{maker} was {a:noun}.", slots),
      question: say(random, "Who was {maker}?", slots),
      answer: say(random, "{maker} was {a:noun}, known for {title}.", slots),
      short: withArticle(noun),
    },
  ];
}

function wordFacts(random: Random): Fact[] {
  const [word, meaning] = random.pick(meanings) as [string, string];
  const pair = random.pick(opposites) as [string, string];
  const [one, two] = random.chance(0.5) ? pair : [pair[1], pair[0]];
  const slots = { word, meaning, one, two };
  return [
    {
      about: word,
      statement: say(random, "{a:word} is {meaning}.", slots),
      question: say(random, '[What is {a:word}|What does "{word}" mean]?', slots),
      answer: say(random, "{a:word} is {meaning}.", slots),
      short: meaning,
    },
    {
      about: word,
      statement: say(random, 'The word for {meaning} is "{word}".', slots),
      question: say(random, "[What do we call|What is the word for] {meaning}?", slots),
      answer: say(random, "It is called {a:word}.", slots),
      short: withArticle(word),
    },
    {
      about: one,
      statement: say(random, '[The opposite of {one} is {two}.|"{one}" and "{two}" are opposites.]', slots),
      question: say(random, "What is the opposite of {one}?", slots),
      answer: say(random, "The opposite of {one} is {two}.", slots),
      short: two,
      wrong: other(
        random,
        opposites.filter(([a, b]) => a !== one && b !== one),
        pair,
      )[0]!,
    },
  ];
}

function otherFacts(random: Random): Fact[] {
  const [year, event] = random.pick(events) as [string, string];
  const [unit, count, part] = random.pick(units) as [string, string, string];
  const [thing, material, use] = random.pick(objects) as [string, string, string];
  const [why, because] = random.pick(reasons) as [string, string];
  const parts = part === "foot" ? "feet" : part === "inch" ? "inches" : plural(part);
  const slots = { year, event, unit, count, parts, thing, material, use };
  return [
    {
      about: event,
      statement: say(random, "[In {year}, {event}.|It was in {year} that {event}.]", slots),
      question: say(random, "What happened in {year}?", slots),
      answer: say(random, "In {year}, {event}.", slots),
      short: event,
    },
    {
      about: unit,
      statement: say(random, "[{a:unit} has {count} {parts}.|There are {count} {parts} in {a:unit}.]", slots),
      question: say(random, "How many {parts} are [in|there in] {a:unit}?", slots),
      answer: say(random, "There are {count} {parts} in {a:unit}.", slots),
      short: count,
      wrong: other(random, ["7", "10", "12", "24", "60", "100", "1000", "3"], count),
    },
    {
      about: thing,
      statement: say(random, "{a:thing} is made of {material}. It is for {use}.", slots),
      question: say(random, "What is {a:thing} made of?", slots),
      answer: say(random, "{a:thing} is made of {material}.", slots),
      short: material,
    },
    { about: why, statement: because, question: why, answer: because, short: because.slice(0, -1) },
  ];
}
