/** Talks between two people: in a shop, about the way, on the telephone, at a table. Prices, times and turns add up. */
import type { Source, SourceContext } from "../../source.ts";
import { counted, listed, numberWord, ordinal, plural } from "./support/english.ts";
import { type Slots, say, sayOne } from "./support/phrase.ts";
import { textDraft } from "./support/text-draft.ts";
import { type Person, people, slotsOf } from "./words/people.ts";
import { places, times, weathers, weekdays } from "./words/places.ts";
import * as things from "./words/things.ts";

type Line = readonly [speaker: string, text: string];

export const dialogueSource: Source = {
  name: "text-dialogue",
  category: "text",
  version: 2,
  description: "conversations of two people: shopping, asking the way, making plans, ordering, on the telephone",
  draft(context) {
    const { random } = context;
    const [hero, friend] = people(context, 2) as [Person, Person];
    const scene = random.weighted({ shop: 3, way: 3, plan: 3, restaurant: 2, phone: 2, smalltalk: 3, lesson: 2 });
    const lines = scenes[scene]!(context, hero, friend);
    return textDraft(scene, layOut(context, lines));
  },
};

/** As a script, or told with `said`. */
function layOut({ random }: SourceContext, lines: readonly Line[]): string {
  if (random.chance(0.6)) {
    const mark = random.pick(["", "**"]);
    return lines.map(([speaker, text]) => `${mark}${speaker}:${mark} ${text}`).join("\n");
  }
  return lines
    .map(([speaker, text]) => {
      const end = text.at(-1)!;
      const verb =
        end === "?" ? "asked" : end === "!" ? "called" : random.pick(["said", "said", "answered", "replied"]);
      return `"${end === "." ? `${text.slice(0, -1)},` : text}" ${verb} ${/^(?:shop|waiter|stranger)/i.test(speaker) ? `the ${speaker.toLowerCase()}` : speaker}.`;
    })
    .join("\n");
}

