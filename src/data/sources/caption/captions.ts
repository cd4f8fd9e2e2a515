/** Composed scenes with captions: a line, an alt text, a paragraph, or questions that deny what is not there. */
import type { Random } from "../../random.ts";
import { conversationOf, imagePart, target } from "../../sample.ts";
import type { Source } from "../../source.ts";
import { altText, detailedCaption, shortCaption } from "./describe.ts";
import { absentKinds, countOf, grouped, visibleThings } from "./scene/facts.ts";
import { kindNamed } from "./scene/kinds/index.ts";
import { styleFacts } from "./scene/palette.ts";
import type { Scene } from "./scene/scene.ts";
import { listed, nounOf, numberWord, phrased, withArticle } from "./scene/words.ts";
import { drawnScene, sceneDraft } from "./scene-source.ts";

const captions = { short: shortCaption, alt: altText, detailed: detailedCaption } as const;

export const sceneCaption: Source = {
  name: "scene-caption",
  category: "caption",
  version: 4,
  description: "Drawn scenes of everyday things with short and detailed captions from their scene graphs.",
  draft(context) {
    const { random } = context;
    const template = random.weighted({ short: 4, alt: 1, detailed: 5 });
    const scene = drawnScene(context);
    const text = captions[template](scene, random);
    return sceneDraft(scene, { template }, { content: { kind: "document", parts: [imagePart(), target(text)] } });
  },
};

export const sceneDenial: Source = {
  name: "scene-denial",
  category: "caption",
  version: 5,
  description: "Questions about things that a drawn scene does not have, among ones that it has, with true answers.",
  draft(context) {
    const { random } = context;
    const scene = drawnScene(context);
    const turns: [string, string][] = [presence(scene, random, random.chance(0.7))];
    if (random.chance(0.6)) turns.push(presence(scene, random, random.chance(0.5)));
    if (random.chance(0.5)) turns.push(wrongColour(scene, random) ?? presence(scene, random, true));
    const once = turns.filter(([question], i) => turns.findIndex(([other]) => other === question) === i);
    return sceneDraft(scene, { template: "denial" }, { content: conversationOf(once) });
  },
};

/** Asks for something that is not there, or that is. */
export function presence(scene: Scene, random: Random, denied: boolean): [string, string] {
  const groups = grouped(scene, "coloured");
  const contents = listed(groups.map(({ phrase }) => phrase));
  if (denied || groups.length === 0) {
    const name = absentKinds(scene, random, 4).at(random.int(0, 3)) ?? absentKinds(scene, random, 1)[0]!;
    const { plural } = kindNamed(name);
    const one = withArticle(name);
    const sole = one.startsWith("the ");
    const question = phrased(
      random,
      sole
        ? ["Is {one} in the picture?", "Can you see {one}?", "Does the image show {one}?"]
        : [
            "Is there {one} in the picture?",
            "Can you see {one}?",
            "Do you see any {plural} here?",
            "Does the image show {one}?",
          ],
      { one, plural },
    );
    const only =
      groups.length > 0
        ? ` ${phrased(random, ["The picture shows {contents}.", "What can be seen: {contents}.", "It shows {contents} instead."], { contents })}`
        : "";
    return [
      question,
      phrased(
        random,
        sole
          ? ["No, {one} is not there.", "No, I cannot see {one} in this picture."]
          : ["No, there is no {name}.", "No, I cannot see {one} in this picture.", "No. There are no {plural} here."],
        { name, one, plural },
      ) + only,
    ];
  }
  const things = visibleThings(scene);
  const thing = random.pick(things);
  const count = countOf(scene, thing.kind.name);
  const question = phrased(
    random,
    [
      withArticle(thing.kind.name).startsWith("the ") ? "Is {one} in the picture?" : "Is there {one} in the picture?",
      "Can you see {one}?",
      "Does the image show {one}?",
    ],
    { one: withArticle(thing.kind.name) },
  );
  const looks = nounOf(thing, scene, "full");
  if (count === undefined || count > 1) {
    const number = count === undefined ? "" : ` There are ${numberWord(count)} ${thing.kind.plural}.`;
    return [question, `Yes.${number || ` There is ${withArticle(looks)}.`}`];
  }
  return [
    question,
    phrased(random, ["Yes, there is {one}.", "Yes: {one}.", "Yes, I can see {one}."], { one: withArticle(looks) }),
  ];
}

/** Names a colour that the only thing of its kind does not have. */
function wrongColour(scene: Scene, random: Random): [string, string] | undefined {
  const single = visibleThings(scene).filter(
    ({ kind, colour }) => colour && kind.group !== "person" && countOf(scene, kind.name) === 1,
  );
  if (single.length === 0 || !styleFacts[scene.style].coloured) return undefined;
  const thing = random.pick(single);
  const wrong = random.pick(
    (["red", "green", "blue", "yellow", "purple", "white"] as const).filter((colour) => colour !== thing.colour),
  );
  const noun = thing.kind.name;
  return [
    phrased(
      random,
      ["Is the {noun} {wrong}?", "The {noun} is {wrong}, right?", "Would you say the {noun} is {wrong}?"],
      { noun, wrong },
    ),
    phrased(random, ["No, the {noun} is {colour}.", "No. It is {colour}, not {wrong}.", "No, it is {colour}."], {
      noun,
      wrong,
      colour: thing.colour!,
    }),
  ];
}
