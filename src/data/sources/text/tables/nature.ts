/** Animals, chemical elements and planets with what is known of them. */

export interface Animal {
  readonly name: string;
  readonly group: "mammal" | "bird" | "fish" | "insect" | "reptile" | "amphibian" | "arachnid";
  readonly legs: number;
  readonly lives: string;
  readonly eats: string;
  readonly young: string;
}

const animalTable = `
cow|mammal|4|on farms|grass|calf
horse|mammal|4|on farms and grassland|grass and oats|foal
sheep|mammal|4|on pastures|grass|lamb
goat|mammal|4|on farms and in mountains|leaves and grass|kid
dog|mammal|4|with people|mostly meat|puppy
cat|mammal|4|with people|mice and other small animals|kitten
lion|mammal|4|in the savannas of Africa|meat|cub
tiger|mammal|4|in the forests of Asia|meat|cub
elephant|mammal|4|in Africa and Asia|grass, leaves and bark|calf
giraffe|mammal|4|in the savannas of Africa|leaves|calf
kangaroo|mammal|4|in Australia|grass|joey
koala|mammal|4|in Australia|eucalyptus leaves|joey
giant panda|mammal|4|in the mountains of China|bamboo|cub
polar bear|mammal|4|in the Arctic|seals|cub
wolf|mammal|4|in forests and on tundra|meat|pup
fox|mammal|4|in forests and fields|small animals and berries|cub
rabbit|mammal|4|in burrows|grass and leaves|kit
hedgehog|mammal|4|in gardens and hedges|insects and worms|hoglet
squirrel|mammal|4|in trees|nuts and seeds|kit
beaver|mammal|4|by rivers|bark and water plants|kit
whale|mammal|0|in the sea|small sea animals|calf
dolphin|mammal|0|in the sea|fish|calf
bat|mammal|2|in caves and old trees|insects or fruit|pup
deer|mammal|4|in forests|leaves and grass|fawn
hen|bird|2|on farms|grain and worms|chick
duck|bird|2|on ponds and lakes|water plants and insects|duckling
swan|bird|2|on lakes and rivers|water plants|cygnet
owl|bird|2|in forests and barns|mice|owlet
eagle|bird|2|in mountains and by the sea|fish and small animals|eaglet
penguin|bird|2|in the south, mostly around Antarctica|fish|chick
ostrich|bird|2|in the savannas of Africa|plants and seeds|chick
parrot|bird|2|in warm forests|fruit and seeds|chick
frog|amphibian|4|in and near ponds|insects|tadpole
newt|amphibian|4|in and near ponds|worms and insects|larva
crocodile|reptile|4|in warm rivers|fish and other animals|hatchling
tortoise|reptile|4|on dry land|plants|hatchling
snake|reptile|0|in many warm places|other animals|hatchling
salmon|fish|0|in rivers and the sea|small fish and shrimps|fry
shark|fish|0|in the sea|mostly fish|pup
bee|insect|6|in hives|nectar and pollen|larva
ant|insect|6|in nests in the ground|seeds, insects and sweet juice|larva
butterfly|insect|6|in meadows and gardens|nectar|caterpillar
ladybird|insect|6|in meadows and gardens|greenflies|larva
grasshopper|insect|6|in meadows|grass|nymph
spider|arachnid|8|in webs and corners|insects|spiderling
scorpion|arachnid|8|in deserts and warm forests|insects|scorpling
`;

export const animals: readonly Animal[] = animalTable
  .trim()
  .split("\n")
  .map((line) => {
    const [name, group, legs, lives, eats, young] = line.split("|") as [
      string,
      Animal["group"],
      string,
      string,
      string,
      string,
    ];
    return { name, group, legs: Number(legs), lives, eats, young };
  });

export interface Element {
  readonly name: string;
  readonly symbol: string;
  readonly number: number;
  /** At room temperature. */
  readonly state: "gas" | "liquid" | "solid";
  readonly metal: boolean;
}

const elementTable = `
hydrogen H 1 gas -
helium He 2 gas -
lithium Li 3 solid metal
beryllium Be 4 solid metal
carbon C 6 solid -
nitrogen N 7 gas -
oxygen O 8 gas -
fluorine F 9 gas -
neon Ne 10 gas -
sodium Na 11 solid metal
magnesium Mg 12 solid metal
aluminium Al 13 solid metal
phosphorus P 15 solid -
sulphur S 16 solid -
chlorine Cl 17 gas -
argon Ar 18 gas -
potassium K 19 solid metal
calcium Ca 20 solid metal
titanium Ti 22 solid metal
chromium Cr 24 solid metal
manganese Mn 25 solid metal
iron Fe 26 solid metal
cobalt Co 27 solid metal
nickel Ni 28 solid metal
copper Cu 29 solid metal
zinc Zn 30 solid metal
bromine Br 35 liquid -
krypton Kr 36 gas -
silver Ag 47 solid metal
tin Sn 50 solid metal
iodine I 53 solid -
xenon Xe 54 gas -
platinum Pt 78 solid metal
gold Au 79 solid metal
mercury Hg 80 liquid metal
lead Pb 82 solid metal
radon Rn 86 gas -
uranium U 92 solid metal
`;

export const elements: readonly Element[] = elementTable
  .trim()
  .split("\n")
  .map((line) => {
    const [name, symbol, number, state, metal] = line.split(" ") as [string, string, string, Element["state"], string];
    return { name, symbol, number: Number(number), state, metal: metal === "metal" };
  });

/** From the sun outwards. Diameters at the equator in kilometres. */
export const planets = [
  { name: "Mercury", kind: "rocky", diameter: 4879 },
  { name: "Venus", kind: "rocky", diameter: 12104 },
  { name: "Earth", kind: "rocky", diameter: 12756 },
  { name: "Mars", kind: "rocky", diameter: 6792 },
  { name: "Jupiter", kind: "gas", diameter: 142984 },
  { name: "Saturn", kind: "gas", diameter: 120536 },
  { name: "Uranus", kind: "ice", diameter: 51118 },
  { name: "Neptune", kind: "ice", diameter: 49528 },
] as const;
