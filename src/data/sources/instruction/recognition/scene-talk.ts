/** Conversations about one composed scene: what the sources of this folder share. */
import { conversationOf, type Region } from "../../../sample.ts";
import type { Composition, Source, SourceContext } from "../../../source.ts";
import type { Stroke } from "../../caption/scene/drawing.ts";
import { sceneRegions } from "../../caption/scene/facts.ts";
import type { Scene } from "../../caption/scene/scene.ts";
import { scenePicture } from "../../caption/scene-source.ts";
import type { Exchange } from "../kit/phrases.ts";

export interface SceneTalk {
  readonly template: string;
  readonly scene: Scene;
  readonly turns: readonly Exchange[];
  /** Painted over the scene: arrows and frames that a question speaks of. */
  readonly overlay?: readonly Stroke[];
  /** Instead of boxes of all things. */
  readonly regions?: readonly Region[];
  readonly rewrite?: Composition["rewrite"];
}

export function sceneSource(
  {
    name,
    leaf,
    description,
    version = 3,
  }: { readonly name: string; readonly leaf: string; readonly description: string; readonly version?: number },
  make: (context: SourceContext) => SceneTalk,
): Source {
  return {
    name,
    category: "instruction",
    version,
    description,
    leaves: [leaf],
    draft(context) {
      const { template, scene, turns, overlay, regions, rewrite } = make(context);
      return {
        template,
        leaf,
        augment: "light",
        pictures: [scenePicture(scene, overlay)],
        compose: () => ({
          content: conversationOf(turns),
          regions: regions ?? sceneRegions(scene),
          language: "en",
          ...(rewrite ? { rewrite } : {}),
        }),
      };
    },
  };
}

/** One to `most` of the exchanges in random order, never the same question twice. */
export function chosen(
  random: SourceContext["random"],
  exchanges: readonly (Exchange | undefined)[],
  most = 3,
): Exchange[] {
  const known = exchanges.filter((one): one is Exchange => one !== undefined);
  const different = known.filter(([question], i) => known.findIndex(([other]) => other === question) === i);
  const [first, ...rest] = different;
  const count = random.pick([1, 1, 2, 2, 3]);
  return [first!, ...random.shuffled(rest)].slice(0, Math.min(most, count));
}
