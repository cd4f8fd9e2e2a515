/** Passages about visits, shops, families, meetings, finds, schools and journeys, with what can be asked about them. */
import type { SourceContext } from "../../../source.ts";
import { townName } from "../description.ts";
import { counted, numberWord, plural, withArticle } from "../support/english.ts";
import { say, sayOne } from "../support/phrase.ts";
import { familyName, jobs, type Person, people } from "../words/people.ts";
import { months, places, weathers, weekdays } from "../words/places.ts";
import * as things from "../words/things.ts";

export interface Passage {
  readonly kind: string;
  readonly text: string;
  /** Question, and the answer as it stands in the passage. */
  readonly spans: readonly (readonly [question: string, span: string])[];
  /** Question, and what follows from the passage. */
  readonly inferred: readonly (readonly [question: string, answer: string])[];
  /** Questions that the passage does not answer. */
  readonly unanswered: readonly string[];
}

export const passageMakers: readonly ((context: SourceContext) => Passage)[] = [
  visit,
  shop,
  household,
  meeting,
  discovery,
  school,
  trip,
];

function visit(context: SourceContext): Passage {
  const { random } = context;
  const [hero, friend] = people(context, 2) as [Person, Person];
  const [first, second] = random.shuffled(places) as [(typeof places)[number], (typeof places)[number]];
  const [day, later] = random.shuffled(weekdays) as [string, string];
  const thing = withArticle(`${random.pick(things.colors)} ${random.pick(things.treasures)}`);
  const weather = random.pick(weathers);
  const sight = random.pick(first.sights);
  const hours = numberWord(random.int(2, 6));
  const slots = {
    hero: hero.name,
    friend: friend.name,
    he: hero.he,
    first: first.name,
    second: second.name,
    day,
    later,
    thing,
    sight,
    hours,
    weather: weather.adjective,
    at: first.at,
    at2: second.at,
  };
  return {
    kind: "visit",
    text: [
      sayOne(
        random,
        [
          "On {day}, {hero} went to {first}; it was {weather}.",
          ...(["sunny", "warm"].includes(weather.adjective)
            ? []
            : ["On {day}, {hero} went to {first}, although it was {weather}."]),
        ],
        slots,
      ),
      say(random, "{he} [stayed there|spent] {hours} hours[ there|] and [looked at|saw] {sight}.", slots).replace(
        /stayed there (\w+ hours) there/,
        "stayed there $1",
      ),
      say(random, "{at} {first}, {hero} met {friend}, who [gave {hero}|was carrying] {thing}.", slots),
      say(random, "[They agreed to meet again on {later}|On {later} they met again], this time {at2} {second}.", slots),
    ].join(" "),
    spans: [
      [say(random, "[Where did {hero} go on {day}|Which place did {hero} visit first]?", slots), first.name],
      [say(random, "[How many hours|How long] did {hero} stay there?", slots), `${hours} hours`],
      [say(random, "[Whom|Who] did {hero} meet {at} {first}?", slots), friend.name],
      [say(random, "What [was in the hands of {friend}|did {friend} have]?", slots), thing],
      [say(random, "What was the weather like on {day}?", slots), weather.adjective],
      [say(random, "On which day did {hero} go to {first}?", slots), day],
    ],
    inferred: [
      [
        say(random, "Did {hero} meet {friend} {at2} {second} on {day}?", slots),
        `No, on ${day} they met ${first.at} ${first.name}.`,
      ],
      [say(random, "Was {hero} alone all the time?", slots), `No, ${hero.he} met ${friend.name}.`],
    ],
    unanswered: [`How old is ${friend.name}?`, `What did ${hero.name} eat?`],
  };
}

