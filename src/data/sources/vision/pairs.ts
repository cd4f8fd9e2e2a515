/** Pictures with one line that tells them apart from each other, for contrastive training of the text-aligned tower. */
import { imagePart, target } from "../../sample.ts";
import type { Source } from "../../source.ts";
import { shortCaption } from "../caption/describe.ts";
import { backgrounds } from "../caption/scene/backgrounds.ts";
import { stylePhrase } from "../caption/scene/facts.ts";
import { kindNamed } from "../caption/scene/kinds/index.ts";
import { kindsOf } from "../caption/scene/scene.ts";
import { nounOf, phrased, withArticle } from "../caption/scene/words.ts";
import { drawnScene, sceneDraft } from "../caption/scene-source.ts";

const names = kindsOf("person", "animal", "vehicle", "furniture", "food", "plant", "household", "outdoor", "shape");

export const captionPairs: Source = {
  name: "caption-pairs",
  category: "vision",
  version: 4,
  description: "Single things and whole scenes, each with one line of text, for contrastive training.",
  draft(context) {
    const { random } = context;
    if (random.chance(0.45)) {
      const scene = drawnScene(context, { count: [1, 5] });
      return sceneDraft(
        scene,
        { template: "scene" },
        { content: { kind: "document", parts: [imagePart(), target(shortCaption(scene, random))] } },
      );
    }
    const name = random.pick(names);
    const at = backgrounds.filter((one) => Object.values(one.suits).flat().includes(name));
    const background = at.length > 0 && random.chance(0.6) ? random.pick(at).name : "plain";
    const scene = drawnScene(context, { background, wishes: [{ kind: kindNamed(name).name }] });
    const [thing] = scene.things;
    const one = withArticle(nounOf(thing!, scene, random.pick(["coloured", "full"])));
    const place = random.pick(scene.background.phrases);
    const style = stylePhrase(scene, random);
    const text = phrased(
      random,
      ["{one}", "a picture of {one}", "a {style} of {one}", "{one} {place}", "a {style} of {one} {place}"],
      { one, place, style },
    );
    return sceneDraft(
      scene,
      { template: "thing" },
      { content: { kind: "document", parts: [imagePart(), target(text)] } },
    );
  },
};
