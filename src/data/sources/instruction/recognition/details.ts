/** Single things of a scene: where they are, what they look like, how many there are. */
import type { Random } from "../../../random.ts";
import { Unfit } from "../../../source.ts";
import { chosenRelations } from "../../caption/describe.ts";
import { backgrounds } from "../../caption/scene/backgrounds.ts";
import { countOf, countOfGroup, referenceTo, visibleThings } from "../../caption/scene/facts.ts";
import { kindNamed } from "../../caption/scene/kinds/index.ts";
import { type ColourName, colourNames, styleFacts } from "../../caption/scene/palette.ts";
import type { Scene, Thing, Wish } from "../../caption/scene/scene.ts";
import { clearPosition, listed, nounOf, numberWord, positionOf, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

function pronounOf({ kind }: Thing): string {
  if (kind.group !== "person") return "it";
  return kind.name === "man" || kind.name === "boy" ? "he" : "she";
}

export const positionDescription = sceneSource(
  {
    name: "position-description",
    version: 4,
    leaf: "Recognition/Local Description/Position Description",
    description: "Where things are in a scene, by parts of the picture and beside each other.",
  },
  (context) => {
    const { random } = context;
    const scene = drawnScene(context, { count: [2, 6] });
    const named = visibleThings(scene).filter(
      (thing) => clearPosition(thing.box, scene.width, scene.height) && referenceTo(thing, scene),
    );
    const relations = chosenRelations(scene, random, 3);
    const single = random
      .shuffled(named)
      .slice(0, 2)
      .map((thing): Exchange => {
        const name = referenceTo(thing, scene)!;
        const where = positionOf(thing.box, scene.width, scene.height);
        return [
          spin(
            random,
            `{Where is ${name}?|In which part of the picture is ${name}?|Describe the position of ${name}.|Whereabouts is ${name}?}`,
          ),
          spin(random, `{${name} is ${where}.|${pronounOf(thing)} is ${where} of the picture.|${where}.}`),
        ];
      });
    const pairs = relations.map(({ a, b, words }): Exchange => {
      const [one, other] = [referenceTo(a, scene)!, referenceTo(b, scene)!];
      return [
        spin(
          random,
          `{Where is ${one} in relation to ${other}?|How is ${one} placed with respect to ${other}?|Seen from the viewer, where is ${one} with respect to ${other}?}`,
        ),
        spin(random, `{${one} is ${words} ${other}.|${pronounOf(a)} is ${words} ${other}.}`),
      ];
    });
    const overview: Exchange[] =
      named.length > 1
        ? [
            [
              spin(random, "{Describe where things are.|How is the picture laid out?|Tell me where each thing is.}"),
              [
                ...named.map(
                  (thing) => `${referenceTo(thing, scene)} is ${positionOf(thing.box, scene.width, scene.height)}`,
                ),
              ]
                .map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
                .join(" "),
            ],
          ]
        : [];
    const turns = random.shuffled([...single, ...pairs, ...overview]);
    if (turns.length === 0) throw new Unfit("no position in the scene is clear enough");
    return { template: "position", scene, turns: chosen(random, turns) };
  },
);

export const objectAttributes = sceneSource(
  {
    name: "object-attributes",
    version: 4,
    leaf: "Recognition/Local Description/Object Attribute Description",
    description: "Colour, pattern, clothes, pose and size of single things.",
  },
  (context) => {
    const { random } = context;
    const scene = drawnScene(context, {
      count: [1, 6],
      style: random.pick(["flat", "flat", "cartoon", "sketch", "pastel"]),
      ...(random.chance(0.25) ? { wishes: pairOfSizes(random), background: "plain" } : {}),
    });
    const exchanges = visibleThings(scene).flatMap((thing) => attributesOf(thing, scene, random));
    if (exchanges.length === 0) throw new Unfit("nothing in the scene has attributes to ask for");
    return { template: "attributes", scene, turns: chosen(random, random.shuffled(exchanges)) };
  },
);

/** Two of a kind, a small and a large one, of different colours. */
function pairOfSizes(random: Random): Wish[] {
  const kind = random.pick([
    "ball",
    "star",
    "circle",
    "car",
    "mug",
    "fish",
    "butterfly",
    "heart",
    "gift",
    "balloon",
    "hat",
  ]);
  const [one, other] = random.shuffled(kindNamed(kind).colours.filter((colour) => colour !== "white")) as [
    ColourName,
    ColourName,
  ];
  return [
    { kind, colour: one, size: "small", pattern: "plain" },
    { kind, colour: other, size: "large", pattern: "plain" },
  ];
}

function attributesOf(thing: Thing, scene: Scene, random: Random): Exchange[] {
  const found: Exchange[] = [];
  const { kind, colour, pattern } = thing;
  const only = countOf(scene, kind.name) === 1;
  const name = only ? `the ${kind.name}` : undefined;
  if (thing.size && colour) {
    const word = thing.size === "large" ? "larger" : "smaller";
    found.push([
      spin(
        random,
        `{What color is the ${word} ${kind.name}?|The ${word} one of the two ${kind.plural}: what color is it?}`,
      ),
      spin(random, `{The ${word} ${kind.name} is ${colour}.|It is ${colour}.}`),
    ]);
    found.push([
      spin(random, `{Which ${kind.name} is ${word}?|Which of the two ${kind.plural} is the ${word} one?}`),
      spin(random, `{The ${colour} one.|The ${colour} ${kind.name} is ${word}.}`),
    ]);
    return found;
  }
  if (!name) return found;
  if (kind.group === "person") {
    const garment = kind.name === "woman" || kind.name === "girl" ? "dress" : "shirt";
    if (colour)
      found.push([
        spin(
          random,
          `{What is ${name} wearing?|Describe the clothes of ${name}.|What color is the ${garment} of ${name}?}`,
        ),
        spin(
          random,
          `{A ${pattern === "plain" ? "" : `${pattern} `}${colour} ${garment}.|It is a ${colour} ${garment}.|${name} wears a ${pattern === "plain" ? "plain " : `${pattern} `}${colour} ${garment}.}`,
        ),
      ]);
    if (thing.held)
      found.push([
        spin(random, `{What does ${name} hold?|What is in the hand of ${name}?}`),
        spin(random, `{${withArticle(thing.held)}.|${name} holds ${withArticle(thing.held)}.}`),
      ]);
  } else if (colour) {
    const wrong = random.pick(colourNames.filter((other) => other !== colour));
    found.push([
      spin(random, `{What color is ${name}?|Which color does ${name} have?|Tell me the color of ${name}.}`),
      spin(random, `{${name} is ${colour}.|It is ${colour}.|${colour}.}`),
    ]);
    found.push([
      spin(random, `{Is ${name} ${wrong} or ${colour}?|${wrong} or ${colour}: which color is ${name}?}`),
      spin(random, `{It is ${colour}.|${colour}.}`),
    ]);
  }
  if (kind.patterns && kind.group !== "person") {
    const looks = pattern === "plain" ? "plain, without a pattern" : pattern;
    found.push([
      spin(
        random,
        `{Does ${name} have a pattern?|What pattern does ${name} have?|Is ${name} striped, dotted, checkered or plain?}`,
      ),
      spin(random, `{It is ${looks}.|${name} is ${looks}.}`),
    ]);
  }
  if (kind.name === "traffic light")
    found.push([
      spin(random, "{Which light of the traffic light is lit?|What does the traffic light show?}"),
      spin(random, `{The ${thing.pose} one.|It shows ${thing.pose}.}`),
    ]);
  if (only)
    found.push([
      spin(random, `{Describe ${name}.|What does ${name} look like?}`),
      spin(
        random,
        `{It is ${withArticle(nounOf(thing, scene, "full"))}.|${withArticle(nounOf(thing, scene, "full"))}.}`,
      ),
    ]);
  return found;
}

export const counting = sceneSource(
  {
    name: "counting",
    version: 4,
    leaf: "Recognition/Local Description/Counting",
    description: "How many there are of a thing, of a colour, of a group, or altogether.",
  },
  (context) => {
    const { random } = context;
    const scene = random.chance(0.6) ? crowd(context, random) : drawnScene(context, { count: [3, 8] });
    const exchanges = random.shuffled(countsOf(scene, random));
    if (exchanges.length === 0) throw new Unfit("nothing in the scene can be counted without dispute");
    return { template: "counting", scene, turns: chosen(random, exchanges) };
  },
);

/** Many of one or two kinds. */
function crowd(context: Parameters<typeof drawnScene>[0], random: Random): Scene {
  const background = random.pick(backgrounds.filter(({ name }) => name !== "room"));
  const places = Object.values(background.suits)
    .flat()
    .filter((name) => kindNamed(name).tall <= 1.8 && !["sun", "moon", "rainbow"].includes(name));
  const [first, second] = random.shuffled([...new Set(places)]);
  const many = random.int(2, background.name === "sea" || background.name === "plain" ? 11 : 8);
  const few = second && random.chance(0.6) ? random.int(1, Math.max(1, Math.min(4, 10 - many))) : 0;
  const wishes: Wish[] = [
    ...Array.from({ length: many }, () => ({ kind: first!, held: null })),
    ...Array.from({ length: few }, () => ({ kind: second!, held: null })),
  ];
  return drawnScene(context, { background: background.name, wishes: random.shuffled(wishes) });
}

function countsOf(scene: Scene, random: Random): Exchange[] {
  const names = [...new Set(scene.things.map((thing) => thing.kind.name))];
  const found: Exchange[] = [];
  for (const name of names) {
    const count = countOf(scene, name);
    if (count === undefined) continue;
    const { plural, colours } = kindNamed(name);
    const noun = count === 1 ? name : plural;
    found.push([
      spin(
        random,
        `{How many ${plural} are there?|How many ${plural} can you see?|Count the ${plural}.|What is the number of ${plural} in the picture?}`,
      ),
      spin(
        random,
        `{There ${count === 1 ? "is" : "are"} ${numberWord(count)} ${noun}.|${numberWord(count)}.|${count}.|I count ${numberWord(count)} ${noun}.}`,
      ),
    ]);
    if (colours.length > 1 && styleFacts[scene.style].coloured && kindNamed(name).group !== "person") {
      const same = scene.things.filter((thing) => thing.kind.name === name);
      const tints = [...new Set(same.map((thing) => thing.colour!))];
      if (tints.length > 1 && !same.some((thing) => thing.held)) {
        const tint = random.pick(tints);
        const tinted = same.filter((thing) => thing.colour === tint).length;
        found.push([
          spin(random, `{How many of the ${plural} are ${tint}?|How many ${tint} ${plural} are there?}`),
          spin(random, `{${numberWord(tinted)}.|${numberWord(tinted)} of ${numberWord(count)}.|${tinted}.}`),
        ]);
        found.push([
          spin(random, `{Count the ${plural} by color.|How many ${plural} of each color are there?}`),
          `${random.pick(["By color: ", "These: ", "I see "])}${listed(tints.map((one) => `${numberWord(same.filter((thing) => thing.colour === one).length)} ${one}`))}; ${spin(random, `{${numberWord(count)} altogether|that makes ${numberWord(count)}}`).toLowerCase()}.`,
        ]);
      }
    }
  }
  const animals = countOfGroup(scene, "animal");
  if (animals !== undefined && animals > 0 && !scene.things.some((thing) => thing.kind.name === "snowman"))
    found.push([
      spin(random, "{How many animals are there?|How many animals can you see altogether?}"),
      spin(
        random,
        `{There ${animals === 1 ? "is" : "are"} ${numberWord(animals)}.|${numberWord(animals)}.|${animals}.}`,
      ),
    ]);
  const people = countOfGroup(scene, "person");
  if (people !== undefined && people > 0)
    found.push([
      spin(random, "{How many people are in the picture?|How many people do you see?}"),
      spin(
        random,
        `{${numberWord(people)}.|There ${people === 1 ? "is one person" : `are ${numberWord(people)} people`}.}`,
      ),
    ]);
  return found;
}