function shop(context: SourceContext): Passage {
  const { random } = context;
  const owner = people(context, 1)[0]!;
  const town = townName(context);
  const goods = random
    .shuffled([...things.fruits, ...things.vegetables])
    .slice(0, 3)
    .map(plural) as [string, string, string];
  const year = random.int(1950, 2019);
  const [open, close] = [random.int(6, 10), random.int(3, 8)];
  const closed = random.pick(weekdays);
  const staff = random.int(2, 12);
  const slots = {
    owner: `${owner.name} ${familyName(context)}`,
    his: owner.his,
    he: owner.he,
    town,
    first: goods[0],
    second: goods[1],
    third: goods[2],
    year,
    open: `${open} in the morning`,
    close: `${close} in the ${close < 6 ? "afternoon" : "evening"}`,
    closed,
    staff: numberWord(staff),
    color: random.pick(things.colors),
  };
  return {
    kind: "shop",
    text: [
      say(random, "{owner} [has|owns|runs] a small shop in {town}. It was opened in {year}.", slots),
      say(random, "[The shop sells|One can buy] {first}, {second} and {third}[ there|].", slots).replace(
        /^(The shop.*) there\./,
        "$1.",
      ),
      say(random, "It opens at {open} and closes at {close}. On {closed}, it [stays closed|is closed].", slots),
      say(random, "{staff} people work there, and all of them wear {color} aprons.", slots),
    ].join(" "),
    spans: [
      [say(random, "[Who owns the shop|Whose shop is it]?", slots), slots.owner],
      [say(random, "In which town is the shop?", slots), town],
      [say(random, "[When was the shop opened|In which year was the shop opened]?", slots), String(year)],
      [say(random, "At what time does the shop open?", slots), slots.open],
      [say(random, "When does the shop close in the evening or afternoon?", slots), slots.close],
      [say(random, "On which day is the shop closed?", slots), closed],
      [say(random, "What colour are the aprons?", slots), slots.color],
    ],
    inferred: [
      [say(random, "How many hours a day is the shop open?", slots), `It is open for ${close + 12 - open} hours.`],
      [say(random, "Can one buy {first} there on {closed}?", slots), `No, on ${closed} the shop is closed.`],
      [`How many kinds of goods are named?`, "Three kinds of goods are named."],
    ],
    unanswered: ["How much do the goods cost?", `Is ${owner.name} married?`],
  };
}

function household(context: SourceContext): Passage {
  const { random } = context;
  const family = people(context, 3) as [Person, Person, Person];
  const ages = [random.int(28, 60), random.int(3, 8), random.int(9, 17)] as const;
  const job = random.pick(jobs);
  const [pet, color] = [random.pick(things.pets), random.pick(["black", "white", "brown", "grey"])];
  const [likes, sport] = [random.pick(things.dishes), random.pick(things.sports)];
  const [one, young, old] = family;
  const slots = {
    one: one.name,
    young: young.name,
    old: old.name,
    a: ages[0],
    b: ages[1],
    c: ages[2],
    who: job.who,
    where: job.where,
    pet: `${color} ${pet}`,
    likes,
    sport,
    town: townName(context),
  };
  return {
    kind: "household",
    text: [
      say(random, "{one} is {a} years old and works as {a:who}[ in {town}|].", slots),
      say(random, "{one} has two children, {young} and {old}. {young} is {b} years old, and {old} is {c}.", slots),
      say(random, "{young}'s favourite food is {likes}, and {old} likes {sport}.", slots),
      say(random, "The family has {a:pet}.", slots),
    ].join(" "),
    spans: [
      [say(random, "[What is {one}'s job|What does {one} do]?", slots), withArticle(job.who)],
      [say(random, "What is {young}'s favourite food?", slots), likes],
      [say(random, "Which sport does {old} like?", slots), sport],
      [say(random, "What pet does the family have?", slots), withArticle(slots.pet)],
      [say(random, "How old is {one}?", slots), `${ages[0]} years old`],
    ],
    inferred: [
      [say(random, "Who is older, {young} or {old}?", slots), `${old.name} is older.`],
      [
        say(random, "How many years older is {old} than {young}?", slots),
        `${ages[2]} - ${ages[1]} = ${ages[2] - ages[1]}, so ${old.name} is ${counted(ages[2] - ages[1], "year", true)} older.`,
      ],
      [say(random, "How many children does {one} have?", slots), `${one.name} has two children.`],
      [
        say(random, "How old was {one} when {old} was born?", slots),
        `${ages[0]} - ${ages[2]} = ${ages[0] - ages[2]}, so ${one.name} was ${ages[0] - ages[2]} years old.`,
      ],
    ],
    unanswered: [`What is the name of the ${pet}?`, `Where does ${old.name} go to school?`],
  };
}

