/** Sentences that are changed as asked: tense, number, question, negation, voice, order, errors mended. Built from their parts. */
import type { Random } from "../../../random.ts";
import { capital, plural, withArticle } from "../support/english.ts";
import type { Person } from "../words/people.ts";
import { places, weekdays } from "../words/places.ts";
import * as things from "../words/things.ts";

interface Verb {
  readonly base: string;
  readonly third: string;
  readonly past: string;
  readonly participle: string;
  readonly ing: string;
}

const verbs: readonly Verb[] = [
  ["find", "finds", "found", "found", "finding"],
  ["buy", "buys", "bought", "bought", "buying"],
  ["paint", "paints", "painted", "painted", "painting"],
  ["carry", "carries", "carried", "carried", "carrying"],
  ["draw", "draws", "drew", "drawn", "drawing"],
  ["sell", "sells", "sold", "sold", "selling"],
  ["clean", "cleans", "cleaned", "cleaned", "cleaning"],
  ["take", "takes", "took", "taken", "taking"],
  ["hold", "holds", "held", "held", "holding"],
  ["see", "sees", "saw", "seen", "seeing"],
  ["hide", "hides", "hid", "hidden", "hiding"],
  ["repair", "repairs", "repaired", "repaired", "repairing"],
  ["lose", "loses", "lost", "lost", "losing"],
  ["show", "shows", "showed", "shown", "showing"],
  ["break", "breaks", "broke", "broken", "breaking"],
].map(([base, third, past, participle, ing]) => ({
  base: base!,
  third: third!,
  past: past!,
  participle: participle!,
  ing: ing!,
}));

/** Task, sentence and the sentence after it. */
export function rewriting(random: Random, { name, he }: Person): { kind: string; question: string; answer: string } {
  const verb = random.pick(verbs);
  const noun = random.pick(things.treasures);
  const color = random.pick(things.colors);
  const object = withArticle(`${color} ${noun}`);
  const place = random.pick(places);
  const where = `${place.at} ${place.name}`;
  const day = random.pick(weekdays);
  const present = `${name} ${verb.third} ${object} ${where}.`;
  const past = `${name} ${verb.past} ${object} ${where}.`;
  const count = random.int(2, 9);
  const tasks: readonly (readonly [kind: string, wish: string, from: string, to: string])[] = [
    [
      "past",
      random.pick(["Put this sentence into the past tense", "Change to the past tense", "Rewrite in the past"]),
      present,
      past,
    ],
    [
      "present",
      random.pick(["Put this sentence into the present tense", "Change to the present tense"]),
      past,
      present,
    ],
    [
      "future",
      random.pick(['Put this sentence into the future with "will"', 'Rewrite in the future with "will"']),
      present,
      `${name} will ${verb.base} ${object} ${where}.`,
    ],
    [
      "question",
      random.pick(["Make a yes-or-no question of this sentence", "Turn this into a question"]),
      past,
      `Did ${name} ${verb.base} ${object} ${where}?`,
    ],
    [
      "negative",
      random.pick(['Say the opposite with "not"', "Make this sentence negative"]),
      past,
      `${name} did not ${verb.base} ${object} ${where}.`,
    ],
    [
      "progressive",
      "Put this sentence into the present progressive",
      present,
      `${name} is ${verb.ing} ${object} ${where}.`,
    ],
    [
      "passive",
      random.pick(["Put this sentence into the passive voice", "Rewrite in the passive"]),
      past,
      `${capital(object)} was ${verb.participle} by ${name} ${where}.`,
    ],
    [
      "pronoun",
      random.pick(["Replace the name by a pronoun", `Use a pronoun instead of ${name}`]),
      past,
      `${capital(he)} ${verb.past} ${object} ${where}.`,
    ],
    [
      "plural",
      `Write it with ${count} instead of one`,
      past,
      `${name} ${verb.past} ${count} ${color} ${plural(noun)} ${where}.`,
    ],
    [
      "shorten",
      random.pick(["Leave out the place", "Shorten the sentence: leave out where it happens"]),
      past,
      `${name} ${verb.past} ${object}.`,
    ],
    ["extend", `Add "on ${day}" at the beginning`, past, `On ${day}, ${name} ${verb.past} ${object} ${where}.`],
    [
      "article",
      "Mend the article",
      past.replace(object, `${object.startsWith("an ") ? "a" : "an"} ${color} ${noun}`),
      past,
    ],
    [
      "capitals",
      random.pick(["Correct the capital letters and the full stop", "Mend capitals and punctuation"]),
      past.toLowerCase().slice(0, -1),
      past,
    ],
    [
      "spelling",
      random.pick(["Correct the spelling", "There is one wrong letter order in this sentence. Mend it"]),
      swapped(past, noun),
      past,
    ],
    [
      "order",
      "Put these words into the right order",
      random.shuffled(`${name} ${verb.past} ${object}`.split(" ")).join(" / "),
      `${name} ${verb.past} ${object}.`,
    ],
    ["who", 'Ask a question with "who" that this sentence answers', past, `Who ${verb.past} ${object} ${where}?`],
    ["what", 'Ask a question with "what" that this sentence answers', past, `What did ${name} ${verb.base} ${where}?`],
    [
      "where",
      'Ask a question with "where" that this sentence answers',
      past,
      `Where did ${name} ${verb.base} ${object}?`,
    ],
    ["upper", "Write this in capital letters", past, past.toUpperCase()],
    [
      "json",
      "Give who, did what, object and place as JSON",
      past,
      JSON.stringify({ who: name, did: verb.past, object: `${color} ${noun}`, place: place.name.replace("the ", "") }),
    ],
  ];
  const [kind, wish, from, to] = random.pick(tasks);
  return { kind, question: random.pick([`${wish}: ${from}`, `${wish}.\n\n${from}`, `${wish}: "${from}"`]), answer: to };
}

/** The sentence with the middle letters of the noun exchanged. */
function swapped(sentence: string, noun: string): string {
  const at = Math.max(1, Math.floor(noun.length / 2) - 1);
  const [a, b] = [noun[at]!, noun[at + 1]!];
  const wrong = noun.slice(0, at) + b + a + noun.slice(at + 2);
  return wrong === noun
    ? sentence.replace(noun, noun.slice(0, at) + noun.slice(at + 1))
    : sentence.replace(noun, wrong);
}