const scenes: Record<string, (context: SourceContext, hero: Person, friend: Person) => Line[]> = {
  shop({ random }, hero) {
    const goods = random.shuffled([...things.fruits, ...things.vegetables]).slice(0, random.int(1, 3));
    const items = goods.map((name) => ({ name, count: random.int(2, 9), price: random.int(1, 4) }));
    const total = items.reduce((sum, { count, price }) => sum + count * price, 0);
    const paid = [5, 10, 20, 50, 100].find((note) => note >= total && random.chance(0.7)) ?? 100;
    const other: Line[] = [];
    for (const [i, { name, count, price }] of items.entries()) {
      const slots = { goods: counted(count, name), one: name, price, sum: count * price, many: plural(name) };
      other.push(
        [
          hero.name,
          say(
            random,
            i === 0
              ? "[I would like {goods}[, please|]|Can I have {goods}[, please|]|Please give me {goods}]."
              : "[And|Then also] {goods}.",
            slots,
          ).replace(/^(Can .*)\.$/, "$1?"),
        ],
        [
          "Shopkeeper",
          sayOne(
            random,
            [
              "{many} are {price} euros each, so that is {sum} euros.",
              "That makes {sum} euros.",
              "Here you are. {sum} euros for the {many}.",
            ],
            { ...slots, many: slots.many },
          ).replace(/\b1 euros\b/, "1 euro"),
        ],
      );
    }
    const change = paid - total;
    return [
      [
        "Shopkeeper",
        sayOne(random, [
          "Good morning. What can I do for you?",
          "Hello! How can I help you?",
          "Good day. What would you like?",
        ]),
      ],
      ...other,
      ...(items.length > 1
        ? ([
            [hero.name, say(random, "[How much is it together|What is the total|What do I owe you]?")],
            [
              "Shopkeeper",
              `${items.map(({ count, price }) => count * price).join(" + ")} = ${total}. It is ${total} euros in all.`,
            ],
          ] as Line[])
        : []),
      [hero.name, `Here ${paid === 1 ? "is" : "are"} ${paid} euros.`],
      [
        "Shopkeeper",
        change === 0
          ? "Thank you, that is exactly right."
          : `Thank you. ${paid} minus ${total} is ${change}, so here ${change === 1 ? "is 1 euro" : `are ${change} euros`} back.`,
      ],
      [hero.name, say(random, "[Thank you|Thanks]. [Goodbye!|Have a nice day!|See you next time!]")],
    ];
  },

  way({ random }, hero) {
    const goal = random.pick([
      "library",
      "station",
      "museum",
      "post office",
      "market",
      "hospital",
      "harbour",
      "school",
    ]);
    const steps = Array.from({ length: random.int(2, 4) }, () => ({
      turn: random.pick(["left", "right"]),
      street: random.int(1, 4),
    }));
    const minutes = random.int(3, 25);
    const landmark = random.pick([
      "a bakery",
      "a bank",
      "a fountain",
      "an old tree",
      "a red house",
      "a bridge",
      "a bookshop",
    ]);
    const lefts = steps.filter(({ turn }) => turn === "left").length;
    const path = steps.map(
      ({ turn, street }, i) => `${i === 0 ? "take" : "then take"} the ${ordinal(street)} street on the ${turn}`,
    );
    return [
      [
        hero.name,
        sayOne(
          random,
          [
            "Excuse me, how do I get to the {goal}?",
            "Excuse me, where is the {goal}?",
            "Can you tell me the way to the {goal}?",
          ],
          { goal },
        ),
      ],
      [
        "Stranger",
        say(random, "[Yes, of course.|It is easy.|Let me think.] Go straight on, {path}.", { path: listed(path) }),
      ],
      [hero.name, say(random, "[And then|Is it far]?")],
      [
        "Stranger",
        say(
          random,
          "You will see {landmark}, and the {goal} is [next to it|just behind it|on the other side of the street]. It takes about {minutes} minutes on foot.",
          { landmark, goal, minutes: numberWord(minutes) },
        ),
      ],
      [hero.name, `So I turn ${turns(lefts, steps.length - lefts)}.`],
      ["Stranger", say(random, "[That is right|Exactly|Yes, that is it].")],
      [hero.name, "Thank you very much!"],
    ];
  },

  plan({ random }, hero, friend) {
    const place = random.pick(places.filter((one) => one.outdoors));
    const day = random.int(0, 6);
    const later = (day + random.int(1, 3)) % 7;
    const start = random.int(1, 6);
    const weather = random.pick(weathers);
    const does = random.pick(place.does);
    const slots = {
      place: place.name,
      day: weekdays[day]!,
      later: weekdays[later]!,
      start,
      earlier: start === 1 ? "half past twelve" : `half past ${numberWord(start - 1)}`,
      does,
      wear: random.pick(weather.wear),
      weather: weather.adjective,
      time: random.pick(times),
    };
    return [
      [
        hero.name,
        say(random, "[Hi|Hello] {friend}, would you like to go to {place} on {day}?", {
          ...slots,
          friend: friend.name,
        }),
      ],
      [
        friend.name,
        say(
          random,
          "[I am sorry|What a pity], on {day} I [have to work|must visit my aunt|have a lesson]. Is {later} possible?",
          slots,
        ),
      ],
      [hero.name, say(random, "Yes, {later} is fine. We could {does}.", slots)],
      [friend.name, say(random, "[Great|Good idea]! When shall we meet?", slots)],
      [hero.name, say(random, "At {start} o'clock, in front of the station.", slots)],
      [friend.name, say(random, "Let us say {earlier}, then we have half an hour more.", slots)],
      [hero.name, say(random, "All right. It will be {weather}, so bring {wear}.", slots)],
      [friend.name, say(random, "I will. See you on {later} at {earlier}!", slots)],
    ];
  },

  restaurant({ random }, hero, friend) {
    const [first, second, third] = random.shuffled(things.dishes) as [string, string, string];
    const prices = [random.int(6, 19), random.int(6, 19)] as const;
    const drink = random.pick(["water", "tea", "apple juice", "coffee", "lemonade"]);
    const gone = random.chance(0.5);
    const chosen = gone ? third : second;
    return [
      ["Waiter", say(random, "[Good evening|Welcome]. [Are you ready to order|What would you like to eat]?")],
      [hero.name, say(random, "[I would like|For me] {first}, please.", { first })],
      [friend.name, say(random, "[And I will have|I would like] {second}.", { second })],
      ...(gone
        ? ([
            [
              "Waiter",
              say(random, "I am sorry, we have run out of {dish} today.", {
                dish: second.replace(/^(?:an?|the) /, ""),
              }),
            ],
            [friend.name, `Then I will take ${third}.`],
          ] as Line[])
        : []),
      ["Waiter", "And to drink?"],
      [
        hero.name,
        `Two glasses of ${drink}, please.`
          .replace("glasses of tea", "cups of tea")
          .replace("glasses of coffee", "cups of coffee"),
      ],
      ["Waiter", say(random, "So that is {first}, {chosen} and {drink} for two.", { first, chosen, drink })],
      [friend.name, say(random, "The food was very good. How much is it?")],
      [
        "Waiter",
        `${prices[0]} euros and ${prices[1]} euros, that makes ${prices[0] + prices[1]} euros. The ${drink} is free today.`,
      ],
    ];
  },

  phone({ random }, hero, friend) {
    const digits = Array.from({ length: 6 }, () => random.int(0, 9));
    const at = random.int(0, 4);
    const wrong = digits.map((digit, i) => (i === at ? (digit + random.int(1, 9)) % 10 : digit));
    const thing = random.pick(things.treasures);
    return [
      [
        hero.name,
        say(random, "Hello, this is {hero}. [Can I speak to|Is this] {friend}?", {
          hero: hero.name,
          friend: friend.name,
        }),
      ],
      [
        friend.name,
        say(random, "[Yes, speaking|This is {friend}]. Hello {hero}!", { hero: hero.name, friend: friend.name }),
      ],
      [
        hero.name,
        say(random, "I found your {thing} [at home|in my bag|under a chair]. When can I bring it?", { thing }),
      ],
      [
        friend.name,
        say(random, "[Tomorrow|On {day}] at {hour}, please. Write down my new number: {number}.", {
          day: random.pick(weekdays),
          hour: numberWord(random.int(2, 11)),
          number: digits.join(" "),
        }),
      ],
      [hero.name, `I repeat: ${wrong.join(" ")}.`],
      [friend.name, `Not quite, the ${ordinal(at + 1)} digit is ${digits[at]}, not ${wrong[at]}.`],
      [hero.name, `Then it is ${digits.join(" ")}.`],
      [friend.name, say(random, "[Right|Correct|Exactly]. Thank you for calling!")],
    ];
  },

  smalltalk({ random }, hero, friend) {
    const [mine, yours] = random.shuffled(things.activities) as [readonly [string, string], readonly [string, string]];
    const weather = random.pick(weathers);
    const pet = random.pick(things.pets);
    const slots: Slots = {
      ...slotsOf(hero, friend),
      mine: mine[1],
      yours: yours[1],
      now: yours[0],
      weather: weather.adjective,
      pet,
      age: numberWord(random.int(2, 9)),
      units: ["duckling", "kitten", "puppy", "lamb"].includes(pet) ? "weeks" : "years",
      color: random.pick(things.colors),
      day: random.pick(weekdays),
      dish: random.pick(things.dishes),
    };
    const middle: Line[][] = [
      [
        [hero.name, say(random, "What did you do [yesterday|on {day}|at the weekend]?", slots)],
        [friend.name, say(random, "I {yours}. And you?", slots)],
        [hero.name, say(random, "I {mine}. [It was fun|It took the whole day|I want to do it again].", slots)],
      ],
      [
        [hero.name, say(random, "Do you have a pet?")],
        [
          friend.name,
          say(random, "Yes, a {pet}. It is {age} {units} old and {color}.", {
            ...slots,
            color: random.pick(["white", "brown", "black", "grey"]),
          }),
        ],
        [hero.name, say(random, "[How nice|I would like to see it]! What does it eat?", slots)],
        [friend.name, say(random, "[Nearly everything|More than I do], but best of all it likes to sleep.")],
      ],
      [
        [hero.name, say(random, "What a {weather} day!", slots)],
        [friend.name, say(random, "Yes, and tomorrow it will [be the same|change], they say.", slots)],
      ],
      [
        [hero.name, say(random, "[Have you eaten|Are you hungry]?")],
        [
          friend.name,
          say(random, "Not yet. I am going to make {dish}. [Will you eat with me|Do you want some]?", slots),
        ],
        [hero.name, say(random, "[With pleasure|Yes, please], thank you!")],
      ],
    ];
    return [
      [hero.name, say(random, "[Hello|Hi|Good to see you], {friend}! How are you?", slots)],
      [friend.name, say(random, "[I am fine, thank you|Very well, thanks|A little tired, but well].", slots)],
      ...random.shuffled(middle).slice(0, random.int(1, 3)).flat(),
      [friend.name, say(random, "I have to go now. [See you on {day}|See you soon], {hero}!", slots)],
    ];
  },

  lesson({ random }, hero, friend) {
    const a = random.int(3, 30);
    const b = random.int(3, 30);
    const wrong = a + b + random.pick([-10, 10, -1, 1]);
    const word = random.pick([...things.vegetables, ...things.instruments, ...things.furniture]);
    return [
      [
        hero.name,
        say(random, "[Can you help me with my homework|I do not understand this]? What is {a} plus {b}?", {
          a,
          b,
        }).replace(" this? What", " this. What"),
      ],
      [friend.name, say(random, "What do you think?")],
      [hero.name, `Is it ${wrong}?`],
      [
        friend.name,
        `Not quite. Add the tens first: ${Math.floor(a / 10) * 10} + ${Math.floor(b / 10) * 10} = ${Math.floor(a / 10) * 10 + Math.floor(b / 10) * 10}. Then the ones: ${a % 10} + ${b % 10} = ${(a % 10) + (b % 10)}.`,
      ],
      [hero.name, `So it is ${a + b}.`],
      [friend.name, say(random, "[Right|Very good]! And how do you spell {word}?", { word })],
      [hero.name, `${[...word].map((letter) => letter.toUpperCase()).join(" - ")}.`],
      [friend.name, say(random, "[Perfect|Well done]. It has {count} letters.", { count: numberWord(word.length) })],
    ];
  },
};

function turns(lefts: number, rights: number): string {
  const often = ["", "once", "twice", "three times", "four times"];
  const sides = [["left", lefts] as const, ["right", rights] as const];
  return listed(sides.filter(([, count]) => count > 0).map(([side, count]) => `${side} ${often[count]}`));
}
