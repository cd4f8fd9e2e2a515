/** Places with what is really to be seen, heard, smelled and done there, and weather with what it does. */

export interface Place {
  /** With its article: `the forest`. */
  readonly name: string;
  readonly at: "in" | "at" | "on";
  readonly sights: readonly string[];
  readonly sounds: readonly string[];
  readonly smell: string;
  readonly does: readonly string[];
  readonly outdoors: boolean;
}

const row = (
  name: string,
  at: Place["at"],
  outdoors: boolean,
  sights: string,
  sounds: string,
  smell: string,
  does: string,
): Place => ({
  name,
  at,
  outdoors,
  sights: sights.split(", "),
  sounds: sounds.split(", "),
  smell,
  does: does.split(", "),
});

export const places: readonly Place[] = [
  row(
    "the forest",
    "in",
    true,
    "tall trees, green moss, a fallen log, ferns, mushrooms",
    "birds in the branches, leaves in the wind, a woodpecker",
    "pine needles",
    "pick berries, follow a trail, look for mushrooms",
  ),
  row(
    "the beach",
    "on",
    true,
    "white sand, small shells, waves, a row of boats",
    "the waves, gulls, children laughing",
    "salt and seaweed",
    "build a sandcastle, collect shells, swim",
  ),
  row(
    "the park",
    "in",
    true,
    "a pond with ducks, wooden benches, a fountain, rows of flowers",
    "children playing, a dog barking, the fountain",
    "cut grass",
    "fly a kite, feed the ducks, play ball",
  ),
  row(
    "the market",
    "at",
    true,
    "piles of fruit, baskets of bread, bright umbrellas, jars of honey",
    "sellers calling, coins clinking, people talking",
    "fresh bread",
    "buy apples, taste cheese, look at the stalls",
  ),
  row(
    "the library",
    "in",
    false,
    "shelves full of books, quiet readers, a globe, old maps",
    "pages turning, a clock ticking, soft steps",
    "old paper",
    "borrow a book, read a story, do homework",
  ),
  row(
    "the kitchen",
    "in",
    false,
    "a pot on the stove, clean plates, a bowl of fruit, a kettle",
    "water boiling, a spoon against a cup, the fridge",
    "warm soup",
    "bake a cake, cook soup, wash the dishes",
  ),
  row(
    "the garden",
    "in",
    true,
    "tomato plants, a wooden fence, sunflowers, a watering can",
    "bees, a sparrow, the wind in the hedge",
    "wet soil",
    "water the plants, plant seeds, pull out weeds",
  ),
  row(
    "the school",
    "at",
    false,
    "rows of desks, drawings on the wall, a blackboard, a map of the world",
    "the bell, children whispering, chairs on the floor",
    "chalk",
    "learn a poem, paint a picture, solve a puzzle",
  ),
  row(
    "the train station",
    "at",
    false,
    "long trains, travellers with bags, a big clock, a newspaper stand",
    "wheels on the rails, a whistle, a loud announcement",
    "coffee",
    "wait for a train, buy a ticket, meet a friend",
  ),
  row(
    "the harbour",
    "at",
    true,
    "fishing boats, coils of rope, a lighthouse, nets drying in the sun",
    "gulls, bells on the boats, water against the wall",
    "fish and salt",
    "watch the boats, mend a net, catch fish",
  ),
  row(
    "the farm",
    "on",
    true,
    "a red barn, cows in a field, a tractor, bales of hay",
    "hens, a rooster, cows",
    "hay",
    "feed the hens, collect eggs, ride a pony",
  ),
  row(
    "the mountain",
    "on",
    true,
    "grey rocks, a narrow path, snow on the peak, an old hut",
    "the wind, a small stream, an eagle",
    "cold air",
    "climb to the hut, take photographs, have a picnic",
  ),
  row(
    "the museum",
    "in",
    false,
    "old statues, glass cases, a dinosaur skeleton, golden coins",
    "quiet voices, steps on the stone floor, a guide talking",
    "polish",
    "look at the dinosaur, draw a statue, listen to the guide",
  ),
  row(
    "the river",
    "at",
    true,
    "smooth stones, a wooden bridge, reeds, a small boat",
    "water over stones, frogs, dragonflies",
    "wet grass",
    "skip stones, row a boat, catch fish",
  ),
  row(
    "the bakery",
    "in",
    false,
    "loaves on the shelf, trays of rolls, flour on the table, a glass counter",
    "the oven door, a small bell, paper bags",
    "fresh rolls",
    "buy bread, choose a cake, talk to the baker",
  ),
  row(
    "the zoo",
    "at",
    true,
    "elephants, sleepy lions, penguins, a map on a post",
    "monkeys, parrots, excited children",
    "straw",
    "watch the penguins, draw a giraffe, learn about lions",
  ),
  row(
    "the village square",
    "on",
    true,
    "an old well, a stone church, flower boxes, a bench under a tree",
    "a church bell, pigeons, neighbours talking",
    "roasted nuts",
    "meet the neighbours, listen to music, dance",
  ),
  row(
    "the workshop",
    "in",
    false,
    "tools on the wall, a heavy table, wood shavings, pots of paint",
    "a saw, a hammer, a radio",
    "fresh wood",
    "mend a chair, build a birdhouse, paint a box",
  ),
  row(
    "the lake",
    "at",
    true,
    "clear water, a long pier, water lilies, swans",
    "ducks, small waves, the wind",
    "water plants",
    "swim, row a boat, watch the swans",
  ),
  row(
    "the attic",
    "in",
    false,
    "dusty boxes, an old mirror, a trunk, cobwebs",
    "the rain on the roof, a creaking board, a mouse",
    "dust",
    "open the trunk, look at old photographs, tidy up",
  ),
];

export interface Weather {
  readonly adjective: string;
  readonly says: readonly string[];
  /** What people wear or carry for it. */
  readonly wear: readonly string[];
}

export const weathers: readonly Weather[] = [
  {
    adjective: "sunny",
    says: ["the sun was shining", "there was not a cloud in the sky"],
    wear: ["a straw hat", "sunglasses"],
  },
  {
    adjective: "rainy",
    says: ["rain was falling", "the rain ran down the windows"],
    wear: ["a raincoat", "rubber boots"],
  },
  {
    adjective: "windy",
    says: ["the wind was strong", "the wind shook the trees"],
    wear: ["a warm scarf", "a thick jacket"],
  },
  {
    adjective: "snowy",
    says: ["snow covered everything", "snowflakes were falling"],
    wear: ["a woollen cap", "thick gloves"],
  },
  {
    adjective: "foggy",
    says: ["fog hid the houses", "a grey fog lay over the ground"],
    wear: ["a grey coat", "a bright scarf"],
  },
  { adjective: "cloudy", says: ["the sky was grey", "clouds covered the sun"], wear: ["a light jacket", "a jumper"] },
  {
    adjective: "warm",
    says: ["a soft wind was blowing", "the windows stood open"],
    wear: ["a light shirt", "sandals"],
  },
  {
    adjective: "cold",
    says: ["everyone wore gloves", "there was ice on the puddles"],
    wear: ["a winter coat", "woollen gloves"],
  },
];

export const times = ["morning", "afternoon", "evening"] as const;
export const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
export const months = "January February March April May June July August September October November December".split(
  " ",
);
export const seasons = ["spring", "summer", "autumn", "winter"] as const;
