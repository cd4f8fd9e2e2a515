/** Things of the texts, by kind: what children carry, pets, food, clothes, tools; colours, materials and qualities. */

const words = (text: string): readonly string[] => text.split(", ");

export const colors = words("red, blue, green, yellow, orange, purple, pink, brown, black, white, grey");
export const materials = words("wooden, metal, glass, paper, plastic, leather, stone, clay");

/** Small things that one can lose, find, lend and give. */
export const treasures = words(
  "ball, kite, key, whistle, marble, compass, lantern, notebook, drum, flute, basket, puzzle, toy boat, music box, toy train, " +
    "teddy bear, spinning top, paintbrush, coin, button, feather, map, bracelet, umbrella, backpack, torch, magnet, jigsaw, " +
    "model plane, wooden horse, pocket watch, magnifying glass, skipping rope, toy robot, snow globe, pencil case",
);
export const pets = words(
  "dog, cat, rabbit, hamster, parrot, pony, duckling, kitten, puppy, goat, lamb, turtle, hen, donkey",
);
export const wildAnimals = words(
  "fox, owl, bear, wolf, deer, hedgehog, squirrel, badger, mouse, frog, crow, otter, hare, mole",
);
export const fruits = words(
  "apple, pear, banana, orange, plum, peach, lemon, mango, melon, fig, apricot, kiwi, grape, cherry, strawberry, lime",
);
export const vegetables = words(
  "carrot, potato, tomato, onion, cucumber, pumpkin, cabbage, pepper, leek, turnip, radish, beetroot, aubergine, parsnip",
);
export const dishes = words(
  "soup, pancakes, an omelette, noodles, rice with beans, a salad, a vegetable stew, pasta, a sandwich, dumplings, a pie, porridge",
);
export const cakes = words(
  "apple cake, carrot cake, chocolate cake, lemon cake, honey cake, plum tart, cherry pie, banana bread",
);
export const clothes = words("jacket, scarf, hat, shirt, coat, sweater, dress, skirt, cap, belt, apron, raincoat");
export const furniture = words(
  "table, chair, shelf, bed, lamp, wardrobe, sofa, desk, bench, stool, cupboard, mirror, rug, clock",
);
export const tools = words("hammer, saw, screwdriver, wrench, ladder, shovel, rake, drill, bucket, broom, brush, rope");
export const stationery = words(
  "pencil, pen, ruler, eraser, notebook, marker, stapler, folder, envelope, stamp, calendar, crayon",
);
export const vehicles = words("car, bus, tram, train, bicycle, truck, ferry, van, motorcycle, boat, taxi, tractor");
export const instruments = words("guitar, piano, violin, flute, drum, trumpet, harp, cello, accordion, clarinet");
export const birds = words("sparrow, owl, eagle, swan, duck, robin, crow, parrot, penguin, gull, pigeon, heron");
export const insects = words("ant, bee, butterfly, beetle, moth, grasshopper, ladybird, dragonfly, wasp, cricket");
export const trees = words("oak, pine, birch, maple, willow, beech, poplar, cedar, chestnut, ash");
export const flowers = words("rose, tulip, daisy, sunflower, lily, poppy, orchid, violet, daffodil, carnation");
export const sports = words(
  "football, tennis, swimming, basketball, running, hockey, rowing, judo, volleyball, skiing, cycling",
);

/** Kinds with their members, for sorting and naming the odd one out. No word stands in two of them. */
export const kinds: Readonly<Record<string, readonly string[]>> = {
  fruit: fruits,
  vegetable: vegetables,
  vehicle: vehicles,
  "piece of furniture": furniture,
  tool: tools,
  "piece of clothing": clothes,
  bird: birds,
  insect: insects,
  tree: trees,
  "musical instrument": instruments,
  sport: sports,
  colour: colors.filter((color) => color !== "orange"),
};

export const sizes = words("small, big, tiny, large, little, huge");
export const moods = words("happy, proud, excited, curious, cheerful, calm, hopeful, pleased");
export const sadMoods = words("sad, worried, nervous, lonely, upset, tired, afraid, disappointed");
export const kindQualities = words("kind, brave, patient, clever, honest, friendly, gentle, careful, helpful, quick");
export const objectQualities = words(
  "old, new, shiny, lovely, strange, beautiful, simple, heavy, light, broken, rare, favourite",
);
/** What someone may do on an ordinary day, to-infinitive without `to`, with the past beside it. */
export const activities: readonly (readonly [now: string, past: string])[] = [
  ["read a book", "read a book"],
  ["paint a picture", "painted a picture"],
  ["ride a bicycle", "rode a bicycle"],
  ["bake bread", "baked bread"],
  ["play chess", "played chess"],
  ["sing a song", "sang a song"],
  ["write a letter", "wrote a letter"],
  ["feed the birds", "fed the birds"],
  ["clean the windows", "cleaned the windows"],
  ["plant a tree", "planted a tree"],
  ["fix a clock", "fixed a clock"],
  ["climb a hill", "climbed a hill"],
  ["take photographs", "took photographs"],
  ["learn the guitar", "learned the guitar"],
  ["cook dinner", "cooked dinner"],
  ["visit a museum", "visited a museum"],
  ["walk the dog", "walked the dog"],
  ["swim in the lake", "swam in the lake"],
  ["draw a map", "drew a map"],
  ["knit a scarf", "knitted a scarf"],
  ["build a model ship", "built a model ship"],
  ["watch the stars", "watched the stars"],
  ["wash the car", "washed the car"],
  ["tell a story", "told a story"],
];
/** What takes practice, so that one may learn it. */
export const skills = words(
  "paint a picture, ride a bicycle, bake bread, play chess, sing a song, fix a clock, take photographs, play the guitar, " +
    "cook dinner, swim, draw a map, knit a scarf, build a model ship, tell a story",
);
