/** Food on a counter or a table: what it is, what kind of food, what is not there. */
import { absentKinds, countOf, grouped, visibleThings } from "../../caption/scene/facts.ts";
import { kindNamed } from "../../caption/scene/kinds/index.ts";
import { kindsOf, type Wish } from "../../caption/scene/scene.ts";
import { listed, nounOf, numberWord, positionOf, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { capital, spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

const sorts: Record<string, string> = {
  apple: "fruit",
  pear: "fruit",
  banana: "fruit",
  orange: "fruit",
  strawberry: "fruit",
  "pair of cherries": "fruit",
  "bunch of grapes": "fruit",
  "slice of watermelon": "fruit",
  carrot: "vegetable",
  mushroom: "fungus",
  "slice of pizza": "savory dish",
  hamburger: "fast food",
  cake: "dessert",
  "ice cream cone": "dessert",
  donut: "sweet pastry",
  "fried egg": "egg dish",
  "piece of cheese": "dairy product",
  "slice of bread": "baked good",
};
const foods = kindsOf("food");

export const foodRecognition = sceneSource(
  {
    name: "food-recognition",
    version: 4,
    leaf: "Recognition/Global Description/Food Recognition",
    description: "Fruit, dishes and sweets on counters and tables; what they are and what sort of food.",
  },
  (context) => {
    const { random } = context;
    const names = random.shuffled(foods).slice(0, random.int(1, 4));
    const wishes: Wish[] = names.flatMap((kind) =>
      Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => ({ kind })),
    );
    const background = random.pick(["kitchen", "kitchen", "desk", "plain"]);
    const scene = drawnScene(context, { background, wishes: wishes.slice(0, 7) });
    const groups = grouped(scene, "bare");
    const contents = listed(groups.map(({ phrase }) => phrase));
    const thing = random.pick(visibleThings(scene));
    const name = thing.kind.name;
    const count = countOf(scene, name);
    const sort = sorts[name]!;
    const fruit = groups.filter(({ things }) => sorts[things[0]!.kind.name] === "fruit");
    const absent = absentKinds(scene, random, 40).find((one) => foods.includes(one))!;
    return {
      template: "food",
      scene,
      turns: chosen(random, [
        [
          spin(
            random,
            "{What food is this?|What food can you see?|Which foods are shown in the picture?|Name the food in this image.|What is there to eat?}",
          ),
          spin(random, `{The picture shows ${contents}.|I can see ${contents}.|${contents}.|I see ${contents}.}`),
        ],
        [
          spin(random, `{What sort of food is the ${name}?|What kind of food is ${withArticle(name)}?}`),
          spin(
            random,
            `{It is a kind of ${sort}.|${withArticle(name)} counts as ${["fruit", "dessert", "fast food"].includes(sort) ? sort : withArticle(sort)}.}`,
          ),
        ],
        groups.length > 1
          ? random.chance(0.5)
            ? [
                "Is there any fruit among it?",
                fruit.length === 0 ? "No, there is no fruit." : `Yes: ${listed(fruit.map(({ phrase }) => phrase))}.`,
              ]
            : [
                "Which of these are fruit?",
                fruit.length === 0 ? "None of it is fruit." : `${capital(listed(fruit.map(({ phrase }) => phrase)))}.`,
              ]
          : undefined,
        count !== undefined
          ? [
              spin(random, `{How many ${kindNamed(name).plural} are there?|Count the ${kindNamed(name).plural}.}`),
              spin(random, `{${numberWord(count)}.|There ${count === 1 ? "is" : "are"} ${numberWord(count)}.}`),
            ]
          : undefined,
        [
          spin(random, `{Is there ${withArticle(absent)}?|Can you see ${withArticle(absent)} too?}`),
          spin(random, `{No, there is none.|No. I see only ${contents}.|No, I see no ${absent}.}`),
        ],
        count === 1
          ? [
              spin(random, `{Where is the ${name}?|In which part of the picture is the ${name}?}`),
              spin(
                random,
                `{It is ${positionOf(thing.box, scene.width, scene.height)}.|${positionOf(thing.box, scene.width, scene.height)} of the picture.|The ${nounOf(thing, scene, "coloured")} is ${positionOf(thing.box, scene.width, scene.height)}.}`,
              ),
            ]
          : undefined,
      ]),
    };
  },
);
