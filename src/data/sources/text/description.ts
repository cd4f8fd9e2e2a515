/** Descriptions of places, people, things and working days: what is said of one of them holds to the end of the text. */
import type { Random } from "../../random.ts";
import type { Source, SourceContext } from "../../source.ts";
import { counted, numberWord, plural } from "./support/english.ts";
import { drawn } from "./support/held-out.ts";
import { say, sayOne } from "./support/phrase.ts";
import { completionDraft, textDraft } from "./support/text-draft.ts";
import { familyName, jobs, person, slotsOf } from "./words/people.ts";
import { places, times, weathers, weekdays } from "./words/places.ts";
import * as things from "./words/things.ts";

export const descriptionSource: Source = {
  name: "text-description",
  category: "text",
  version: 3,
  description: "descriptions of places, rooms, people, jobs and things",
  draft(context) {
    const kind = context.random.weighted({ place: 3, room: 3, person: 3, job: 2, thing: 3, town: 3 });
    const [wish, text] = describe[kind]!(context);
    const { random } = context;
    return random.chance(0.25)
      ? completionDraft(
          kind,
          `${sayOne(random, ["Describe {it}.", "Write a description of {it}.", "Tell me about {it}."], { it: wish })}\n`,
          text,
        )
      : textDraft(kind, text);
  },
};

