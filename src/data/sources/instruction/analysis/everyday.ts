/** Food, clothes, houses and vehicles as single drawings: what they are made of, what they are for, how they work. */

import { backgrounds } from "../../caption/scene/backgrounds.ts";
import { nounOf, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { sceneSource } from "../recognition/scene-talk.ts";

/** For a kind: questions with answers that hold of every such thing. */
const facts: Record<string, readonly (readonly [question: string, answer: string])[]> = {
  "slice of pizza": [
    ["Which country does this dish come from?", "Pizza comes from Italy."],
    ["What is its base made of?", "Of dough from flour, water and yeast."],
  ],
  "slice of bread": [
    ["What is this made of?", "Bread is made of flour and water, mostly with yeast or sourdough."],
    ["What makes the dough rise?", "Yeast or sourdough: it gives off gas."],
  ],
  "piece of cheese": [
    ["What is this made from?", "Cheese is made from milk."],
    ["Is it suitable for vegans?", "No, it is made from milk."],
  ],
  apple: [
    ["On what kind of plant does this grow?", "Apples grow on trees."],
    ["What is in its core?", "The seeds."],
  ],
  banana: [
    ["In what climate does this fruit grow?", "Bananas grow in warm, tropical climates."],
    ["How does one tell that it is ripe?", "Its peel turns from green to yellow."],
  ],
  carrot: [
    ["Which part of the plant is eaten?", "The root."],
    ["Does it grow above or below the ground?", "Below the ground; only the leaves are above."],
  ],
  "bunch of grapes": [
    ["Which drink is commonly made from this fruit?", "Wine, or grape juice."],
    ["What are they called when they are dried?", "Raisins."],
  ],
  strawberry: [["Where are the small seed-like grains of this fruit?", "On its outside."]],
  "fried egg": [
    ["What is the yellow part called?", "The yolk."],
    ["Which animal do such eggs mostly come from?", "From hens."],
  ],
  mushroom: [
    ["Is this a plant?", "No, a mushroom belongs to the fungi."],
    ["May one eat any mushroom one finds?", "No, some are poisonous."],
  ],
  donut: [["How is this usually cooked?", "A donut is fried in oil."]],
  "ice cream cone": [["How must this be stored?", "In a freezer, below 0 °C."]],
  hat: [
    ["Where does one wear this?", "On the head."],
    ["What is the flat edge called?", "The brim."],
  ],
  umbrella: [
    ["What is it used for?", "It keeps rain or sun off."],
    ["What is the difference from a parasol?", "An umbrella is made against rain, a parasol against the sun."],
  ],
  backpack: [["How is this carried?", "On the back, with two straps."]],
  house: [
    [
      "What is the part on top with the slopes for?",
      "The roof keeps out rain and snow; its slopes let the water run off.",
    ],
    ["What is the chimney for?", "It leads smoke out of the house."],
  ],
  tent: [
    ["When would one live in this?", "When camping: it is a shelter that one can carry."],
    ["What are tents usually made of?", "Of cloth, stretched over poles."],
  ],
  bicycle: [
    ["What drives it?", "The rider's feet, by pedals and a chain."],
    ["How many wheels does it have?", "Two."],
    ["Does it need fuel?", "No."],
  ],
  car: [
    ["How many wheels does a car usually have?", "Four, two on each side."],
    ["What is it steered with?", "With a steering wheel."],
  ],
  bus: [["What is this vehicle for?", "It carries many passengers."]],
  "train engine": [
    ["What does it run on?", "On rails."],
    ["What would it pull?", "Railroad cars."],
  ],
  sailboat: [
    ["What drives this boat?", "The wind in its sails."],
    ["What is the upright pole called?", "The mast."],
  ],
  airplane: [["What keeps it up in the air?", "The lift of its wings while it moves fast."]],
  "hot-air balloon": [
    ["Why does it rise?", "The hot air inside is lighter than the cooler air around it."],
    ["Can it be steered like a car?", "No, it drifts with the wind; only its height can be controlled."],
  ],
  helicopter: [
    ["What is the large spinning part on top called?", "The rotor."],
    ["Can it stand still in the air?", "Yes, a helicopter can hover."],
  ],
  tractor: [
    ["Where is it mostly used?", "On farms."],
    ["Why are its rear wheels so large?", "They give a good grip on soft ground."],
  ],
  truck: [["What is this vehicle for?", "It carries goods."]],
  bed: [["What is it used for?", "For sleeping."]],
  sofa: [["How does it differ from a chair?", "It has upholstery and seats several people side by side."]],
  bottle: [["Which materials are bottles commonly made of?", "Glass or plastic."]],
  teapot: [["What is the curved part for pouring called?", "The spout."]],
};

export const everydayFacts = sceneSource(
  {
    name: "everyday-knowledge",
    leaf: "Analysis/Encyclopedia Knowledge Analysis/Food or Clothing or Housing or Transportation Related Knowledge",
    description: "Single things of daily life with what everybody may know of them.",
  },
  (context) => {
    const { random } = context;
    const name = random.pick(Object.keys(facts));
    const at = backgrounds.filter((one) => Object.values(one.suits).flat().includes(name));
    const background = at.length > 0 && random.chance(0.7) ? random.pick(at).name : "plain";
    const scene = drawnScene(context, { background, wishes: [{ kind: name }] });
    const [thing] = scene.things;
    const full = nounOf(thing!, scene, "coloured");
    const known = random.shuffled(facts[name]!).map(([question, answer]): Exchange => [question, answer]);
    const what: Exchange = [
      spin(random, "{What is this?|What does the picture show?|What do you see?}"),
      spin(random, `{It is ${withArticle(full)}.|${withArticle(full)}.|The picture shows ${withArticle(full)}.}`),
    ];
    const told = known.slice(0, random.int(1, 2));
    return { template: name, scene, turns: random.chance(0.4) ? [what, ...told] : told };
  },
);