function meeting(context: SourceContext): Passage {
  const { random } = context;
  const [chair, clerk, other] = people(context, 3) as [Person, Person, Person];
  const day = random.pick(weekdays);
  const hour = random.int(8, 16);
  const room = random.int(1, 40);
  const topic = random.pick([
    "the new playground",
    "the summer party",
    "the broken bridge",
    "the budget",
    "the school garden",
    "a new bus line",
    "the opening hours of the library",
  ]);
  const money = random.int(2, 60) * 100;
  const [yes, no] = [random.int(6, 20), random.int(0, 5)];
  const slots = {
    chair: chair.name,
    clerk: clerk.name,
    other: other.name,
    day,
    hour,
    room,
    topic,
    money,
    yes,
    no,
    month: random.pick(months),
  };
  return {
    kind: "meeting",
    text: [
      say(random, "The meeting [took place|was held] on {day} at {hour}:00 in room {room}.", slots),
      say(random, "{chair} led the meeting, and {clerk} wrote down what was said.", slots),
      say(
        random,
        "The most important point was {topic}. {other} [proposed|suggested] spending {money} euros on it.",
        slots,
      ),
      say(
        random,
        "{yes} people voted for the proposal, and {no} voted against it. The next meeting will be in {month}.",
        slots,
      ),
    ].join(" "),
    spans: [
      [say(random, "In which room was the meeting?", slots), `room ${room}`],
      [say(random, "Who led the meeting?", slots), chair.name],
      [say(random, "Who [took the minutes|wrote down what was said]?", slots), clerk.name],
      [say(random, "What was the most important point?", slots), topic],
      [say(random, "How much money did {other} want to spend?", slots), `${money} euros`],
      [say(random, "When will the next meeting be?", slots), `in ${slots.month}`],
    ],
    inferred: [
      [say(random, "How many people voted?", slots), `${yes} + ${no} = ${yes + no}, so ${yes + no} people voted.`],
      [
        say(random, "Was the proposal accepted by a majority?", slots),
        `Yes, ${yes} people were for it and ${no} against it.`,
      ],
    ],
    unanswered: ["How long did the meeting last?", "What colour were the chairs?"],
  };
}

function discovery(context: SourceContext): Passage {
  const { random } = context;
  const [finder, expert] = people(context, 2) as [Person, Person];
  const town = townName(context);
  const thing = random.pick([
    "a clay bowl",
    "a bronze ring",
    "a stone axe",
    "a silver coin",
    "an iron knife",
    "a glass bead",
    "a bone flute",
  ]);
  const [depth, age] = [random.int(20, 300), random.int(3, 50) * 100];
  const where = random.pick(["a field", "a cellar", "a river bank", "a garden", "a quarry", "a cave"]);
  const year = random.int(1901, 2020);
  const slots = {
    finder: finder.name,
    expert: expert.name,
    town,
    thing,
    the: thing.replace(/^an? /, "the "),
    depth,
    age,
    where,
    year,
    he: finder.he,
  };
  return {
    kind: "discovery",
    text: [
      say(random, "In {year}, {finder} found {thing} in {where} near {town}.", slots),
      say(random, "It lay {depth} centimetres below the ground[, under a flat stone|].", slots),
      say(
        random,
        "{expert}, [who works at the museum|an expert on old things], says that {the} is about {age} years old.",
        slots,
      ),
      say(random, "Today it is shown in the museum of {town}.", slots),
    ].join(" "),
    spans: [
      [say(random, "What did {finder} find?", slots), thing],
      [say(random, "Where was {the} found?", slots), `in ${where} near ${town}`],
      [say(random, "How deep did it lie?", slots), `${depth} centimetres below the ground`],
      [say(random, "How old is {the}?", slots), `about ${age} years old`],
      [say(random, "In which year was it found?", slots), String(year)],
      [say(random, "Where can one see {the} today?", slots), `in the museum of ${town}`],
      [say(random, "Who [says how old it is|knows how old it is]?", slots), expert.name],
    ],
    inferred: [[say(random, "Did {expert} find {the}?", slots), `No, ${finder.name} found it.`]],
    unanswered: ["How heavy is it?", `How much did ${finder.name} get for it?`],
  };
}

