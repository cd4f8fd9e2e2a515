/** Lists: shopping, packing, timetables, members of a kind; sorted, numbered, compared and counted. */
import type { Draft, Source, SourceContext } from "../../source.ts";
import { capital, counted, listed, numberWord, plural } from "./support/english.ts";
import { drawn } from "./support/held-out.ts";
import { say, sayOne } from "./support/phrase.ts";
import { chatDraft, completionDraft, textDraft } from "./support/text-draft.ts";
import { person } from "./words/people.ts";
import { weekdays } from "./words/places.ts";
import * as things from "./words/things.ts";

export const listSource: Source = {
  name: "text-list",
  category: "text",
  version: 3,
  description: "shopping lists, timetables, sorted and grouped words, the odd one out",
  draft(context) {
    const kind = context.random.weighted({ shopping: 3, week: 3, sort: 4, group: 3, odd: 3, examples: 2, ranking: 2 });
    return kinds[kind]!(context);
  },
};

const kindNames = Object.keys(things.kinds);
const allWords = kindNames.flatMap((kind) => things.kinds[kind]!);

const kinds: Record<string, (context: SourceContext) => Draft> = {
  shopping(context) {
    const { random } = context;
    const { name, he } = person(context);
    const goods = random.shuffled([...things.fruits, ...things.vegetables]).slice(0, random.int(3, 7));
    const counts = goods.map(() => random.int(1, 12));
    const total = counts.reduce((sum, one) => sum + one, 0);
    const mark = random.pick(["- ", "* ", "[ ] ", "• "]);
    const lines = goods.map((good, i) => mark + counted(counts[i]!, good, true));
    const most = counts.indexOf(Math.max(...counts));
    const after =
      counts.filter((one) => one === counts[most]).length === 1
        ? ` ${capital(he)} needs more ${plural(goods[most]!)} than anything else.`
        : "";
    return textDraft(
      "shopping",
      `${say(random, "{name}'s [shopping list|list for the market]", { name })}\n\n${lines.join("\n")}\n\n${say(random, "[That is|This makes] {n} things of {kinds} kinds.", { n: total, kinds: numberWord(goods.length) })}${after}`,
    );
  },
  week(context) {
    const { random } = context;
    const { name, his } = person(context);
    const days = weekdays.slice(0, random.int(3, 7));
    const plan = random
      .shuffled(things.activities)
      .slice(0, days.length)
      .map(([now]) => now);
    const lines = days.map((day, i) => `${day}: ${plan[i]}`);
    const at = random.int(0, days.length - 1);
    const head = say(random, "[{name}'s week|Plan of the week for {name}]", { name });
    if (random.chance(0.4)) return textDraft("week", `${head}\n\n${lines.join("\n")}`);
    return completionDraft(
      "week",
      `${head}\n\n${lines.join("\n")}\n\n`,
      random.chance(0.5)
        ? `On ${days[at]}, ${name} wants to ${plan[at]}.`
        : `${name} has plans for ${numberWord(days.length)} days. ${capital(his)} first plan is to ${plan[0]}, and ${his} last is to ${plan.at(-1)}.`,
    );
  },
  sort(context) {
    const list = drawn(
      context,
      ({ shuffled, int }) => shuffled(allWords).slice(0, int(4, 8)),
      (words) => words.join(),
    );
    const { random } = context;
    const [wish, sorted] = random.pick([
      [
        "[Sort these words alphabetically|Put these words in alphabetical order|Order these words from A to Z]",
        [...list].sort(),
      ],
      ["[Sort these words from Z to A|Put these words in reverse alphabetical order]", [...list].sort().reverse()],
      [
        "[Sort these words by length, short words first|Order these words from short to long; keep the order of words of equal length]",
        [...list].sort((a, b) => a.length - b.length),
      ],
    ] as const);
    return chatDraft("sort", [[`${say(random, wish)}: ${list.join(", ")}`, sorted.join(", ")]]);
  },
  group(context) {
    const { random } = context;
    const [first, second] = random.shuffled(kindNames) as [string, string];
    const mixed = drawn(
      context,
      ({ shuffled, int }) =>
        shuffled([
          ...shuffled(things.kinds[first]!).slice(0, int(2, 4)),
          ...shuffled(things.kinds[second]!).slice(0, int(2, 4)),
        ]),
      (words) => words.join(),
    );
    const of = (kind: string) =>
      `${capital(pluralKind(kind))}: ${mixed.filter((word) => things.kinds[kind]!.includes(word)).join(", ")}`;
    return chatDraft("group", [
      [
        `${sayOne(random, ["Put these words into groups", "Which of these words belong together", "Sort these words into {first} and {second}"], { first: pluralKind(first), second: pluralKind(second) })}: ${mixed.join(", ")}`,
        `${of(first)}\n${of(second)}`,
      ],
    ]);
  },
  odd(context) {
    const { random } = context;
    const [kind, other] = random.shuffled(kindNames) as [string, string];
    const [mixed, odd] = drawn(
      context,
      ({ shuffled, int, pick }) => {
        const stranger = pick(things.kinds[other]!);
        return [shuffled([...shuffled(things.kinds[kind]!).slice(0, int(3, 5)), stranger]), stranger] as const;
      },
      ([words]) => words.join(),
    );
    const slots = {
      list: listed(mixed),
      choice: listed(mixed, "or"),
      odd,
      other: article(other),
      kind: pluralKind(kind),
    };
    return chatDraft("odd", [
      [
        say(
          random,
          "[Which word does not belong: {choice}?|Find the odd one out: {list}.|One of these is different. Which one: {choice}?]",
          slots,
        ).replace(/(out: .*)\?$/, "$1."),
        sayOne(
          random,
          [
            "{odd}. It is {other}; the others are {kind}.",
            "The odd one out is {odd}, because it is {other} and all the others are {kind}.",
          ],
          slots,
        ),
      ],
    ]);
  },
  examples(context) {
    const { random } = context;
    const kind = random.pick(kindNames);
    const chosen = drawn(
      context,
      ({ shuffled, int }) => shuffled(things.kinds[kind]!).slice(0, int(3, 6)),
      (words) => words.join(),
    );
    const slots = { count: numberWord(chosen.length), kind: pluralKind(kind) };
    const answer = random.pick([
      listed(chosen),
      chosen.join("\n"),
      chosen.map((one, i) => `${i + 1}. ${capital(one)}`).join("\n"),
      chosen.map((one) => `- ${one}`).join("\n"),
    ]);
    return chatDraft("examples", [
      [
        say(
          random,
          "[Name {count} {kind}|Give me {count} {kind}|List {count} {kind}|Write down {count} {kind}][.|, please.]",
          slots,
        ),
        answer,
      ],
    ]);
  },
  ranking(context) {
    const { random } = context;
    const sport = random.pick(things.sports);
    const names = Array.from({ length: 12 }, () => person(context).name);
    const runners = [...new Set(names)].slice(0, random.int(3, 6));
    let points = random.int(20, 60);
    const rows = runners.map((name) => {
      const row = { name, points };
      points -= random.int(1, 5);
      return row;
    });
    const gap = rows[0]!.points - rows.at(-1)!.points;
    return completionDraft(
      "ranking",
      `${say(random, "[Results|Ranking]: {sport}", { sport })}\n${rows.map((row, i) => `${i + 1}. ${row.name} (${row.points} points)`).join("\n")}\n\n`,
      say(
        random,
        "{first} [won|came first] with {points} points, and {second} came second. {last} came last, {gap} [points behind|points fewer than] {first}.",
        { first: rows[0]!.name, second: rows[1]!.name, last: rows.at(-1)!.name, points: rows[0]!.points, gap },
      ),
    );
  },
};

function pluralKind(kind: string): string {
  return kind.startsWith("piece of") ? kind.replace("piece", "pieces") : kind === "fruit" ? "fruits" : plural(kind);
}

function article(kind: string): string {
  return /^[aeiou]/.test(kind) ? `an ${kind}` : `a ${kind}`;
}
