/** Letters, e-mails, postcards, notes, invitations and diary pages, with who writes to whom about what. */
import type { Source, SourceContext } from "../../source.ts";
import { townName } from "./description.ts";
import { counted, numberWord, ordinal, plural } from "./support/english.ts";
import { type Slots, say, sayOne } from "./support/phrase.ts";
import { completionDraft, textDraft } from "./support/text-draft.ts";
import { familyName, type Person, people, slotsOf } from "./words/people.ts";
import { months, places, weathers, weekdays } from "./words/places.ts";
import * as things from "./words/things.ts";

export const letterSource: Source = {
  name: "text-letter",
  category: "text",
  version: 3,
  description: "letters, e-mails, postcards, notes, invitations and diary pages",
  draft(context) {
    const { random } = context;
    const kind = random.weighted({
      invitation: 3,
      postcard: 3,
      complaint: 3,
      thanks: 3,
      note: 2,
      application: 2,
      diary: 3,
    });
    const [hero, friend] = people(context, 2) as [Person, Person];
    const place = random.pick(places.filter((one) => one.outdoors));
    const weather = random.pick(weathers);
    const slots: Slots = {
      ...slotsOf(hero, friend),
      family: familyName(context),
      town: townName(context),
      day: random.pick(weekdays),
      date: random.int(1, 28),
      month: random.pick(months),
      hour: numberWord(random.int(2, 11)),
      place: place.name,
      at: place.at,
      does: random.pick(place.does),
      sight: random.pick(place.sights),
      weather: weather.adjective,
      wear: random.pick(weather.wear),
      thing: random.pick(things.treasures),
      color: random.pick(things.colors),
      dish: random.pick(things.dishes),
      cake: random.pick(things.cakes),
      count: numberWord(random.int(2, 9)),
      guests: random.int(3, 30),
      number: random.int(100, 9999),
      price: random.int(5, 90),
      mood: random.pick(["happy", "proud", "cheerful"]),
      activity: random.pick(things.activities)[0],
      skill: random.pick(things.skills),
      past: random.pick(things.activities)[1],
      fruits: plural(random.pick(things.fruits)),
      pet: random.pick(things.pets),
      weeks: counted(random.int(2, 6), "week"),
      nth: ordinal(random.int(5, 12)),
    };
    const text = kinds[kind]!(context, slots);
    return random.chance(0.2)
      ? completionDraft(kind, `${say(random, wishes[kind]!, slots)}\n\n`, text)
      : textDraft(kind, text);
  },
};

const wishes: Record<string, string> = {
  invitation: "Write an invitation from {hero} to {friend}.",
  postcard: "Write a postcard from {hero} to {friend}.",
  complaint: "Write a complaint about {a:thing} that arrived broken. The writer is {hero} {family}.",
  thanks: "Write a letter in which {hero} thanks {friend} for {a:thing}.",
  note: "Write a short note from {hero} to {friend}.",
  application: "Write a short letter in which {hero} {family} asks for work.",
  diary: "Write a page of {hero}'s diary.",
};

