/**
 * Text-only instructions (paper Table 2): small talk, rewriting, sorting by meaning, plans, verses, answers in a given form,
 * remembering what was said, and refusals where they are proper.
 */
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { townName } from "../description.ts";
import { factsSource } from "../facts/facts.ts";
import { capital, listed, numberWord, plural } from "../support/english.ts";
import { drawn } from "../support/held-out.ts";
import { type Slots, say, sayOne } from "../support/phrase.ts";
import { chatDraft } from "../support/text-draft.ts";
import { familyName, type Person, people, person, relatives, slotsOf } from "../words/people.ts";
import { places, weekdays } from "../words/places.ts";
import * as things from "../words/things.ts";
import { refusal } from "./refusals.ts";
import { rewriting } from "./rewriting.ts";

export const chatSource: Source = {
  name: "text-chat",
  category: "instruction",
  version: 3,
  description: "instructions without pictures: talk, rewriting, sorting, plans, verses, forms of answers, refusals",
  draft(context) {
    const kind = context.random.weighted({
      hello: 2,
      rewrite: 5,
      refuse: 4,
      remember: 4,
      form: 3,
      sort: 3,
      plan: 3,
      verse: 2,
      feeling: 2,
      choose: 2,
    });
    const make = kinds[kind]!;
    // the others hold out names or words
    if (!["refuse", "remember", "verse"].includes(kind)) return make(context);
    return drawn(
      context,
      () => make(context),
      (draft) => JSON.stringify(draft.compose([]).content),
    );
  },
};

const systems = [
  "You are a helpful assistant.",
  "You are a friendly and careful assistant.",
  "You answer briefly and truthfully.",
  "You are Periscope, a small assistant that reads text and looks at pictures.",
];

/** A system prompt in some of the conversations. */
function maybeSystem({ random }: SourceContext): { system?: string } {
  return random.chance(0.3) ? { system: random.pick(systems) } : {};
}

