/** People of the texts: given names with pronouns, family names, relations, jobs with what they do. Names are held out. */
import type { SourceContext } from "../../../source.ts";
import { ofSplit } from "../support/held-out.ts";

export interface Person {
  readonly name: string;
  readonly he: "he" | "she";
  readonly him: "him" | "her";
  readonly his: "his" | "her";
  readonly child: "boy" | "girl";
}

const women = (
  "Ada Aisha Alba Amara Amelia Anika Astrid Aylin Beatriz Bella Bianca Brigid Camila Carla Cecilia Chloe Clara " +
  "Dalia Daniela Delia Diana Dora Elena Elif Elsa Emily Esther Fatima Fiona Freya Gabriela Gita Greta Hana Hannah " +
  "Helena Ida Imani Ines Ingrid Irene Isla Jana Jasmina Julia Kamala Karin Katya Kira Lara Laila Leona Lina Lucia Luna " +
  "Maja Malika Mara Marta Maya Mei Mila Mina Miriam Nadia Naomi Nina Noor Nora Olga Olivia Paula Petra Priya Rania Rhea " +
  "Rita Rosa Ruth Salma Sana Sara Selma Signe Sonia Stella Svetlana Tamar Tanya Tara Thea Uma Valeria Vera Wanda Ximena " +
  "Yara Yasmin Yuki Zara Zofia"
).split(" ");
const men = (
  "Aaron Abel Adam Ahmed Akira Albert Alonso Amir Andrei Anton Arjun Arthur Axel Bashir Ben Bruno Callum Carlos Cyrus Daniel " +
  "Darius Diego Dmitri Edgar Elias Emil Enzo Erik Ethan Fabian Farid Felix Finn Gabriel Georg Gustav Hamza Hans Hassan " +
  "Henry Ibrahim Igor Ivan Jakob Jamal Jin Jonas Joseph Juan Kai Karim Kenji Kofi Kwame Lars Liam Luca Lukas " +
  "Magnus Malik Marco Martin Mateo Max Mehdi Milo Nabil Nathan Nico Nikhil Noah Omar Oscar Otto Pablo Paolo " +
  "Pavel Pedro Peter Philip Rafael Rahul Ravi Remy Robert Ruben Samir Samuel Sanjay Sebastian Simon Stefan Sven Tariq Theo " +
  "Thomas Tobias Tomas Viktor Walter Yusuf Zane"
).split(" ");
const families = (
  "Abbott Alvarez Andersen Bakker Banerjee Bauer Bennett Berg Bianchi Brandt Byrne Carlsen Chen Costa Dahl Demir Dubois Dvorak " +
  "Eriksson Fernandez Ferrari Fischer Fontaine Garcia Gomez Gruber Gupta Haddad Hansen Herrera Hoffmann Horvat Ito Ivanov " +
  "Jansen Jensen Kaplan Kaur Keller Khan Kim Kovacs Kowalski Larsen Laurent Lehmann Lindqvist Lopez Marino Mendoza Meyer " +
  "Moreau Murphy Nakamura Navarro Nguyen Nielsen Novak Okafor Olsen Ortega Osei Papadakis Patel Petrov Popescu Quinn Ramirez " +
  "Rossi Rao Sato Schneider Sharma Silva Singh Suzuki Takeda Tanaka Torres Vargas Virtanen Vogel Walsh Weber Yilmaz Zhang"
).split(" ");

const everyone: readonly Person[] = [
  ...women.map((name): Person => ({ name, he: "she", him: "her", his: "her", child: "girl" })),
  ...men.map((name): Person => ({ name, he: "he", him: "him", his: "his", child: "boy" })),
];
const known = {
  train: ofSplit(everyone, "train", (person) => person.name),
  heldout: ofSplit(everyone, "heldout", (person) => person.name),
};

/** Names that no training sample of these sources contains. */
export const heldOutNames: readonly string[] = known.heldout.map((person) => person.name);

/** Different people of the context's split. */
export function people({ random, split }: SourceContext, count: number): Person[] {
  return random.shuffled(known[split]).slice(0, count);
}

export function person(context: SourceContext): Person {
  return context.random.pick(known[context.split]);
}

export function familyName({ random }: SourceContext): string {
  return random.pick(families);
}

/** `{hero}`, `{he}`, `{him}`, `{his}` for the first person, `{friend}`, `{fhe}`, `{fhim}`, `{fhis}` for the second. */
export function slotsOf(hero: Person, friend?: Person): Record<string, string> {
  return {
    hero: hero.name,
    he: hero.he,
    him: hero.him,
    his: hero.his,
    child: hero.child,
    ...(friend && { friend: friend.name, fhe: friend.he, fhim: friend.him, fhis: friend.his, fchild: friend.child }),
  };
}

export const relatives = ["mother", "father", "grandmother", "grandfather", "aunt", "uncle", "neighbour", "teacher"];

/** Someone's job: who, where, what they do there, what they use. */
export const jobs = [
  { who: "baker", where: "bakery", does: "bakes bread", uses: "an oven" },
  { who: "teacher", where: "school", does: "teaches children", uses: "a blackboard" },
  { who: "farmer", where: "farm", does: "grows vegetables", uses: "a tractor" },
  { who: "nurse", where: "hospital", does: "cares for patients", uses: "a thermometer" },
  { who: "carpenter", where: "workshop", does: "builds furniture", uses: "a saw" },
  { who: "librarian", where: "library", does: "looks after books", uses: "a catalogue" },
  { who: "mechanic", where: "garage", does: "repairs cars", uses: "a wrench" },
  { who: "tailor", where: "tailor's shop", does: "sews clothes", uses: "a needle" },
  { who: "gardener", where: "park", does: "plants flowers", uses: "a spade" },
  { who: "cook", where: "restaurant", does: "prepares meals", uses: "a frying pan" },
  { who: "postman", where: "post office", does: "delivers letters", uses: "a bicycle" },
  { who: "painter", where: "studio", does: "paints pictures", uses: "a brush" },
  { who: "dentist", where: "dental surgery", does: "treats teeth", uses: "a small mirror" },
  { who: "pilot", where: "airport", does: "flies planes", uses: "a map" },
  { who: "fisherman", where: "harbour", does: "catches fish", uses: "a net" },
  { who: "beekeeper", where: "orchard", does: "looks after bees", uses: "a veil" },
  { who: "potter", where: "pottery", does: "makes bowls from clay", uses: "a wheel" },
  { who: "astronomer", where: "observatory", does: "studies the stars", uses: "a telescope" },
  { who: "blacksmith", where: "forge", does: "shapes iron", uses: "a hammer" },
  { who: "florist", where: "flower shop", does: "arranges flowers", uses: "a pair of scissors" },
  { who: "conductor", where: "concert hall", does: "leads an orchestra", uses: "a baton" },
  { who: "watchmaker", where: "watch shop", does: "repairs clocks", uses: "a magnifying glass" },
  { who: "miner", where: "mine", does: "digs for coal", uses: "a lamp" },
  { who: "vet", where: "animal clinic", does: "treats sick animals", uses: "a stethoscope" },
] as const;
