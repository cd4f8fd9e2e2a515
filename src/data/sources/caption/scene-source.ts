/** What all sources share that draw one composed scene: its size, its picture, and a draft around what is said of it. */
import type { Random } from "../../random.ts";
import type { Region } from "../../sample.ts";
import { type Composition, type Draft, type Picture, type SourceContext, Unfit } from "../../source.ts";
import type { Stroke } from "./scene/drawing.ts";
import { sceneRegions } from "./scene/facts.ts";
import { composeScene, type Scene, type SceneOptions, sceneRgb } from "./scene/scene.ts";

/** Width and height in pixels; the longer side is `maxSide` or a little less. */
export function sceneSize(random: Random, maxSide: number): { width: number; height: number } {
  const long = Math.round(maxSide * random.pick([1, 1, 1, 0.9, 0.8]));
  const ratio = random.pick([1, 1.25, 1.33, 1.5, 1.6]);
  const short = Math.round(long / ratio);
  return random.chance(0.78) ? { width: long, height: short } : { width: short, height: long };
}

export function scenePicture(scene: Scene, overlay: readonly Stroke[] = []): Picture {
  return { kind: "drawn", fonts: [], draw: () => sceneRgb(scene, overlay) };
}

/** A scene of the context's size. Throws `Unfit` when the things find no room, again and again. */
export function drawnScene(
  { random, maxSide }: SourceContext,
  options: Omit<SceneOptions, "width" | "height"> = {},
): Scene {
  for (let attempt = 1; ; attempt++) {
    try {
      return composeScene({ ...sceneSize(random, maxSide), ...options }, random);
    } catch (reason) {
      if (!(reason instanceof Unfit) || attempt === 8) throw reason;
    }
  }
}

/** A draft of one scene with boxes for all of its things. */
export function sceneDraft(
  scene: Scene,
  draft: Pick<Draft, "template"> & Partial<Pick<Draft, "leaf" | "augment">>,
  composition: Omit<Composition, "regions"> & { readonly regions?: readonly Region[] },
): Draft {
  return {
    augment: "light",
    ...draft,
    pictures: [scenePicture(scene)],
    compose: () => ({ regions: sceneRegions(scene), ...composition }),
  };
}
