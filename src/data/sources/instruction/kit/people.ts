/** First names and what they are called by. */
import type { Random } from "../../../random.ts";

export interface Person {
  readonly name: string;
  readonly female: boolean;
}

const women =
  "Ada Alma Amara Anna Aisha Beatriz Carla Chloe Clara Dana Elena Elif Emma Fatima Freya Grace Hana Helen Ines Iris Ivy Jana Julia Keiko Lara Leila Lucia Maya Mei Mira Nadia Nina Nora Olga Paula Petra Priya Rosa Ruth Sara Selma Sofia Tara Tessa Vera Wanda Yara Zoe".split(
    " ",
  );
const men =
  "Adam Ahmed Akira Ali Anton Arjun Ben Boris Carlos Chen Daniel David Diego Emil Erik Felix Finn Gabriel Hugo Ibrahim Igor Ivan Jack Jakob Jonas Juan Karim Kenji Kofi Leo Liam Luca Marco Max Milan Nils Noah Omar Oscar Paul Pedro Rafael Ravi Samuel Simon Tariq Tom Victor Yusuf Zane".split(
    " ",
  );

/** `count` people with different names, each a woman or a man as the die says. */
export function peopleOf(random: Random, count: number): Person[] {
  const [hers, his] = [random.shuffled(women), random.shuffled(men)];
  return Array.from({ length: count }, (_, i) => {
    const female = random.chance(0.5);
    return { name: (female ? hers : his)[i]!, female };
  });
}

export function namesOf(random: Random, count: number): string[] {
  return peopleOf(random, count).map((one) => one.name);
}
