/** Captions of a scene, from a line to a paragraph; every word follows from the scene graph. */
import type { Random } from "../../random.ts";
import { grouped, type Relation, referenceTo, relationsOf, stylePhrase, visibleThings } from "./scene/facts.ts";
import type { Scene, Thing } from "./scene/scene.ts";
import {
  capitalised,
  clearPosition,
  type Detail,
  listed,
  nounOf,
  phrased,
  positionOf,
  withArticle,
} from "./scene/words.ts";

/** One line: what, and mostly where. */
export function shortCaption(scene: Scene, random: Random): string {
  const detail: Detail = random.weighted({ bare: 1, coloured: 3 });
  const things = listed(grouped(scene, detail).map(({ phrase }) => phrase));
  const place = random.pick(scene.background.phrases);
  const style = stylePhrase(scene, random);
  return phrased(
    random,
    [
      "{Things} {place}.",
      "{Things} {place}.",
      "A {style} of {things} {place}.",
      "A picture of {things} {place}.",
      "{Place}: {things}.",
      "An image showing {things} {place}.",
    ],
    { things, Things: capitalised(things), place, Place: capitalised(place), style },
  );
}

/** Several sentences: style and place, the things in detail, where they are, how they stand to each other. */
export function detailedCaption(scene: Scene, random: Random): string {
  const groups = grouped(scene, "full");
  const style = stylePhrase(scene, random);
  const place = random.pick(scene.background.phrases);
  const sentences = [
    phrased(
      random,
      [
        "This {style} shows a scene {place}.",
        "The picture is a {style} of a scene {place}.",
        "A {style}, {place}.",
        "We see a scene {place}, drawn as a {style}.",
      ],
      { style, place },
    ),
  ];
  for (const { things, phrase } of groups) {
    const [first] = things as [Thing, ...Thing[]];
    if (things.length > 1) {
      sentences.push(
        phrased(random, ["There are {phrase}.", "It shows {phrase}.", "{Phrase} can be seen."], {
          phrase,
          Phrase: capitalised(phrase),
        }),
      );
    } else if (clearPosition(first.box, scene.width, scene.height)) {
      const where = positionOf(first.box, scene.width, scene.height);
      sentences.push(
        phrased(
          random,
          [
            "{Where} of the picture there is {phrase}.",
            "There is {phrase} {where}.",
            "{Where} you can see {phrase}.",
          ].slice(where === "in the middle" || where.startsWith("at") ? 0 : 1),
          { where, Where: capitalised(where), phrase },
        ),
      );
    } else {
      sentences.push(
        phrased(random, ["There is {phrase}.", "{Phrase} is part of the scene."], {
          phrase,
          Phrase: capitalised(phrase),
        }),
      );
    }
  }
  for (const relation of chosenRelations(scene, random, 3)) {
    const sentence = relationSentence(relation, scene);
    if (sentence) sentences.push(sentence);
  }
  if (visibleThings(scene).length === 1 && random.chance(0.5)) sentences.push("Nothing else stands out.");
  return sentences.join(" ");
}

/** Telling relations first (on, in, behind); each pair at most once. */
export function chosenRelations(scene: Scene, random: Random, count: number): Relation[] {
  const all = random.shuffled(relationsOf(scene));
  const telling = all.filter(({ words }) => !words.startsWith("to the"));
  const chosen: Relation[] = [];
  for (const one of [...telling, ...all]) {
    const known = chosen.some(({ a, b }) => (a === one.a && b === one.b) || (a === one.b && b === one.a));
    const ends = /^the (left|right)most/; // "the leftmost cloud is left of the rightmost cloud" says nothing
    const empty =
      one.a.kind === one.b.kind &&
      ends.test(referenceTo(one.a, scene) ?? "") &&
      ends.test(referenceTo(one.b, scene) ?? "");
    if (!known && !empty && referenceTo(one.a, scene) && referenceTo(one.b, scene)) chosen.push(one);
    if (chosen.length === count) break;
  }
  return chosen;
}

/** `The cat is on top of the table.`, or nothing where a name would fit two things. */
export function relationSentence({ a, b, words }: Relation, scene: Scene): string | undefined {
  const [one, other] = [referenceTo(a, scene), referenceTo(b, scene)];
  return one && other ? `${capitalised(one)} is ${words} ${other}.` : undefined;
}

/** A caption that leads with its most prominent thing, in the manner of alt texts. */
export function altText(scene: Scene, random: Random): string {
  const largest = [...visibleThings(scene)].sort((a, b) => area(b) - area(a))[0];
  if (!largest) return capitalised(`${random.pick(scene.background.phrases)}.`);
  const rest = visibleThings(scene).length - 1;
  const others = rest === 0 ? "" : rest === 1 ? " and one other thing" : ` among ${rest} other things`;
  return capitalised(
    `${withArticle(nounOf(largest, scene, "full"))}${others}, ${random.pick(scene.background.phrases)}`,
  );
}

function area({ box }: Thing): number {
  return (box[2] - box[0]) * (box[3] - box[1]);
}
