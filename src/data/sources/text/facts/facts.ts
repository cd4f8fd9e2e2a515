/**
 * Encyclopaedic facts from tables: paragraphs about one thing, comparisons, true or false, questions and answers. A fact
 * that is held out in one wording may be read in another: what is held out is (form, statements).
 */
import type { Random } from "../../../random.ts";
import type { Draft, Source, SourceContext } from "../../../source.ts";
import { capital, grouped, listed, withArticle } from "../support/english.ts";
import { drawn } from "../support/held-out.ts";
import { chatDraft, completionDraft, textDraft } from "../support/text-draft.ts";
import { countries } from "../tables/countries.ts";
import { type Animal, animals, type Element, elements, planets } from "../tables/nature.ts";
import { type Fact, factMakers } from "./statements.ts";

export const factsSource: Source = {
  name: "text-facts",
  category: "text",
  version: 3,
  description: "facts about countries, animals, elements, planets, works, dates, units and words",
  draft(context) {
    const { form, facts } = drawn(
      context,
      (random) => {
        const form = random.weighted({ paragraph: 3, chat: 4, quiz: 2, "true-false": 2, choice: 2, compare: 2 });
        return { form, facts: random.chance(0.7) ? mixed(random) : aboutOne(random) };
      },
      ({ form, facts }) => `${form} ${facts.map((fact) => fact.statement).join(" ")}`,
    );
    return forms[form]!(context, facts);
  },
};

const forms: Record<string, (context: SourceContext, facts: readonly Fact[]) => Draft> = {
  paragraph: (_, facts) => textDraft("paragraph", facts.map((fact) => fact.statement).join(" ")),
  chat: ({ random }, facts) =>
    chatDraft(
      "chat",
      facts.map((fact) => [fact.question, random.chance(0.7) ? fact.answer : capital(`${fact.short}.`)] as const),
    ),
  quiz: ({ random }, facts) => {
    const [q, a] = random.pick([
      ["Q: ", "A: "],
      ["Question: ", "Answer: "],
      ["", ""],
      ["- ", "  "],
    ] as const);
    return textDraft("quiz", facts.map((fact) => `${q}${fact.question}\n${a}${fact.answer}`).join("\n\n"));
  },
  "true-false": ({ random }, facts) => {
    const usable = facts.filter((fact) => fact.wrong && fact.statement.includes(fact.short));
    if (usable.length === 0) return forms.chat!({ random } as SourceContext, facts);
    const turns = usable.map((fact): [string, string] => {
      const isTrue = random.chance(0.5);
      const claim = isTrue ? fact.statement : fact.statement.replace(fact.short, fact.wrong!);
      return [
        `${random.pick(["True or false?", "Is this right?", "Is it true?"])} ${claim}`,
        isTrue
          ? random.pick(["True.", "Yes, that is right."]).concat(random.chance(0.5) ? ` ${fact.statement}` : "")
          : `${random.pick(["False.", "No, that is wrong."])} ${fact.answer}`,
      ];
    });
    return chatDraft("true-false", turns);
  },
  choice: ({ random }, facts) => {
    const fact = facts.find((one) => one.wrong);
    if (!fact) return forms.chat!({ random } as SourceContext, facts);
    const others = facts.flatMap((one) =>
      one.wrong && one.wrong !== fact.short && one.wrong !== fact.wrong && sameKind(one, fact) ? [one.wrong] : [],
    );
    const options = random.shuffled([...new Set([fact.short, fact.wrong!, ...others])]);
    const letters = "ABCDEFG";
    const at = options.indexOf(fact.short);
    return completionDraft(
      "choice",
      `${fact.question}\n${options.map((option, i) => `${letters[i]}. ${option}`).join("\n")}\nAnswer: `,
      random.chance(0.5) ? letters[at]! : `${letters[at]}. ${fact.short}`,
    );
  },
  compare: (context) => {
    const { random } = context;
    const [question, answer] = drawn(context, compare, ([one, other]) => one + other);
    return random.chance(0.5)
      ? chatDraft("compare", [[question, answer]])
      : textDraft("compare", `${question}\n${answer}`);
  },
};

/** Wrong answers to the same question frame may serve as more choices. */
function sameKind(one: Fact, other: Fact): boolean {
  return one.question.replace(one.about, "") === other.question.replace(other.about, "");
}

/** Two to six facts of a kind about different things, or of different kinds. */
function mixed(random: Random): Fact[] {
  const count = random.int(2, 6);
  if (random.chance(0.4)) return Array.from({ length: count }, () => random.pick(random.pick(factMakers)(random)));
  const maker = random.pick(factMakers);
  const seen = new Map<string, Fact>();
  for (let i = 0; i < count; i++) {
    const fact = random.pick(maker(random));
    seen.set(fact.statement, fact);
  }
  return [...seen.values()];
}

/** Everything said of one thing, in some order. */
function aboutOne(random: Random): Fact[] {
  return random.shuffled(random.pick(factMakers)(random)).slice(0, random.int(2, 5));
}

function compare(random: Random): [question: string, answer: string] {
  switch (random.int(0, 3)) {
    case 0: {
      const [one, two] = random.shuffled(planets) as [(typeof planets)[number], (typeof planets)[number]];
      const large = one.diameter > two.diameter ? one : two;
      return [
        `Which is larger, ${one.name} or ${two.name}?`,
        `${large.name} is larger: it is about ${grouped(large.diameter)} kilometres across, and ${large === one ? two.name : one.name} about ${grouped((large === one ? two : one).diameter)}.`,
      ];
    }
    case 1: {
      const [one, two] = random.shuffled(animals) as [Animal, Animal];
      const more =
        one.legs === two.legs
          ? `${capital(withArticle(one.name))} and ${withArticle(two.name)} have the same number of legs: ${one.legs}.`
          : `${capital(withArticle(one.legs > two.legs ? one.name : two.name))} has more legs: ${Math.max(one.legs, two.legs)} instead of ${Math.min(one.legs, two.legs)}.`;
      return [`Which has more legs, ${withArticle(one.name)} or ${withArticle(two.name)}?`, more];
    }
    case 2: {
      const [one, two] = random.shuffled(elements) as [Element, Element];
      const heavy = one.number > two.number ? one : two;
      return [
        `Which element has the higher atomic number, ${one.name} or ${two.name}?`,
        `${capital(heavy.name)} (${heavy.number}); ${heavy === one ? two.name : one.name} has ${Math.min(one.number, two.number)}.`,
      ];
    }
    default: {
      const continent = random.pick(["Europe", "Asia", "Africa", "South America", "North America"]);
      const inside = random.shuffled(countries.filter((one) => one.continent === continent)).slice(0, random.int(1, 3));
      const outside = random
        .shuffled(countries.filter((one) => one.continent !== continent))
        .slice(0, random.int(1, 3));
      const all = random.shuffled([...inside, ...outside]);
      return [
        `Which of these countries ${inside.length === 1 ? "lies" : "lie"} in ${continent}: ${listed(
          all.map((one) => one.name),
          inside.length === 1 ? "or" : "and",
        )}?`,
        `${listed(all.filter((one) => inside.includes(one)).map((one) => one.name))}.`,
      ];
    }
  }
}