const describe: Record<string, (context: SourceContext) => [wish: string, text: string]> = {
  place(context) {
    const { random } = context;
    const [place, weather, time] = drawn(
      context,
      () => [random.pick(places), random.pick(weathers), random.pick(times)] as const,
      ([where, sky, when]) => `${where.name} ${sky.adjective} ${when}`,
    );
    const [first, second, third] = random.shuffled(place.sights) as [string, string, string];
    const sound = random.pick(place.sounds);
    const slots = {
      ...{ place: place.name, at: place.at, first, second, third, sound, time, weather: weather.adjective },
      smell: place.smell,
      does: random.pick(place.does),
      sky: random.pick(weather.says),
    };
    const sentences = [
      place.outdoors
        ? say(random, "It is {a:weather} {time} {at} {place}.", slots)
        : say(random, "Outside it is {a:weather} {time}; [inside|here], {at} {place}, it is [quiet|warm|dry].", slots),
      sayOne(
        random,
        [
          "The first things one sees are {first} and {second}.",
          "There one finds {first}, {second} and {third}.",
          "Visitors notice {first}, and then {second}.",
        ],
        slots,
      ),
      sayOne(
        random,
        ["One can hear {sound}.", "Now and then one hears {sound}.", "If you listen, you hear {sound}."].slice(
          random.int(0, 2),
        ),
        { ...slots, sound },
      ),
      sayOne(random, ["The air smells of {smell}.", "There is a smell of {smell}."], slots),
      sayOne(
        random,
        ["People come here to {does}.", "It is a good place to {does}.", "Many like to {does} here."],
        slots,
      ),
    ];
    return [place.name, [sentences[0], ...random.shuffled(sentences.slice(1, -1)), sentences.at(-1)].join(" ")];
  },

  room(context) {
    const { random } = context;
    const owner = person(context);
    const [bed, desk, ...others] = random.shuffled(things.furniture) as [string, string, ...string[]];
    const third = others.find((one) => one !== "rug")!;
    // things lie on it
    const fourth = others.find((one) => one !== third && !["lamp", "mirror", "rug", "clock"].includes(one))!;
    const [wall, floor, other] = random.shuffled(things.colors) as [string, string, string];
    const count = random.int(2, 9);
    const room = random.pick(["room", "bedroom", "living room", "study", "office"]);
    const slots = {
      ...slotsOf(owner),
      ...{ room, bed, desk, wall, floor, other, third, fourth },
      size: random.pick(["small", "large", "bright", "narrow", "quiet", "square"]),
      side: random.pick(["left", "right"]),
      things: counted(count, random.pick(things.treasures)),
      material: random.pick(["wooden", "metal", "plastic"]),
    };
    const text = [
      say(random, "{hero}'s {room} is {size}. The walls are {wall}, and the floor is {floor}.", slots),
      sayOne(
        random,
        [
          "On the {side} [stands|there is] {a:bed}; [opposite|on the other side], there is {a:desk}.",
          "{a:bed} stands [by|near] the window, and {a:desk} stands by the door.",
        ],
        slots,
      ),
      sayOne(random, ["Between them is {a:material} {third} in {other}.", "There is also {a:other} {third}."], slots),
      sayOne(
        random,
        [
          "Visitors [smile|are surprised] when they see {things} on the {fourth}.",
          "{hero} keeps {things} on the {fourth}.",
          "In the corner there is {a:fourth}, and beside it {hero} keeps {things}.",
        ],
        slots,
      ),
      sayOne(
        random,
        ["{he} likes [to read|to work|to rest|to listen to music] there.", "{hero} tidies it every {day}."],
        { ...slots, day: random.pick(weekdays) },
      ),
    ];
    return [`${owner.name}'s ${room}`, text.join(" ")];
  },

  person(context) {
    const { random } = context;
    const one = person(context);
    const age = random.int(6, 89);
    const [first, second] = random.shuffled(things.kindQualities) as [string, string];
    const [likes, dislikes] = random.shuffled(things.dishes) as [string, string];
    const [free, weekend] = random.shuffled(things.activities) as [
      readonly [string, string],
      readonly [string, string],
    ];
    const job = random.pick(jobs);
    const slots = {
      ...slotsOf(one),
      ...{
        first,
        second,
        likes,
        dislikes,
        free: free[0],
        weekend: weekend[0],
        who: job.who,
        where: job.where,
        does: job.does,
      },
      family: familyName(context),
      age: random.chance(0.5) ? age : numberWord(age),
      hair: random.pick(["short", "long", "curly", "straight"]),
      haircolor: age > 65 ? random.pick(["grey", "white"]) : random.pick(["black", "brown", "red", "fair", "dark"]),
      garment: random.pick(things.clothes.filter((garment) => garment !== "dress" && garment !== "skirt")),
      color: random.pick(things.colors),
      pet: random.pick(things.pets),
    };
    const text = [
      say(
        random,
        "{hero} {family} is {age} years old[ and has {hair} {haircolor} hair|. {his} hair is {hair} and {haircolor}].",
        slots,
      ),
      say(random, "{he} [often wears|likes to wear|is usually seen in] {a:color} {garment}.", slots),
      age < 18
        ? say(random, "{he} still goes to school and wants to become {a:who} one day.", slots)
        : age > 66
          ? say(random, "{he} used to work as {a:who}.", slots)
          : say(random, "{he} works as {a:who} [in|at] the {where}; {a:who} {does}.", slots),
      say(random, "[Friends say|Everyone knows] that {he} is {first} and {second}.", slots),
      say(random, "{his} favourite food is {likes}[, but {he} never eats {dislikes}|].", slots),
      say(random, "In {his} free time, {he} likes to {free}[, and at the weekend to {weekend}|].", slots),
      say(random, "[{he} has {a:pet}.|{he} has no pets.|]", slots),
    ].filter(Boolean);
    return [say(random, "{hero} {family}", slots), [text[0], ...random.shuffled(text.slice(1))].join(" ")];
  },

  job(context) {
    const { random } = context;
    const one = person(context);
    const job = random.pick(jobs);
    const start = random.int(5, 10);
    const hours = random.int(4, 9);
    const days = random.int(2, 5);
    const slots = {
      ...slotsOf(one),
      ...job,
      start: hour(start),
      end: hour(start + hours),
      hours: numberWord(hours),
      days: numberWord(days),
      week: numberWord(hours * days),
      years: numberWord(random.int(2, 30)),
      mood: random.pick(things.moods),
      vehicle: random.pick(["bus", "tram", "train", "bicycle"]),
    };
    const text = [
      say(random, "{hero} is {a:who}. {a:who} {does}[ and often uses {uses}|].", slots),
      say(random, "{he} has worked at the {where} for {years} years.", slots),
      say(
        random,
        "{his} working day [begins|starts] at {start} and ends at {end}, so {he} works {hours} hours a day.",
        slots,
      ),
      say(random, "{he} works {days} days a week, which makes {week} hours.", slots),
      say(random, "{he} goes to work by {vehicle}.", slots),
      say(random, "[When the day is over, {hero} is tired but {mood}.|{hero} would not want any other job.|]", slots),
    ].filter(Boolean);
    return [`${one.name}'s working day`, text.join(" ")];
  },

  thing(context) {
    const { random } = context;
    const owner = person(context);
    const [color, second] = random.shuffled(things.colors) as [string, string];
    const length = random.int(5, 60);
    const price = random.int(2, 95);
    const slots = {
      ...slotsOf(owner),
      ...{ color, second, length, price, years: numberWord(random.int(2, 90)) },
      thing: random.pick(things.treasures),
      material: random.pick(things.materials),
      quality: random.pick(["old", "new", "shiny", "simple", "rare", "lovely"]),
      relative: random.pick(["mother", "father", "grandmother", "grandfather", "aunt", "uncle"]),
      city: random.pick(["at a market", "in a small shop", "at a fair", "in a museum shop"]),
    };
    const text = [
      say(random, "{hero} owns {a:quality} {thing}. It is {color} with {second} [spots|stripes|edges].", slots),
      say(
        random,
        "It is {length} centimetres long and feels [smooth|rough|light in the hand|heavy in the hand].",
        slots,
      ),
      say(
        random,
        "[{he} bought it {city} for {price} euros.|It was a present from {his} {relative}.|It once belonged to {his} {relative}, who kept it for {years} years.]",
        slots,
      ),
      say(
        random,
        "[{hero} keeps it in {a:material} box.|It lies on a [wooden|metal|glass] shelf.|{he} would never sell it.]",
        slots,
      ),
    ];
    return [`${owner.name}'s ${slots.thing}`, text.join(" ")];
  },

  town(context) {
    const { random } = context;
    const name = townName(context);
    const [street, ...more] = random.shuffled([
      "market",
      "town hall",
      "library",
      "museum",
      "bakery",
      "hospital",
      "station",
      "church",
    ]) as string[];
    const schools = random.int(2, 7);
    const people = random.int(11, 950) * 100;
    const slots = {
      ...{ name, schools: numberWord(schools), people, second: more[0]!, third: more[1]!, street: street! },
      water: random.pick(["a river", "a lake", "the sea", "a canal"]),
      direction: random.pick(["north", "south", "east", "west"]),
      km: random.int(3, 80),
      crop: plural(random.pick([...things.vegetables, ...things.fruits])),
      size: people < 10_000 ? "village" : people < 40_000 ? "small town" : "town",
      trees: plural(random.pick(things.trees)),
      festival: random.pick(["spring", "summer", "autumn", "winter"]),
    };
    const text = [
      say(random, "{name} is {a:size} [on|by] {water}. About {people} people live there.", slots),
      say(
        random,
        "In the middle of {name} there is a square with old {trees}. The {street} stands on its {direction} side[, next to the {second}|].",
        slots,
      ),
      say(
        random,
        "The town has {schools} schools and a {third}.".replace("town", slots.size.replace("small ", "")),
        slots,
      ),
      say(random, "The farmers around {name} grow {crop}.", slots),
      say(random, "The next city is {km} kilometres [away|to the {direction}].", slots),
      say(random, "Every {festival}, there is a festival with music and dancing.", slots),
    ];
    return [name, [...text.slice(0, 2), ...random.shuffled(text.slice(2))].join(" ")];
  },
};

function hour(value: number): string {
  if (value === 12) return "noon";
  return value < 12 ? `${value} in the morning` : `${value - 12} in the ${value < 18 ? "afternoon" : "evening"}`;
}

const beginnings = [
  "Alder",
  "Brook",
  "Clay",
  "Dun",
  "Elm",
  "Fern",
  "Glen",
  "Hart",
  "Kirk",
  "Lang",
  "Marl",
  "Nor",
  "Oak",
  "Penn",
  "Raven",
  "Sand",
  "Thorn",
  "Wick",
];
const endings = [
  "bury",
  "dale",
  "field",
  "ford",
  "ham",
  "haven",
  "ley",
  "mere",
  "port",
  "stead",
  "ton",
  "wick",
  "worth",
];

function townsOf({ pick }: Random): string {
  const beginning = pick(beginnings);
  return beginning + pick(endings.filter((ending) => ending !== beginning.toLowerCase()));
}

/** A town that does not exist; held-out texts have towns of their own. */
export function townName(context: SourceContext): string {
  return drawn(context, townsOf, (name) => name);
}
