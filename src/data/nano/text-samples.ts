/**
 * Text without pictures: greetings, counting, small sums, days, opposites, colours of things and spelling. Short and
 * regular, so that the language model learns to answer and to spell before, and while, it learns to see.
 */

import { type Random, randomFor } from "../random.ts";
import type { Turn } from "./questions.ts";
import { shapeNames } from "./shapes.ts";
import { printedText, type Split } from "./words.ts";

const names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
const teens = ["eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];
const numbers: readonly string[] = [...names, ...teens, "twenty"];
const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const months = "January February March April May June July August September October November December".split(" ");
const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const opposites = [
  ["hot", "cold"],
  ["big", "small"],
  ["up", "down"],
  ["left", "right"],
  ["day", "night"],
  ["fast", "slow"],
  ["new", "old"],
  ["open", "closed"],
  ["light", "dark"],
  ["happy", "sad"],
  ["long", "short"],
  ["full", "empty"],
  ["wet", "dry"],
  ["soft", "hard"],
  ["top", "bottom"],
  ["black", "white"],
] as const;

const colored = [
  ["grass", "green"],
  ["the sky", "blue"],
  ["snow", "white"],
  ["a banana", "yellow"],
  ["an orange", "orange"],
  ["blood", "red"],
  ["coal", "black"],
  ["an elephant", "gray"],
  ["chocolate", "brown"],
  ["a frog", "green"],
  ["milk", "white"],
  ["the sun", "yellow"],
  ["a tomato", "red"],
  ["a pig", "pink"],
] as const;

const mixtures = [
  ["blue", "yellow", "green"],
  ["red", "yellow", "orange"],
  ["red", "blue", "purple"],
  ["red", "white", "pink"],
  ["black", "white", "gray"],
] as const;

const sounds = [
  ["cat", "meow"],
  ["dog", "woof"],
  ["cow", "moo"],
  ["duck", "quack"],
  ["sheep", "baa"],
] as const;

const sides = { triangle: 3, square: 4, diamond: 4, hexagon: 6 } as const;
const round = ["circle", "ring"] as const;

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

/** A number up to twenty in digits or in words. */
function written(value: number, inDigits: boolean): string {
  return inDigits ? String(value) : numbers[value]!;
}

type Template = (random: Random, word: () => string) => Turn;

function fixed(question: string | readonly string[], answer: string | readonly string[]): Template {
  const pick = (random: Random, text: string | readonly string[]) =>
    typeof text === "string" ? text : random.pick(text);
  return (random) => ({ question: pick(random, question), answer: pick(random, answer) });
}

function before<T>(list: readonly T[], at: number): T {
  return list[(at + list.length - 1) % list.length] as T;
}

const about: readonly Template[] = [
  fixed(["Hello!", "Hi!", "Hello.", "Hi."], "Hello! Show me an image and ask me about it."),
  fixed(["Good morning!", "Good morning."], "Good morning!"),
  fixed(["Good evening!", "Good evening."], "Good evening!"),
  fixed(["How are you?", "How are you today?"], "I am fine, thank you."),
  fixed(["Thank you!", "Thanks!", "Thank you."], "You are welcome."),
  fixed(["Goodbye!", "Bye!", "See you."], "Goodbye!"),
  fixed(
    ["Who are you?", "What are you?", "Tell me about you.", "What is your name?"],
    "I am Periscope nano, a small vision-language model.",
  ),
  fixed(
    ["What can you do?", "How can you help me?", "What do you know?"],
    "I can name shapes and colors, count them, say where they are and read a printed word.",
  ),
  fixed(["Are you a human?", "Are you a person?"], "No, I am a small vision-language model."),
  fixed(["Can you see?", "Can you see images?"], "Yes, show me an image."),
  fixed(["Can you read?", "Can you read text?"], "Yes, I can read one printed word."),
  fixed(["Can you count?", "How far can you count?"], "Yes, I can count to twenty."),
  fixed(["Who made you?", "Who trained you?"], "The code of Periscope made and trained me."),
  fixed(["How big are you?", "Are you big?"], "I am very small."),
  fixed(["What shapes do you know?", "Name some shapes."], `I know ${list([...shapeNames])}.`),
  fixed(
    ["What colors do you know?", "Name some colors."],
    "I know red, green, blue, yellow, orange, purple, pink, brown, black, white and gray.",
  ),
  fixed(
    [
      "What is in the image?",
      "Describe the image.",
      "What does it say?",
      "What do you see?",
      "How many shapes are there?",
    ],
    "I see no image. Please show me one.",
  ),
  fixed(["Yes.", "No.", "OK.", "Good."], "Ask me about an image."),
];

function list(items: readonly string[]): string {
  return `${items.slice(0, -1).join(", ")} and ${items[items.length - 1]}`;
}

const counting: readonly Template[] = [
  (random) => {
    const [value, digits] = [random.int(0, 19), random.chance(0.4)];
    return {
      question: `What comes after ${written(value, digits)}?`,
      answer: `After ${written(value, digits)} comes ${written(value + 1, digits)}.`,
    };
  },
  (random) => {
    const [value, digits] = [random.int(1, 20), random.chance(0.4)];
    return {
      question: `What comes before ${written(value, digits)}?`,
      answer: `Before ${written(value, digits)} comes ${written(value - 1, digits)}.`,
    };
  },
  (random) => {
    const from = random.int(0, 15);
    const to = from + random.int(2, 5);
    return {
      question: random.pick([
        `Count from ${numbers[from]} to ${numbers[to]}.`,
        `Can you count from ${numbers[from]} to ${numbers[to]}?`,
      ]),
      answer: `${capital(numbers.slice(from, to + 1).join(", "))}.`,
    };
  },
  (random) => {
    const from = random.int(3, 10);
    return {
      question: `Count down from ${numbers[from]}.`,
      answer: `${capital(
        numbers
          .slice(0, from + 1)
          .reverse()
          .join(", "),
      )}.`,
    };
  },
  (random) => {
    const [digits, a] = [random.chance(0.5), random.int(0, 20)];
    const b = random.int(0, 20 - a);
    const sum = digits ? `${a} + ${b}` : `${numbers[a]} plus ${numbers[b]}`;
    return {
      question: random.pick([`What is ${sum}?`, `How much is ${sum}?`]),
      answer: `${capital(sum)} is ${written(a + b, digits)}.`,
    };
  },
  (random) => {
    const [digits, a] = [random.chance(0.5), random.int(0, 20)];
    const b = random.int(0, a);
    const difference = digits ? `${a} - ${b}` : `${numbers[a]} minus ${numbers[b]}`;
    return {
      question: random.pick([`What is ${difference}?`, `How much is ${difference}?`]),
      answer: `${capital(difference)} is ${written(a - b, digits)}.`,
    };
  },
  (random) => {
    const [a, digits] = [random.int(0, 20), random.chance(0.5)];
    const b = (a + random.int(1, 20)) % 21;
    const most = random.chance(0.5);
    return {
      question: `Which is ${most ? "bigger" : "smaller"}, ${written(a, digits)} or ${written(b, digits)}?`,
      answer: `${capital(written(most ? Math.max(a, b) : Math.min(a, b), digits))} is ${most ? "bigger" : "smaller"}.`,
    };
  },
  (random) => {
    const [value, even] = [random.int(1, 20), random.chance(0.5)];
    const right = (value % 2 === 0) === even;
    const kind = even ? "even" : "odd";
    return {
      question: `Is ${numbers[value]} ${kind}?`,
      answer: right ? `Yes, ${numbers[value]} is ${kind}.` : `No, ${numbers[value]} is ${even ? "odd" : "even"}.`,
    };
  },
  (random) => {
    const value = random.int(0, 20);
    return { question: `How do you write ${value} in words?`, answer: `${value} is ${numbers[value]}.` };
  },
  (random) => {
    const value = random.int(0, 20);
    return {
      question: `How do you write ${numbers[value]} in digits?`,
      answer: `${capital(numbers[value]!)} is ${value}.`,
    };
  },
  (random) => {
    const value = random.int(1, 10);
    return {
      question: `What is two times ${numbers[value]}?`,
      answer: `Two times ${numbers[value]} is ${numbers[2 * value]}.`,
    };
  },
  (random) => {
    const value = random.int(1, 10);
    return {
      question: `What is half of ${numbers[2 * value]}?`,
      answer: `Half of ${numbers[2 * value]} is ${numbers[value]}.`,
    };
  },
];

const world: readonly Template[] = [
  (random) => {
    const at = random.int(0, 6);
    return {
      question: `What day comes after ${before(days, at)}?`,
      answer: `After ${before(days, at)} comes ${days[at]}.`,
    };
  },
  (random) => {
    const at = random.int(0, 6);
    return { question: `What day comes before ${days[at]}?`, answer: `Before ${days[at]} comes ${before(days, at)}.` };
  },
  (random) => {
    const at = random.int(0, 11);
    return {
      question: `What month comes after ${before(months, at)}?`,
      answer: `After ${before(months, at)} comes ${months[at]}.`,
    };
  },
  fixed("How many days are in a week?", "There are seven days in a week."),
  fixed("How many months are in a year?", "There are twelve months in a year."),
  fixed("What are the days of the week?", `The days are ${list(days)}.`),
  (random) => {
    const pair = random.pick(opposites);
    const [word, other] = random.chance(0.5) ? pair : [pair[1], pair[0]];
    return { question: `What is the opposite of ${word}?`, answer: `The opposite of ${word} is ${other}.` };
  },
  (random) => {
    const [thing, color] = random.pick(colored);
    return {
      question: random.pick([`What color is ${thing}?`, `Tell me the color of ${thing}.`]),
      answer: `${capital(thing)} is ${color}.`,
    };
  },
  (random) => {
    const [thing, color] = random.pick(colored);
    const other = random.chance(0.5) ? color : random.pick(colored)[1];
    return {
      question: `Is ${thing} ${other}?`,
      answer: other === color ? `Yes, ${thing} is ${color}.` : `No, ${thing} is ${color}.`,
    };
  },
  (random) => {
    const [a, b, result] = random.pick(mixtures);
    const [first, second] = random.chance(0.5) ? [a, b] : [b, a];
    return {
      question: `What color do ${first} and ${second} make?`,
      answer: `${capital(first)} and ${second} make ${result}.`,
    };
  },
  (random) => {
    const [animal, sound] = random.pick(sounds);
    return { question: `What sound does a ${animal} make?`, answer: `A ${animal} says ${sound}.` };
  },
  (random) => {
    const [shape, count] = random.pick(Object.entries(sides));
    return { question: `How many sides does a ${shape} have?`, answer: `A ${shape} has ${numbers[count]} sides.` };
  },
  (random) => {
    const shape = random.pick([...round, ...Object.keys(sides)]);
    const isRound = (round as readonly string[]).includes(shape);
    return {
      question: `Is a ${shape} round?`,
      answer: isRound ? `Yes, a ${shape} is round.` : `No, a ${shape} has sides.`,
    };
  },
  fixed("How many points does a star have?", "The star has five points."),
];

const spelling: readonly Template[] = [
  (_, word) => {
    const text = word().toLowerCase();
    return { question: `How do you spell "${text}"?`, answer: `It is "${[...text].join("-")}".` };
  },
  (_, word) => {
    const text = word().toLowerCase();
    return { question: `Which word is "${[...text].join("-")}"?`, answer: `It is "${text}".` };
  },
  (random, word) => {
    const text = word();
    return { question: random.pick([`Say "${text}".`, `Repeat "${text}".`, `Write "${text}".`]), answer: `"${text}".` };
  },
  (_, word) => {
    const text = word().toLowerCase();
    return { question: `What is the first letter of "${text}"?`, answer: `The first letter is "${text[0]}".` };
  },
  (_, word) => {
    const text = word().toLowerCase();
    return {
      question: `What is the last letter of "${text}"?`,
      answer: `The last letter is "${text[text.length - 1]}".`,
    };
  },
  (_, word) => {
    const text = word().toLowerCase();
    return { question: `Write "${text}" in capital letters.`, answer: `"${text.toUpperCase()}".` };
  },
  (_, word) => {
    const text = word().toLowerCase();
    return { question: `Write "${text.toUpperCase()}" in small letters.`, answer: `"${text}".` };
  },
  (_, word) => {
    const text = word();
    return { question: `The sign says "${text}". What does it say?`, answer: `It says "${text}".` };
  },
  (random) => {
    const at = random.int(1, 25);
    return {
      question: `What letter comes after "${letters[at - 1]}"?`,
      answer: `After "${letters[at - 1]}" comes "${letters[at]}".`,
    };
  },
  (random) => {
    const letter = random.pick([...letters]);
    return {
      question: `Is "${letter}" a vowel?`,
      answer: "AEIOU".includes(letter) ? `Yes, "${letter}" is a vowel.` : `No, "${letter}" is not a vowel.`,
    };
  },
];

const topics = { about, counting, world, spelling };

/** How many templates there are. */
export const textTemplates = Object.values(topics).reduce((sum, templates) => sum + templates.length, 0);

/** Conversation `index` of a seed: one to three turns without a picture. */
export function textSample(seed: number, index: number, { split = "train" }: { split?: Split } = {}): Turn[] {
  const random = randomFor(seed, index, `text ${split}`);
  const word = () =>
    printedText(random, { kind: random.weighted({ word: 60, letters: 32, number: 8 }), split, maxLength: 8 });
  return Array.from({ length: random.int(1, 3) }, () => {
    const topic = random.weighted({ about: 20, counting: 28, world: 22, spelling: 30 });
    return random.pick(topics[topic])(random, word);
  });
}