function school(context: SourceContext): Passage {
  const { random } = context;
  const teacher = people(context, 1)[0]!;
  const name = `${teacher.he === "he" ? "Mr" : "Ms"} ${familyName(context)}`;
  const [girls, boys] = [random.int(6, 16), random.int(6, 16)];
  const [first, second, third] = random.shuffled([
    "mathematics",
    "music",
    "history",
    "biology",
    "art",
    "sport",
    "English",
    "geography",
  ]) as [string, string, string];
  const floor = random.pick(["ground floor", "first floor", "second floor", "top floor"]);
  const trip = random.pick(places.filter(({ name }) => !["the school", "the kitchen", "the attic"].includes(name)));
  const slots = {
    name,
    teacher: teacher.name,
    girls,
    boys,
    first,
    second,
    third,
    floor,
    trip: trip.name,
    month: random.pick(months),
    day: random.pick(weekdays.slice(0, 5)),
    town: townName(context),
  };
  return {
    kind: "school",
    text: [
      say(
        random,
        "{name} teaches {first} and {second} at the school of {town}. {name}'s first name is {teacher}.",
        slots,
      ),
      say(random, "There are {girls} girls and {boys} boys in the class, and the classroom is on the {floor}.", slots),
      say(random, "On {day}, the first lesson is {third}.", slots),
      say(random, "In {month}, the class will [visit|go to] {trip}.", slots),
    ].join(" "),
    spans: [
      [say(random, "Which subjects does {name} teach?", slots), `${first} and ${second}`],
      [say(random, "Where is the classroom?", slots), `on the ${floor}`],
      [say(random, "What is the first lesson on {day}?", slots), third],
      [say(random, "Where will the class go in {month}?", slots), trip.name],
      [say(random, "In which month is the trip?", slots), slots.month],
      [say(random, "What is {name}'s first name?", slots), teacher.name],
    ],
    inferred: [
      [
        say(random, "How many children are in the class?", slots),
        `${girls} + ${boys} = ${girls + boys}, so there are ${girls + boys} children.`,
      ],
      [
        say(random, "Are there more girls or more boys?", slots),
        girls === boys ? "There are as many girls as boys." : `There are more ${girls > boys ? "girls" : "boys"}.`,
      ],
    ],
    unanswered: [`How old is ${name}?`, "What is the name of the headteacher?"],
  };
}

function trip(context: SourceContext): Passage {
  const { random } = context;
  const hero = people(context, 1)[0]!;
  const towns = new Set<string>();
  while (towns.size < 3) towns.add(townName(context));
  const [from, over, to] = [...towns] as [string, string, string];
  const legs = [random.int(10, 90), random.int(10, 90)] as const;
  const by = random.shuffled(["train", "bus", "bicycle", "ferry", "car", "tram"]) as [string, string];
  const start = random.int(6, 11);
  const hours = random.int(2, 6);
  const slots = {
    hero: hero.name,
    he: hero.he,
    his: hero.his,
    a: from,
    b: over,
    c: to,
    x: legs[0],
    y: legs[1],
    by: by[0]!,
    next: by[1]!,
    start,
    lunch: random.pick(things.dishes),
    carry: random.pick(things.treasures),
    end: start + hours,
  };
  return {
    kind: "trip",
    text: [
      sayOne(
        random,
        ["{hero} travelled from {a} to {c}, by way of {b}.", "{hero}'s way led from {a} by way of {b} to {c}."],
        slots,
      ),
      say(
        random,
        "The first {x} kilometres, as far as {b}, {he} went by {by}. The other {y} kilometres {he} went by {next}.",
        slots,
      ),
      say(random, "{he} left at {start}:00 and arrived at {end}:00. On the way {he} ate {lunch}.", slots),
      say(random, "In {his} bag there was {a_carry}.", { ...slots, a_carry: withArticle(slots.carry) }),
    ].join(" "),
    spans: [
      [say(random, "How did {hero} get to {b}?", slots), `by ${slots.by}`],
      [say(random, "What did {hero} eat on the way?", slots), slots.lunch],
      [say(random, "When did {hero} leave?", slots), `at ${start}:00`],
      [say(random, "What was in {hero}'s bag?", slots), withArticle(slots.carry)],
    ],
    inferred: [
      [
        say(random, "How far did {hero} travel in all?", slots),
        `${legs[0]} + ${legs[1]} = ${legs[0] + legs[1]}, so ${hero.he} travelled ${legs[0] + legs[1]} kilometres.`,
      ],
      [say(random, "How many hours was {hero} on the way?", slots), `${hero.name} was on the way for ${hours} hours.`],
      [
        say(random, "Which part of the way was longer?", slots),
        legs[0] === legs[1]
          ? "Both parts were equally long."
          : `The ${legs[0] > legs[1] ? "first" : "second"} part was longer.`,
      ],
    ],
    unanswered: ["What did the journey cost?", `Why did ${hero.name} travel?`],
  };
}
