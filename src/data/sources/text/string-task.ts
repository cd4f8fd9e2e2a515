/** Tasks about the letters of words and the words of sentences: spelling, reversing, counting, replacing. Words are held out. */
import type { Source, SourceContext } from "../../source.ts";
import { counted, listed, numberWord, ordinal } from "./support/english.ts";
import { ofSplit } from "./support/held-out.ts";
import { say } from "./support/phrase.ts";
import { chatDraft, completionDraft } from "./support/text-draft.ts";
import * as things from "./words/things.ts";

const bank = [
  ...new Set(
    [
      ...Object.values(things.kinds).flat(),
      ...things.treasures,
      ...things.stationery,
      ...things.flowers,
      ...things.wildAnimals,
      ...things.pets,
      ..."window winter garden silver planet market bridge orange castle pocket summer letter forest yellow dragon cheese rocket tunnel desert island velvet thunder blanket diamond kitchen journey problem station weather morning holiday picture machine history library village captain pattern science country".split(
        " ",
      ),
    ].filter((word) => /^[a-z]{3,10}$/.test(word)),
  ),
].sort();
const words = { train: ofSplit(bank, "train", wordKey), heldout: ofSplit(bank, "heldout", wordKey) };

function wordKey(word: string): string {
  return `word ${word}`;
}

/** Words that no training sample of this source works on. */
export const heldOutWords: readonly string[] = words.heldout;

/** Question and answer, with the name of the task. */
type StringTask = readonly [kind: string, question: string, answer: string];

export const stringTaskSource: Source = {
  name: "text-string-task",
  category: "text",
  version: 3,
  description: "spelling, reversing, counting, sorting and replacing letters and words",
  draft(context) {
    const { random } = context;
    const count = random.weighted({ one: 5, two: 3, three: 2 });
    const list = Array.from({ length: { one: 1, two: 2, three: 3 }[count] }, () => stringTask(context));
    const [kind, question, answer] = list[0]!;
    if (list.length === 1 && random.chance(0.3)) return completionDraft(kind, `${question}\n`, answer);
    return chatDraft(
      list.length === 1 ? kind : "several",
      list.map(([, asked, said]) => [asked, said] as const),
    );
  },
};

/** Words that a replaced letter must not bring about. */
const rude = new Set(["kike", "shit", "tit", "tits", "cock"]);

/** A task about words of the context's split. */
export function stringTask(context: SourceContext): StringTask {
  const { random, split } = context;
  const word = random.pick(words[split]);
  const letters = [...word];
  const some = random.shuffled(words[split]).slice(0, random.int(3, 6));
  const at = random.int(1, letters.length);
  const letter = letters[at - 1]!;
  const times = letters.filter((one) => one === letter).length;
  const slots = { word, letter, nth: ordinal(at), list: some.join(" "), commas: some.join(", ") };
  const ask = (template: string) => say(random, template, slots).replace(/^(["a-z])/, (first) => first.toUpperCase());
  switch (random.int(0, 17)) {
    case 0:
      return [
        "spell",
        ask('[How do you spell {word}?|Spell {word}.|Spell the word "{word}".]'),
        letters.map((one) => one.toUpperCase()).join(random.pick(["-", " ", " - "])),
      ];
    case 1:
      return [
        "reverse",
        ask('[Write {word} backwards.|Reverse the word "{word}".|Spell {word} from back to front.]'),
        letters.reverse().join(""),
      ];
    case 2:
      return [
        "length",
        ask('How many letters [does "{word}" have|are in {word}]?'),
        `"${word}" has ${numberWord(letters.length)} letters.`,
      ];
    case 3:
      return [
        "count-letter",
        ask("How many times does the letter {letter} occur in {word}?"),
        `The letter ${letter} occurs ${times === 1 ? "once" : times === 2 ? "twice" : `${numberWord(times)} times`} in ${word}.`,
      ];
    case 4:
      return [
        "nth-letter",
        ask("What is the {nth} letter of {word}?"),
        `The ${ordinal(at)} letter of ${word} is ${letter}.`,
      ];
    case 5: {
      const vowels = letters.filter((one) => "aeiou".includes(one));
      return [
        "vowels",
        ask('[Which vowels are in {word}|What are the vowels of "{word}"], in order?'),
        vowels.length === 0 ? "There are none." : listed(vowels),
      ];
    }
    case 6:
      return ["upper", ask("Write {word} in [capital letters|capitals|upper case]."), word.toUpperCase()];
    case 7:
      return [
        "first-last",
        ask("What are the first and the last letter of {word}?"),
        `The first letter is ${letters[0]}, and the last is ${letters.at(-1)}.`,
      ];
    case 8:
      return [
        "sort-letters",
        ask('[Sort the letters of {word} alphabetically.|Put the letters of "{word}" in alphabetical order.]'),
        letters.sort().join(""),
      ];
    case 9:
      return ["count-words", ask("How many words are there: {list}?"), counted(some.length, "word")];
    case 10:
      return ["reverse-words", ask("Write these words in reverse order: {list}"), [...some].reverse().join(" ")];
    case 11:
      return [
        "initials",
        ask("Write down the first letters of these words: {commas}"),
        some.map((one) => one[0]).join(""),
      ];
    case 12: {
      const contains = random.chance(0.5) ? letter : random.pick([..."abcdefghijklmnopqrstuvwxyz"]);
      return [
        "contains",
        `Does ${word} contain the letter ${contains}?`,
        word.includes(contains) ? `Yes, ${word} contains ${contains}.` : `No, there is no ${contains} in ${word}.`,
      ];
    }
    case 13: {
      const long = [...some].sort((a, b) => b.length - a.length);
      if (long[0]!.length === long[1]!.length)
        return ["list", ask("Join these words with commas: {list}"), some.join(", ")];
      return [
        "longest",
        ask("Which of these words is the longest: {commas}?"),
        `${long[0]} (${long[0]!.length} letters)`,
      ];
    }
    case 14: {
      const into = random.pick(
        [..."aeioubkmst"].filter((one) => one !== letter && !rude.has(word.replaceAll(letter, one))),
      );
      return ["replace", `Replace each ${letter} in ${word} with ${into}.`, word.replaceAll(letter, into)];
    }
    case 15:
      return [
        "starts-with",
        `Which of these words begin with ${some[0]![0]}: ${some.join(", ")}?`,
        `${listed(some.filter((one) => one[0] === some[0]![0]))}.`,
      ];
    case 16: {
      const mixed = random.shuffled(letters).join("");
      return [
        "same-letters",
        `Do "${mixed}" and "${word}" have the same letters?`,
        `Yes, both have the letters ${listed([...letters].sort())}.`,
      ];
    }
    default:
      return [
        "repeat",
        ask(`Write the word {word} ${numberWord(at + 1)} times, with spaces between.`),
        Array.from({ length: at + 1 }, () => word).join(" "),
      ];
  }
}