const kinds: Record<string, (context: SourceContext) => Draft> = {
  hello(context) {
    const { random } = context;
    const one = person(context);
    const slots: Slots = {
      ...slotsOf(one),
      day: random.pick(weekdays),
      town: townName(context),
      activity: random.pick(things.activities)[0],
      relative: random.pick(relatives),
    };
    const opening: [string, string] = [
      say(
        random,
        "[Hello|Hi|Good morning|Good evening]! [I am {hero}|My name is {hero}|{hero} here][ from {town}|].",
        slots,
      ),
      say(random, "[Hello|Nice to meet you|Welcome], {hero}! [How can I help you|What can I do for you]?", slots),
    ];
    const middle: [string, string][] = [
      [
        say(random, "[Who are you|What are you]?"),
        "I am Periscope, a small model that can read text and look at pictures.",
      ],
      [say(random, "[Are you a human|Are you a person|Do you sleep]?"), say(random, "No, I am a computer program.")],
      [
        say(random, "[What can you do|How can you help me]?"),
        say(
          random,
          "I can answer questions, explain things, write short texts and describe pictures that you show me.",
        ),
      ],
      [
        say(random, "[How are you today|How do you do]?"),
        say(random, "[Fine, thank you|I am well, thank you]. And you, {hero}?", slots),
      ],
      [
        say(random, "On {day} I want to {activity}[ with my {relative}|].", slots),
        say(
          random,
          "[That sounds good|What a nice plan]. [Is there anything I can help with|Shall I help you to prepare it]?",
        ),
      ],
      [say(random, "[Can you make mistakes|Are you always right]?"), "I can be wrong, so please check what matters."],
      [say(random, "[What is my name|Do you remember my name]?"), say(random, "Your name is {hero}.", slots)],
    ];
    const end: [string, string] = [
      say(random, "[Thank you|Thanks|Many thanks]! [Goodbye|Bye|See you on {day}].", slots),
      say(random, "[You are welcome|With pleasure], {hero}. [Goodbye|Have a nice day]!", slots),
    ];
    return chatDraft(
      "hello",
      [opening, ...random.shuffled(middle).slice(0, random.int(1, 3)), ...(random.chance(0.5) ? [end] : [])],
      maybeSystem(context),
    );
  },

  rewrite(context) {
    const { random } = context;
    const list = people(context, random.int(1, 3)).map((one) => rewriting(random, one));
    return chatDraft(
      list.length === 1 ? list[0]!.kind : "several",
      list.map(({ question, answer }) => [question, answer] as const),
      maybeSystem(context),
    );
  },

  refuse(context) {
    const { random } = context;
    const one = person(context);
    const slots: Slots = {
      name: one.name,
      family: familyName(context),
      town: townName(context),
      relative: random.pick(relatives),
      pet: random.pick(things.pets),
      day: random.pick(weekdays),
      sport: random.pick(things.sports),
      thing: random.pick(things.treasures),
    };
    const { kind, question, answer, flag } = refusal(random, slots);
    return chatDraft(kind, [[question, answer]], { flags: flag ? [flag] : [], ...maybeSystem(context) });
  },

  remember(context) {
    const { random } = context;
    const [hero, friend] = people(context, 2) as [Person, Person];
    const facts = random
      .shuffled([
        { told: `My favourite colour is ${random.pick(things.colors)}.`, ask: "What is my favourite colour?" },
        {
          told: `I have ${numberWord(random.int(2, 9))} ${plural(random.pick(things.pets))}.`,
          ask: "Which animals do I have, and how many?",
        },
        { told: `My best friend is ${friend.name}.`, ask: "Who is my best friend?" },
        { told: `I live in ${townName(context)}.`, ask: "Where do I live?" },
        { told: `I was born on a ${random.pick(weekdays)}.`, ask: "On which day of the week was I born?" },
        { told: `I like to ${random.pick(things.activities)[0]}.`, ask: "What do I like to do?" },
        { told: `My name is ${hero.name}.`, ask: "What is my name?" },
      ])
      .slice(0, random.int(2, 4));
    const asked = random.pick(facts);
    const turns: [string, string][] = facts.map(({ told }) => [
      told,
      say(random, "[I see|All right|Good to know|I will remember that]."),
    ]);
    turns.push([asked.ask, toldBack(asked.told)]);
    if (random.chance(0.3)) turns.push(["How tall am I?", "You have not told me that."]);
    return chatDraft("remember", turns, maybeSystem(context));
  },

  form(context) {
    const { random } = context;
    const bank = random.pick(Object.entries(things.kinds));
    const chosen = drawn(
      context,
      ({ shuffled, int }) => shuffled(bank[1]).slice(0, int(3, 5)),
      (list) => list.join(),
    );
    const forms: [system: string, answer: string][] = [
      ["Answer in capital letters.", chosen.join(", ").toUpperCase()],
      ["Answer with a JSON array of strings and nothing else.", JSON.stringify(chosen)],
      ["Answer with a numbered list.", chosen.map((one, i) => `${i + 1}. ${one}`).join("\n")],
      ["Answer with one item a line, each after a dash.", chosen.map((one) => `- ${one}`).join("\n")],
      ["Answer in one full sentence.", `${capital(numberWord(chosen.length))} examples are ${listed(chosen)}.`],
      ["Answer in alphabetical order, with commas.", [...chosen].sort().join(", ")],
      ['End each answer with the word "Done."', `${listed(chosen)}. Done.`],
    ];
    const [system, answer] = random.pick(forms);
    const kind = bank[0].startsWith("piece of")
      ? bank[0].replace("piece", "pieces")
      : bank[0] === "fruit"
        ? "fruits"
        : plural(bank[0]);
    const wish = say(random, "[Name|Give me|List] {count} {kind}.", { count: numberWord(chosen.length), kind });
    return random.chance(0.5)
      ? chatDraft("form", [[wish, answer]], { system })
      : chatDraft("form", [[`${wish} ${system}`, answer]]);
  },

  sort(context) {
    const { random } = context;
    const one = person(context);
    const good = random.chance(0.5);
    const slots: Slots = {
      ...slotsOf(one),
      thing: random.pick(things.treasures),
      dish: random.pick(things.dishes),
      place: random.pick(places).name,
      town: townName(context),
    };
    const text = good
      ? sayOne(
          random,
          [
            "{hero}'s {thing} is wonderful; I use it every day.",
            "We had {dish} in {town}, and it was delicious.",
            "I loved our day at {place}. {hero} laughed all the time.",
            "Great service! {hero} helped me at once, and the {thing} works perfectly.",
          ],
          slots,
        )
      : sayOne(
          random,
          [
            "The {thing} broke after two days, and {hero} did not answer my letters.",
            "We had {dish} in {town}, and it was cold and much too salty.",
            "I did not like {place}. It was dirty and far too loud for {hero}.",
            "Terrible service! {hero} was rude, and the {thing} does not work.",
          ],
          slots,
        );
    const [question, answer] = random.pick([
      ["Is this review positive or negative?", good ? "Positive." : "Negative."],
      ["Does the writer like it? Answer yes or no.", good ? "Yes." : "No."],
      ["What is the mood of this text, happy or unhappy?", good ? "Happy." : "Unhappy."],
      ["Who is named in this text?", text.includes(one.name) ? `${one.name}.` : "Nobody is named."],
    ] as const);
    return chatDraft(
      "sort",
      [[random.chance(0.5) ? `${question}\n\n${text}` : `"${text}" ${question}`, answer]],
      maybeSystem(context),
    );
  },

  plan(context) {
    const { random } = context;
    const { name } = person(context);
    const list = drawn(
      context,
      ({ shuffled, int }) => shuffled(things.activities).slice(0, int(2, 5)),
      (all) => all.join(),
    );
    const lengths = list.map(() => random.int(1, 6) * 15);
    const start = random.int(7, 13) * 60;
    let now = start;
    const lines = list.map(([activity], i) => {
      const line = `${clock(now)} to ${clock(now + lengths[i]!)}: ${activity}`;
      now += lengths[i]!;
      return line;
    });
    const wishes = list.map(([activity], i) => `${activity} (${lengths[i]} minutes)`);
    return chatDraft(
      "plan",
      [
        [
          say(
            random,
            "[Make a timetable for {name}|{name} needs a plan for the day|Please plan my day; I am {name}]. It begins at {start}: {list}.",
            { name, start: clock(start), list: wishes.join(", ") },
          ),
          lines.join("\n"),
        ],
        ...(random.chance(0.5)
          ? [[`When ${list.length === 1 ? "is it" : "is everything"} done?`, `At ${clock(now)}.`] as const]
          : []),
      ],
      maybeSystem(context),
    );
  },

  verse(context) {
    const { random } = context;
    const { name } = person(context);
    const word = random.chance(0.5)
      ? name
      : random.pick(["SUMMER", "FRIEND", "GARDEN", "MUSIC", "OCEAN", "WINTER", "SCHOOL", "TRAIN", "LIGHT", "STORY"]);
    const lines = [...word.toUpperCase()].map((letter) => random.pick(acrostic[letter] ?? [`${letter} stands alone`]));
    return chatDraft(
      "verse",
      [
        [
          say(random, "[Write an acrostic for|Make an acrostic with the letters of] {word}.", { word }),
          lines.join("\n"),
        ],
      ],
      maybeSystem(context),
    );
  },

  feeling(context) {
    const { random } = context;
    const [hero, friend] = people(context, 2) as [Person, Person];
    const slots: Slots = {
      ...slotsOf(hero, friend),
      thing: random.pick(things.treasures),
      pet: random.pick(things.pets),
      day: random.pick(weekdays),
      town: townName(context),
      relative: random.pick(relatives),
    };
    const [question, answer] = random.pick([
      [
        "[I lost my {thing} in {town}.|My {thing} is broken.] I am so sad.",
        "I am sorry about your {thing}. [Would you like to tell me where you saw it last?|Can somebody help you to mend or find it?]",
      ],
      [
        "I [have had a quarrel with {friend} since {day}|have a quarrel with {friend}].",
        "That is hard. [Perhaps you can tell {friend} calmly how you feel, and listen to {fhim}.|Sometimes a short, honest message is a good beginning.]",
      ],
      [
        "My {pet} is ill[, and the vet comes on {day}|].",
        "I hope that your {pet} gets well soon. [Keep it warm and quiet until then.|Give it water, and let it rest.]",
      ],
      [
        "[Tomorrow|On {day}] I have an exam, and I am afraid.",
        "Many people feel like that before an exam. [Repeat the most important things once more, then sleep enough.|Write down what you already know; it is often more than one thinks.]",
      ],
      [
        "My {relative} and I are moving to {town}[ on {day}|], and I know nobody there.",
        "New places take time. [Find one thing that you like to do, and look for people who do it, too.|{friend} would surely like a letter from you.]",
      ],
      [
        "I won the first prize in {town}!",
        "[Congratulations|Well done]! [What did you have to do for it?|I am happy for you, {hero}.]",
      ],
    ] as const);
    return chatDraft(
      "feeling",
      [[say(random, `${question} [|I am {hero}.]`, slots), say(random, answer, slots)]],
      maybeSystem(context),
    );
  },

  choose(context) {
    // a question of facts under a system prompt
    const draft = factsSource.draft(context);
    const { content } = draft.compose([]);
    if (content.kind === "document") return kinds.rewrite!(context);
    const pairs = content.turns.map((turn) =>
      turn.parts.map((part) => (part.type === "text" ? part.text : "")).join(""),
    );
    const turns = pairs.flatMap((text, i): [string, string][] => (i % 2 === 0 ? [[text, pairs[i + 1]!]] : []));
    return chatDraft("facts", turns, { system: context.random.pick(systems) });
  },
};

