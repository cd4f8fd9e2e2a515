/** Short stories for children: a plot, a cast whose names hold the split, a place and what belongs to it. */
import type { Random } from "../../../random.ts";
import type { Source } from "../../../source.ts";
import { capital, numberWord, plural } from "../support/english.ts";
import { type Slots, sayOne } from "../support/phrase.ts";
import { completionDraft, textDraft } from "../support/text-draft.ts";
import { type Person, people, relatives, slotsOf } from "../words/people.ts";
import { type Place, places, times, weathers, weekdays } from "../words/places.ts";
import * as things from "../words/things.ts";
import { type Plot, plots } from "./plots.ts";

export const storySource: Source = {
  name: "text-story",
  category: "text",
  version: 2,
  description: "short stories with a beginning, a trouble and an end",
  draft(context) {
    const { random } = context;
    const plot = random.pick(plots);
    const [hero, friend] = people(context, 2) as [Person, Person];
    const place = random.pick(places.filter(({ outdoors }) => !plot.outdoors || outdoors));
    const slots = storySlots(random, place, slotsOf(hero, friend));
    const text = tell(random, plot, slots);
    const title = titleOf(random, text, slots);
    switch (random.weighted({ plain: 5, titled: 3, asked: 2 })) {
      case "plain":
        return textDraft(plot.name, text);
      case "titled":
        return textDraft(plot.name, `${random.chance(0.3) ? "# " : ""}${title}\n\n${text}`);
      default:
        return completionDraft(plot.name, `${wishOf(random, text, slots)}\n\n`, text);
    }
  },
};

/** Everything that a plot may name. */
export function storySlots(random: Random, place: Place, cast: Slots): Slots {
  const count = random.int(3, 9);
  const half = Math.floor(count / 2);
  const rest = count - half;
  const sight = random.pick(place.sights);
  return {
    ...cast,
    count: numberWord(count),
    half: numberWord(half),
    rest: numberWord(rest),
    minutes: numberWord(random.int(2, 11) * 5),
    time: random.pick(times),
    day: random.pick(weekdays),
    place: place.name,
    at: place.at,
    sight: definite(sight),
    sights: capital(definite(sight)),
    sound: random.pick(place.sounds),
    smell: place.smell,
    thing: random.pick(things.treasures),
    color: random.pick(things.colors),
    quality: random.pick(things.objectQualities),
    material: random.pick(things.materials),
    relative: random.pick(relatives),
    animal: random.pick(things.wildAnimals),
    pet: random.pick(things.pets),
    size: random.pick(["small", "tiny", "little", "young"]),
    garment: random.pick(things.clothes.filter((one) => one !== "skirt" && one !== "belt" && one !== "dress")),
    fruits: plural(random.pick(things.fruits)),
    vegetable: random.pick(things.vegetables),
    dish: random.pick(things.dishes),
    cake: `a ${random.pick(things.cakes.filter((cake) => !cake.startsWith("a") && !cake.includes("bread")))}`,
    tool: random.pick(things.tools),
    vehicle: random.pick(things.vehicles.filter((one) => one !== "tractor")),
    skill: random.pick(things.skills),
    kind: random.pick(things.kindQualities),
    mood: random.pick(things.moods),
    sad: random.pick(things.sadMoods),
  };
}

/** `a pond` as `the pond`; plurals and masses get `the` as well. */
function definite(sight: string): string {
  return `the ${sight.replace(/^(?:an?|some) /, "")}`;
}

/** The beats in order, between an opening and sometimes an ending. */
function tell(random: Random, plot: Plot, slots: Slots): string {
  const sentences = plot.beats.map((beat) => sayOne(random, beat, slots));
  sentences.unshift(opening(random, plot, slots));
  if (random.chance(0.6)) sentences.splice(random.int(2, sentences.length - 2), 0, aside(random, slots));
  if (random.chance(0.4)) {
    const withFriend = sentences.some((one) => one.includes(String(slots.friend)));
    sentences.push(ending(random, slots, withFriend));
  }
  // two or three paragraphs, or one
  if (random.chance(0.4)) return sentences.join(" ");
  const cut = random.int(2, 3);
  const later = random.int(cut + 2, sentences.length - 1);
  return [sentences.slice(0, cut), sentences.slice(cut, later), sentences.slice(later)]
    .map((part) => part.join(" "))
    .join("\n\n");
}

function opening(random: Random, plot: Plot, slots: Slots): string {
  const weather = random.pick(weathers);
  const indoors = ["the kitchen", "the attic"].includes(String(slots.place));
  const alone = [
    `Once upon a time, there was a {child} called {hero}${indoors ? "" : "[ who lived near {place}|]"}. {he} was {kind}.`,
    "There once lived a {child} named {hero}. Everyone said that {he} was {kind}.",
    "This is the story of {hero}, a {kind} {child}.",
    `{hero} lived with {his} {relative} in [a small house|a tall house|a quiet street]${indoors ? "" : " not far from {place}"}.`,
  ];
  const together = ["{hero} was a {kind} {child}[ with a {heart} heart|]. {his} best friend was {friend}."];
  const sky = [`It was {a:weather} {time}, and ${random.pick(weather.says)}.`];
  const both = ["On {a:weather} {time} in {season}, {hero} and {friend} met {at} {place}."];
  return sayOne(
    random,
    [
      ...alone,
      ...(plot.stranger ? [] : together),
      ...(plot.weather ? [] : sky),
      ...(plot.weather || plot.stranger ? [] : both),
    ],
    {
      ...slots,
      heart: random.pick(["warm", "good", "big"]),
      weather: weather.adjective,
      season: weather.adjective === "snowy" ? "winter" : random.pick(["spring", "summer", "autumn"]),
    },
  );
}

function aside(random: Random, slots: Slots): string {
  return sayOne(
    random,
    [
      "Somewhere, a dog barked.",
      "{hero} [took a deep breath|counted to ten|closed {his} eyes for a moment].",
      "{a:color} butterfly flew by.",
      "The bell of the church struck {count}.",
    ],
    slots,
  );
}

function ending(random: Random, slots: Slots, withFriend: boolean): string {
  return sayOne(
    random,
    [
      ...(withFriend ? ["And that is how {hero} and {friend} became [good|even better] friends."] : []),
      "It had been a good day after all.",
      "That night, {hero} slept well.",
      "[Even today|To this day], {hero} likes to tell this story.",
      "{hero} never forgot it.",
      "The end.",
    ],
    slots,
  );
}

/** Titles and wishes that name only what the story names. */
function fitting(templates: readonly string[], text: string, slots: Slots): string[] {
  return templates.filter((template) =>
    ["friend", "place"].every((slot) => !template.includes(`{${slot}}`) || text.includes(String(slots[slot]))),
  );
}

function titleOf(random: Random, text: string, slots: Slots): string {
  const titles = [
    "{hero} and {friend}",
    "{hero} {at} {place}",
    "The Story of {hero}",
    "{hero}'s Day",
    "What {hero} Learned",
  ];
  return sayOne(random, fitting(titles, text, slots), slots);
}

function wishOf(random: Random, text: string, slots: Slots): string {
  const wishes = [
    "Write a short story about {hero}.",
    "Tell me a story about {hero} and {friend}.",
    "Write a story for children about a {child} called {hero}.",
    "Tell a story about {hero} in which {place} has a part.",
  ];
  return sayOne(random, fitting(wishes, text, slots), slots);
}
