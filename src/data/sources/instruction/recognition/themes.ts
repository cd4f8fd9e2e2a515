/** Scenes that things make a theme of: birthday, picnic, farm, winter. The question is what it is all about. */
import type { Random } from "../../../random.ts";
import { grouped } from "../../caption/scene/facts.ts";
import type { Wish } from "../../caption/scene/scene.ts";
import { listed } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

interface Theme {
  readonly name: string;
  readonly background: string;
  readonly wishes: (random: Random) => readonly Wish[];
  /** What would suit it as a title. */
  readonly titles: readonly string[];
  readonly mood: string;
}

const several = (random: Random, kind: string, low: number, high: number): Wish[] =>
  Array.from({ length: random.int(low, high) }, () => ({ kind }));
const onTable = (...kinds: readonly string[]): Wish[] => [
  { kind: "table" },
  ...kinds.map((kind): Wish => ({ kind, relation: { name: "on", to: 0 } })),
];

const themes: readonly Theme[] = [
  {
    name: "a birthday party",
    background: "room",
    titles: ["Happy birthday", "The birthday table", "A day with cake and gifts"],
    mood: "festive",
    wishes: (r) => [...onTable("cake", "gift"), { kind: "gift" }, { kind: r.pick(["girl", "boy"]), held: "balloon" }],
  },
  {
    name: "a day at the beach",
    background: "beach",
    titles: ["Summer by the sea", "Sand and sun"],
    mood: "carefree",
    wishes: (r) => [
      { kind: "sandcastle" },
      { kind: "bucket" },
      { kind: r.pick(["girl", "boy", "woman"]) },
      { kind: "sun" },
      { kind: "sailboat" },
    ],
  },
  {
    name: "life on a farm",
    background: "field",
    titles: ["On the farm", "A morning with the animals"],
    mood: "rural and calm",
    wishes: (r) => [{ kind: "tractor" }, { kind: "cow" }, ...several(r, "sheep", 1, 2), { kind: "pig" }],
  },
  {
    name: "winter",
    background: "snow",
    titles: ["Winter fun", "Snow at last"],
    mood: "wintry and cheerful",
    wishes: (r) => [{ kind: "snowman" }, ...several(r, "pine tree", 1, 2), { kind: r.pick(["girl", "boy"]) }],
  },
  {
    name: "camping at night",
    background: "night",
    titles: ["A night under the stars", "Sleeping outdoors"],
    mood: "quiet and adventurous",
    wishes: (r) => [{ kind: "tent" }, { kind: r.pick(["man", "woman"]) }, { kind: "moon" }, { kind: "pine tree" }],
  },
  {
    name: "studying at a desk",
    background: "desk",
    titles: ["Time to study", "Before the exam"],
    mood: "concentrated",
    wishes: (r) => [
      { kind: "laptop" },
      { kind: "pile of books" },
      { kind: "pencil" },
      { kind: r.pick(["desk lamp", "mug"]) },
    ],
  },
  {
    name: "fruit and healthy food",
    background: "kitchen",
    titles: ["Fresh from the market", "Vitamins for everybody"],
    mood: "fresh",
    wishes: (r) => [
      ...r
        .shuffled(["apple", "banana", "pear", "orange", "bunch of grapes", "strawberry"])
        .slice(0, 4)
        .map((kind) => ({ kind })),
    ],
  },
  {
    name: "sweets and desserts",
    background: "kitchen",
    titles: ["Sweet things", "Something for dessert"],
    mood: "sweet and playful",
    wishes: () => [{ kind: "cake" }, { kind: "donut" }, { kind: "ice cream cone" }],
  },
  {
    name: "city traffic",
    background: "street",
    titles: ["Rush hour", "Downtown"],
    mood: "busy",
    wishes: (r) => [{ kind: "bus" }, ...several(r, "car", 1, 2), { kind: "traffic light" }],
  },
  {
    name: "flight",
    background: "sky",
    titles: ["Up in the air", "All that flies"],
    mood: "airy and free",
    wishes: (r) => [
      { kind: "airplane" },
      { kind: "hot-air balloon" },
      { kind: r.pick(["kite", "helicopter"]) },
      { kind: "cloud" },
    ],
  },
  {
    name: "wild animals of the savanna",
    background: "savanna",
    titles: ["Savanna", "Where elephants walk"],
    mood: "wild and wide",
    wishes: () => [{ kind: "elephant" }, { kind: "giraffe" }, { kind: "sun" }],
  },
  {
    name: "life under water",
    background: "sea",
    titles: ["Below the waves", "Among the fish"],
    mood: "calm and deep",
    wishes: (r) => several(r, "fish", 3, 6),
  },
  {
    name: "a garden in bloom",
    background: "field",
    titles: ["The garden in summer", "Flowers everywhere"],
    mood: "bright and peaceful",
    wishes: (r) => [...several(r, "tulip", 1, 2), { kind: "flower" }, { kind: "sunflower" }, { kind: "butterfly" }],
  },
  {
    name: "a quiet evening of reading at home",
    background: "room",
    titles: ["A quiet evening", "At home with a book"],
    mood: "cosy",
    wishes: (r) => [{ kind: "sofa" }, { kind: "bookshelf" }, { kind: r.pick(["woman", "man"]), held: "book" }],
  },
  {
    name: "breakfast",
    background: "kitchen",
    titles: ["Good morning", "The first meal of the day"],
    mood: "homely",
    wishes: (r) => [
      { kind: "mug" },
      { kind: "fried egg" },
      { kind: "slice of bread" },
      { kind: r.pick(["teapot", "orange"]) },
    ],
  },
  {
    name: "tea time",
    background: "kitchen",
    titles: ["Tea is ready", "An afternoon with tea"],
    mood: "relaxed",
    wishes: (r) => [{ kind: "teapot" }, ...several(r, "mug", 2, 2), { kind: r.pick(["cake", "donut"]) }],
  },
];

export const themeNames: readonly string[] = themes.map(({ name }) => name);

export const themeDescription = sceneSource(
  {
    name: "theme-description",
    version: 4,
    leaf: "Recognition/Global Description/Theme Description",
    description: "Scenes that are about something; what their theme is and by what one sees it.",
  },
  (context) => {
    const { random } = context;
    const theme = random.pick(themes);
    const scene = drawnScene(context, { background: theme.background, wishes: theme.wishes(random) });
    const things = listed(grouped(scene, "coloured").map(({ phrase }) => phrase));
    const place = random.pick(scene.background.phrases);
    return {
      template: theme.name,
      scene,
      turns: chosen(random, [
        [
          spin(
            random,
            "{What is the theme of this picture?|What is this image about?|Which theme ties this picture together?|Describe the theme of the image.|What topic does this drawing have?}",
          ),
          `${spin(random, `{The theme is|It is about|The picture is about|Its theme is} ${theme.name}`)}: ${spin(random, "{it shows|one sees|the picture has} ").toLowerCase().trim()} ${things}, ${place}.`,
        ],
        [
          spin(
            random,
            "{What would be a good title for it?|Suggest a title that fits the theme.|Give this picture a title.}",
          ),
          spin(random, `{|A fitting title would be }"${random.pick(theme.titles)}".`),
        ],
        [
          spin(random, "{What tells you so?|Which things show the theme?|What in the picture supports that?}"),
          spin(random, `{One can tell from|What shows it is|It is clear from} ${things}.`),
        ],
        [
          spin(random, "{What mood does the picture have?|Which atmosphere does the scene have?}"),
          spin(random, `{The mood is ${theme.mood}.|It feels ${theme.mood}.|${theme.mood}, I would say.}`),
        ],
      ]),
    };
  },
);