function toldBack(told: string): string {
  return told
    .replace(/^My/, "Your")
    .replace(/^I was/, "You were")
    .replace(/^I /, "You ");
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const acrostic: Readonly<Record<string, readonly string[]>> = {
  A: ["A bird begins to sing", "All doors are open now", "Along the road we go"],
  B: ["Blue is the morning sky", "Bells ring far away", "Bread is on the table"],
  C: ["Clouds drift over the hill", "Children run and play", "Candles light the room"],
  D: ["Days pass one by one", "Down by the river", "Dreams come in the night"],
  E: ["Every star is bright", "Early in the day", "Evening comes so soon"],
  F: ["Flowers in the grass", "Far away a train", "Friends are at the door"],
  G: ["Green leaves in the wind", "Golden light is here", "Good words are spoken"],
  H: ["High above the roofs", "Hands that help and hold", "Home is not far"],
  I: ["In the quiet house", "It is time to start", "Islands in the sea"],
  J: ["Just before the dawn", "June is warm and bright", "Joy in every step"],
  K: ["Kites are in the air", "Keep the window open", "Kind words cost nothing"],
  L: ["Light falls on the floor", "Leaves turn red and gold", "Listen to the rain"],
  M: ["Moon over the lake", "Music fills the street", "Many hands at work"],
  N: ["Night is almost gone", "Near the old stone wall", "New paths wait for us"],
  O: ["Over fields and hills", "Old songs never end", "One more step to go"],
  P: ["Paper boats set sail", "People wave and smile", "Peace lies on the town"],
  Q: ["Quiet is the night", "Quick as any bird", "Questions fill my head"],
  R: ["Rain runs down the glass", "Roses by the gate", "Rivers find the sea"],
  S: ["Stars above the town", "Snow on every branch", "Someone tells a tale"],
  T: ["Trees stand in a row", "Time to rest a while", "The lamp is lit again"],
  U: ["Under a grey cloud", "Up the steepest hill", "Until the morning comes"],
  V: ["Voices in the yard", "Valleys full of mist", "Violets in spring"],
  W: ["Wind is in the trees", "Waves come to the shore", "Warm bread for us all"],
  X: ["X marks the hidden place"],
  Y: ["Yellow leaves come down", "Years are like the wind", "You and I walk on"],
  Z: ["Zebras on the wall"],
};
