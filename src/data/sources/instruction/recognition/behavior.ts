/** People who do something that one can see: what happens, who does it, how many take part. */
import type { Random } from "../../../random.ts";
import type { Scene, SceneOptions, Thing, Wish } from "../../caption/scene/scene.ts";
import { nounOf, numberWord, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

interface Action {
  readonly name: string;
  readonly options: (who: string, random: Random) => Omit<SceneOptions, "width" | "height">;
  /** After "is": "flying a kite". */
  readonly doing: string;
  readonly wish: Partial<Wish>;
}

const outdoors = ["field", "beach", "snow"] as const;
const alone = (who: Wish, random: Random): Omit<SceneOptions, "width" | "height"> => ({
  background: random.pick(outdoors),
  wishes: [who],
});

const actions: readonly Action[] = [
  {
    name: "umbrella",
    doing: "holding an umbrella",
    wish: { held: "umbrella" },
    options: (kind, r) => alone({ kind, held: "umbrella", pose: "standing" }, r),
  },
  {
    name: "balloon",
    doing: "holding a balloon",
    wish: { held: "balloon" },
    options: (kind, r) => alone({ kind, held: "balloon", pose: "standing" }, r),
  },
  {
    name: "flag",
    doing: "holding up a flag",
    wish: { held: "flag" },
    options: (kind, r) => alone({ kind, held: "flag", pose: "standing" }, r),
  },
  {
    name: "ice cream",
    doing: "holding an ice cream cone",
    wish: { held: "ice cream cone" },
    options: (kind, r) => alone({ kind, held: "ice cream cone", pose: "standing" }, r),
  },
  {
    name: "book",
    doing: "holding a book",
    wish: { held: "book" },
    options: (kind) => ({ background: "room", wishes: [{ kind, held: "book", pose: "standing" }, { kind: "sofa" }] }),
  },
  {
    name: "flower",
    doing: "holding a flower",
    wish: { held: "flower" },
    options: (kind, r) => alone({ kind, held: "flower", pose: "standing" }, r),
  },
  {
    name: "waving",
    doing: "waving",
    wish: { pose: "waving" },
    options: (kind, r) => alone({ kind, pose: "waving", held: null }, r),
  },
  {
    name: "cheering",
    doing: "raising both arms",
    wish: { pose: "cheering" },
    options: (kind, r) => alone({ kind, pose: "cheering", held: null }, r),
  },
  {
    name: "running",
    doing: "running",
    wish: { pose: "running" },
    options: (kind, r) => alone({ kind, pose: "running", held: null }, r),
  },
  {
    name: "running-from",
    doing: "running",
    wish: { pose: "running" },
    options: (kind) => ({
      background: "field",
      wishes: [
        { kind, pose: "running", held: null },
        { kind: "dog", relation: { name: "next to", to: 0 } },
      ],
    }),
  },
];

export const actionNames: readonly string[] = actions.map(({ name }) => name);

export const behaviorDescription = sceneSource(
  {
    name: "behavior-description",
    version: 4,
    leaf: "Recognition/Global Description/Event or Behavior Description",
    description: "People who hold, wave, run or cheer, and what they are doing.",
  },
  (context) => {
    const { random } = context;
    const action = random.pick(actions);
    const kind = random.pick(["man", "woman", "boy", "girl"]);
    const options = action.options(kind, random);
    const others = random.int(0, 2);
    const company: Wish[] = Array.from({ length: others }, () => ({
      kind: random.pick(["man", "woman", "boy", "girl"].filter((one) => one !== kind)),
      pose: "standing",
      held: null,
    }));
    const scene = drawnScene(context, { ...options, wishes: [...options.wishes!, ...company] });
    const who = scene.things[0]!;
    return { template: action.name, scene, turns: turnsAbout(scene, who, action, random) };
  },
);

function turnsAbout(scene: Scene, who: Thing, action: Action, random: Random) {
  const bare = who.kind.name;
  const dressed = nounOf(who, scene, "coloured");
  const place = random.pick(scene.background.phrases);
  const people = scene.things.filter((thing) => thing.kind.group === "person");
  const idle = people.filter((thing) => thing !== who);
  const pronoun = bare === "man" || bare === "boy" ? "he" : "she";
  return chosen(random, [
    [
      spin(
        random,
        `{What is the ${bare} doing?|What does the ${bare} do in this picture?|Describe what the ${bare} is doing.|What is happening here?}`,
      ),
      spin(
        random,
        `{The ${dressed} is ${action.doing} ${place}.|The ${bare} is ${action.doing}.|${withArticle(dressed)} is ${action.doing}.}`,
      ),
    ],
    [
      spin(random, `{Who is ${action.doing}?|Which person is ${action.doing}?}`),
      spin(random, `{The ${dressed}.|It is the ${dressed}.|The ${dressed} is ${action.doing}.}`),
    ],
    [
      spin(random, "{How many people are there?|How many people can you see?}"),
      people.length === 1
        ? spin(random, `{One person: the ${dressed}.|Only one, the ${dressed}.}`)
        : spin(random, `{There are ${numberWord(people.length)} people.|I see ${numberWord(people.length)} people.}`),
    ],
    idle.length > 0
      ? [
          spin(random, "{What are the others doing?|And the other people?}"),
          idle.length === 1
            ? spin(
                random,
                `{The ${idle[0]!.kind.name} is standing still.|The ${idle[0]!.kind.name} just stands there.}`,
              )
            : spin(random, "{The others are standing still.|They just stand there.}"),
        ]
      : undefined,
    action.wish.held
      ? [
          spin(random, `{What is in the ${bare}'s hand?|What does the ${bare} hold?}`),
          spin(
            random,
            `{It is ${withArticle(action.wish.held)}.|${pronoun} holds ${withArticle(action.wish.held)}.|${withArticle(action.wish.held)}.}`,
          ),
        ]
      : [
          spin(random, `{Is the ${bare} holding anything?|Does the ${bare} carry something?}`),
          spin(random, `{No, ${pronoun === "he" ? "his" : "her"} hands are empty.|No, nothing.}`),
        ],
  ]);
}
