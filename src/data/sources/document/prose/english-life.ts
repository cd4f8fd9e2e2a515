/** English texts about animals and dishes. */
import type { Topic } from "./article.ts";
import { animals, animalTable, dishNumbers } from "./facts.ts";
import { personIn, townIn } from "./names.ts";

const animalNames = ["red fox", "otter", "barn owl", "hedgehog", "beaver", "badger"] as const;

const animalDiets = [
  "mice, voles and fruit",
  "fish and crayfish",
  "voles and shrews",
  "beetles, worms and slugs",
  "bark, leaves and water plants",
  "earthworms, roots and grain",
] as const;

const animalHomes = [
  "an earth under roots or rocks",
  "a holt in the river bank",
  "a barn, a tower or a hollow tree",
  "a nest of dry leaves",
  "a lodge of branches and mud",
  "a sett with many chambers",
] as const;

const animalPlaces = [
  "woodland, farmland and towns",
  "clean rivers and lakes",
  "open grassland",
  "hedges, parks and gardens",
  "slow streams lined with willows",
  "light woods on sandy soil",
] as const;

export const animalPortrait: Topic = {
  name: "biology",
  slots(random) {
    const i = random.int(0, animals.length - 1);
    return {
      ...animals[i]!,
      animal: animalNames[i]!,
      diet: animalDiets[i]!,
      home: animalHomes[i]!,
      place: animalPlaces[i]!,
      park: townIn(random, "en"),
      count: String(random.int(12, 80)),
      year: String(random.int(1995, 2023)),
    };
  },
  titles: ["The {animal}", "[Meet|Living with] the {animal}", "[Life|A year in the life] of the {animal}"],
  summaries: ["The {animal} ({latin}) lives in {place}, feeds on {diet} and weighs {mass} kilograms."],
  sections: [
    {
      heads: ["[Appearance|Size and shape]", "[Body|Looks]"],
      sentences: [
        "The {animal} is [easy to recognise|well known to most people], though few have [seen one by day|watched one closely].",
        [
          "[Grown animals|Adults] measure {length} centimetres and weigh {mass} kilograms.",
          "How much does an adult {animal} weigh?",
          "{mass} kilograms",
        ],
        ["Its scientific name is {latin}.", "What is the scientific name of the {animal}?", "{latin}"],
        "Males are [usually|on average] [a little|somewhat] larger than females.",
        "[Its senses are keen|Hearing is its sharpest sense], and it is [most active at dusk|on the move mainly at night].",
      ],
    },
    {
      heads: ["[Habitat|Where it lives]", "Habitat and food"],
      sentences: [
        ["It lives in {place} and rests in {home}.", "Where does the {animal} rest?", "In {home}"],
        ["Its diet consists [mainly|mostly] of {diet}.", "What does the {animal} eat?", "{diet}"],
        "[In hard winters|When food is short] it [widens its range|wanders further than usual].",
        [
          "A survey near {park} counted {count} animals in {year}.",
          "How many animals were counted near {park}?",
          "{count}",
        ],
      ],
    },
    {
      heads: ["[Young|Family life]", "Breeding"],
      sentences: [
        [
          "A litter or brood has {young} young as a rule.",
          "How many young does the {animal} have as a rule?",
          "{young}",
        ],
        "They are [blind|helpless] at first and [stay with the mother|are fed by their parents] for [some weeks|a month or more].",
        [
          "In the wild it lives for {years} years [on average|as a rule], [longer in care|and rarely longer].",
          "How many years does the {animal} live in the wild?",
          "{years}",
        ],
        "[Road traffic|The loss of hedges|Polluted water] is among its [greatest|main] dangers.",
      ],
    },
  ],
  table: (_, s) =>
    animalTable(
      s,
      `The ${s.animal} at a glance`,
      ["Property", "Value"],
      [
        ["Length", " cm"],
        ["Mass", " kg"],
        ["Young", ""],
        ["Age", " years"],
      ],
    ),
};

export const dish: Topic = {
  name: "cooking",
  slots(random) {
    return {
      ...dishNumbers(random),
      thing: random.pick(["leek", "spinach", "pumpkin", "onion", "mushroom", "fennel", "carrot"]),
      form: random.pick(["tart", "bake", "pie", "gratin"]),
      herb: random.pick(["thyme", "parsley", "dill", "sage", "chives"]),
      hard: random.pick(["Gruyère", "cheddar", "parmesan", "Emmental"]),
      cook: personIn(random, "en"),
    };
  },
  titles: ["{thing} {form} with {herb}", "[A simple|Our favourite|A winter] {thing} {form}"],
  summaries: ["A {thing} {form} for {persons} people that takes {total} minutes in all."],
  sections: [
    {
      heads: ["[About this recipe|Before you start]"],
      sentences: [
        "[This|Our] {thing} {form} needs [few ingredients|nothing fancy] and [forgives mistakes|always works].",
        ["The amounts are for {persons} people.", "For how many people is the recipe?", "{persons}"],
        [
          "Allow {prepare} minutes for the work and {bake} minutes in the oven.",
          "How long does the {form} stay in the oven?",
          "{bake} minutes",
        ],
        "{cook}, who [wrote it down|gave it to us], [never measures|adds a pinch of nutmeg to] the milk.",
        "Leftovers [keep for two days|taste good cold] in the refrigerator.",
      ],
    },
    {
      heads: ["Method", "[How to do it|Step by step]"],
      sentences: [
        [
          "Heat the oven to {degrees} °C and butter a [round|shallow] dish.",
          "How hot should the oven be?",
          "{degrees} °C",
        ],
        "Cut the {thing} into [thin slices|small pieces] and [soften it in butter|cook it gently in a covered pan].",
        ["Whisk {eggs} eggs with the milk and stir in half of the {hard}.", "How many eggs are needed?", "{eggs}"],
        "Rub the butter into the flour, add a little cold water and [roll out the dough|press the dough into the dish].",
        "[Spread|Arrange] the filling evenly and scatter the [remaining|rest of the] cheese over it.",
        "Bake until [golden|the top is crisp], then sprinkle with {herb} and [serve at once|let it rest for ten minutes].",
      ],
    },
  ],
  list: {
    leads: ["Ingredients:", "[You need|You will need]:"],
    items: (_, s) => [
      `${s.flour} g flour`,
      `${s.vegetable} g ${s.thing}`,
      `${s.cheese} g ${s.hard}`,
      `${s.milk} ml milk`,
      `${s.eggs} eggs`,
      `a handful of ${s.herb}`,
    ],
  },
};
