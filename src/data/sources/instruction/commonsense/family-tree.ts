/** Three generations of a family and what its members call each other. */
import type { Random } from "../../../random.ts";
import { peopleOf } from "../kit/people.ts";

export interface Relative {
  readonly name: string;
  readonly female: boolean;
  readonly generation: number;
  /** Indices of the parents; empty at the top and for those who married in. */
  readonly parents: readonly number[];
  spouse?: number;
}

/** Grandparents, two or three children of which most are married, up to five grandchildren. */
export function familyOf(random: Random): Relative[] {
  const names = peopleOf(random, 30);
  const family: Relative[] = [];
  const add = (generation: number, parents: readonly number[], female?: boolean): number => {
    const at = names.findIndex((one) => female === undefined || one.female === female);
    const [person] = names.splice(at, 1);
    if (!person) throw new Error("out of names"); // 30 people are never all of one kind where 13 are needed
    family.push({ ...person, generation, parents });
    return family.length - 1;
  };
  const marry = (one: number, other: number) => {
    family[one]!.spouse = other;
    family[other]!.spouse = one;
  };
  const [he, she] = [add(0, [], false), add(0, [], true)];
  marry(he, she);
  const children = random.int(2, 3);
  let left = 5;
  for (let i = 0; i < children; i++) {
    const child = add(1, [he, she]);
    if (!random.chance(0.8)) continue;
    const partner = add(1, [], !family[child]!.female);
    marry(child, partner);
    const kids = Math.min(left, random.int(i === 0 ? 1 : 0, 2));
    for (let k = 0; k < kids; k++) add(2, [child, partner]);
    left -= kids;
  }
  return family;
}

/** What `x` is to `y`: "aunt", "father-in-law"; nothing where English has no word for it. */
export function relation(family: readonly Relative[], x: number, y: number): string | undefined {
  if (x === y) return undefined;
  const [a, b] = [family[x]!, family[y]!];
  const by = (female: string, male: string) => (a.female ? female : male);
  const childOf = (one: number, other: number) => family[one]!.parents.includes(other);
  const siblings = (one: number, other: number) =>
    one !== other && family[one]!.parents.length > 0 && family[one]!.parents[0] === family[other]!.parents[0];
  const parents = b.parents;
  if (a.spouse === y) return by("wife", "husband");
  if (childOf(y, x)) return by("mother", "father");
  if (childOf(x, y)) return by("daughter", "son");
  if (siblings(x, y)) return by("sister", "brother");
  if (parents.some((parent) => childOf(parent, x))) return by("grandmother", "grandfather");
  if (a.parents.some((parent) => childOf(parent, y))) return by("granddaughter", "grandson");
  if (parents.some((parent) => siblings(x, parent) || (a.spouse !== undefined && siblings(a.spouse, parent))))
    return by("aunt", "uncle");
  if (a.parents.some((parent) => siblings(y, parent) || (b.spouse !== undefined && siblings(b.spouse, parent))))
    return by("niece", "nephew");
  if (a.parents.some((one) => parents.some((other) => siblings(one, other)))) return "cousin";
  if (b.spouse !== undefined && childOf(b.spouse, x)) return by("mother-in-law", "father-in-law");
  if (a.spouse !== undefined && childOf(a.spouse, y)) return by("daughter-in-law", "son-in-law");
  if ((a.spouse !== undefined && siblings(a.spouse, y)) || (b.spouse !== undefined && siblings(x, b.spouse)))
    return by("sister-in-law", "brother-in-law");
  return undefined;
}

/** Why `x` is that to `y`, in one sentence about who is whose parent, sibling or spouse. */
export function because(family: readonly Relative[], x: number, y: number): string {
  const [a, b] = [family[x]!, family[y]!];
  const name = (index: number) => family[index]!.name;
  const both = (parents: readonly number[]) => parents.map(name).join(" and ");
  switch (relation(family, x, y)) {
    case "wife":
    case "husband":
      return `The tree joins ${a.name} and ${b.name} as a couple.`;
    case "mother":
    case "father":
      return `The line from ${b.name} goes up to ${both(b.parents)}.`;
    case "daughter":
    case "son":
      return `The line from ${a.name} goes up to ${both(a.parents)}.`;
    case "sister":
    case "brother":
      return `Both are children of ${both(a.parents)}.`;
    case "cousin":
      return `${a.name} is a child of ${both(a.parents)} and ${b.name} a child of ${both(b.parents)}, and one parent on each side comes from the same parents.`;
    case "grandmother":
    case "grandfather":
      return `${b.name}'s parents are ${both(b.parents)}, and one of them is a child of ${a.name}.`;
    case "granddaughter":
    case "grandson":
      return `${a.name}'s parents are ${both(a.parents)}, and one of them is a child of ${b.name}.`;
    case "aunt":
    case "uncle":
      return `${b.name}'s parents are ${both(b.parents)}; ${a.name} ${a.parents.length > 0 ? "is a sibling of one of them" : `is married to ${name(a.spouse!)}, a sibling of one of them`}.`;
    case "niece":
    case "nephew":
      return `${a.name}'s parents are ${both(a.parents)}; ${b.name} ${b.parents.length > 0 ? "is a sibling of one of them" : `is married to ${name(b.spouse!)}, a sibling of one of them`}.`;
    case "mother-in-law":
    case "father-in-law":
      return `${b.name} is married to ${name(b.spouse!)}, who is a child of ${a.name}.`;
    case "daughter-in-law":
    case "son-in-law":
      return `${a.name} is married to ${name(a.spouse!)}, who is a child of ${b.name}.`;
    default:
      return a.spouse !== undefined && family[a.spouse]!.parents[0] === b.parents[0] && b.parents.length > 0
        ? `${a.name} is married to ${name(a.spouse)}, a sibling of ${b.name}.`
        : `${b.name} is married to ${name(b.spouse!)}, a sibling of ${a.name}.`;
  }
}