const kinds: Record<string, (context: SourceContext, slots: Slots) => string> = {
  invitation: ({ random }, slots) =>
    [
      say(random, "[Dear|Hello|Hi] {friend},", slots),
      [
        sayOne(
          random,
          [
            "I would like to invite you to my birthday party.",
            "On {day} we are celebrating my {nth} birthday, and you are invited.",
            "We are having a party, and I hope that you can come.",
          ],
          slots,
        ),
        say(
          random,
          "It is on {day}, {date} {month}, at {hour} o'clock [in my garden|at my house|{at} {place}].",
          slots,
        ),
        say(
          random,
          "There will be {cake}, and we will [play games|sing|dance]. [About {guests} people are coming.|]",
          slots,
        ),
        say(
          random,
          "[Please tell me soon if you can come.|Please bring {wear}, because it may be {weather}.|You do not have to bring anything.]",
          slots,
        ),
      ].join(" "),
      say(random, "[Best wishes|See you soon|Yours],\n{hero}", slots),
    ].join("\n\n"),
  postcard: ({ random }, slots) =>
    [
      say(random, "[Dear|Hello] {friend},", slots),
      [
        say(random, "greetings from {town}! [The weather is {weather}|It is {weather} here].", slots),
        say(
          random,
          "[Yesterday|On {day}] we were {at} {place} and saw {sight}. [Tomorrow we want to {does}.|We could {does} there.]",
          slots,
        ),
        say(
          random,
          "[The food is good: today we had {dish}.|I bought {a:color} {thing} for you.|I am learning to {skill}.]",
          slots,
        ),
        say(random, "We are staying for {count} more days.", slots),
      ].join(" "),
      say(random, "[Love|Many greetings|Yours],\n{hero}", slots),
    ].join("\n"),
  complaint: ({ random }, slots) =>
    [
      say(random, "[Subject: Order {number}\n\n|Order {number}\n\n|]Dear Sir or Madam,", slots),
      [
        say(
          random,
          "on {date} {month} I ordered {a:color} {thing} from you for {price} euros[ (order number {number})|].",
          slots,
        ),
        say(
          random,
          "It arrived {weeks} later, and it was [broken|scratched|not {color}, but without any colour at all].",
          slots,
        ),
        say(
          random,
          "[Please send me a new one|I would like to have my {price} euros back|Please tell me how I can return it]. [I have attached a photograph.|I look forward to your answer.|]",
          slots,
        ),
      ].join(" "),
      say(random, "[Yours faithfully|Kind regards],\n{hero} {family}", slots),
    ].join("\n\n"),
  thanks: ({ random }, slots) =>
    [
      say(random, "Dear {friend},", slots),
      [
        say(
          random,
          "thank you [so much|very much] for the {color} {thing}. [What a surprise!|It made me {mood}.|It is just what I wanted.]",
          slots,
        ),
        say(random, "[It stands on my desk now.|I take it with me wherever I go.|My {pet} likes it, too.]", slots),
        say(
          random,
          "[On {day} I {past} and thought of you.|Next time you must come to {town}, and we will {does} together.]",
          slots,
        ),
      ].join(" "),
      say(random, "[With love|Many thanks again|Yours],\n{hero}", slots),
    ].join("\n\n"),
  note: ({ random }, slots) =>
    [
      say(random, "{friend},", slots),
      [
        say(random, "I have gone to {place} and will be back at {hour}.", slots),
        say(random, "You will find {dish} in the kitchen[, and {count} {fruits} are in the bowl|].", slots),
        say(
          random,
          "[Please feed the {pet}.|Do not forget to water the plants.|Can you buy {count} {fruits}?|The key is under the {color} pot.]",
          slots,
        ),
      ].join(" "),
      say(random, "[{hero}|Love, {hero}|See you later, {hero}]", slots),
    ].join("\n"),
  application: ({ random }, slots) =>
    [
      say(random, "Dear Sir or Madam,", slots),
      [
        say(random, "I have read that you are looking for help in {town}[ from {month} on|].", slots),
        say(
          random,
          "I have worked [in a shop|in a kitchen|in an office|on a farm] for {count} years, and I am [careful|patient|friendly] with people.",
          slots,
        ),
        say(
          random,
          "I could begin on {date} {month} and would be glad to work [on weekdays|at weekends|{count} hours a day].",
          slots,
        ),
        say(random, "[I look forward to hearing from you.|May I visit you on {day}?]", slots),
      ].join(" "),
      say(random, "Yours [faithfully|sincerely],\n{hero} {family}", slots),
    ].join("\n\n"),
  diary: ({ random }, slots) =>
    [
      say(random, "{day}, {date} {month}", slots),
      [
        say(random, "[Dear diary, today|Today] was {a:weather} day. In the morning I {past}.", slots),
        say(
          random,
          "[Later|In the afternoon] I met {friend} {at} {place}. We saw {sight} [and talked for a long time|and laughed a lot].",
          slots,
        ),
        say(random, "{friend} gave me {a:color} {thing}. I will keep it.", slots),
        say(random, "[In the evening I had {dish}.|Now I am tired but {mood}.|Tomorrow I want to {activity}.]", slots),
        say(random, "[Good night!|{hero}|That is all for today.]", slots),
      ].join(" "),
    ].join("\n"),
};
