/** Composed scenes with a mask for every object: classes, instances and contours, pixel by pixel. */
import { imagePart } from "../../sample.ts";
import type { Source } from "../../source.ts";
import { sceneRegions } from "../caption/scene/facts.ts";
import { kinds } from "../caption/scene/kinds/index.ts";
import { ownerMap } from "../caption/scene/visibility.ts";
import { drawnScene, sceneDraft } from "../caption/scene-source.ts";
import { boundaries, emptyMap } from "./label-maps.ts";

export const objectClasses: readonly string[] = ["background", ...kinds.map((kind) => kind.name)];
const classOf = new Map(objectClasses.map((name, i) => [name, i]));

export const sceneMaps: Source = {
  name: "scene-maps",
  category: "vision",
  version: 4,
  description: "Drawn scenes with object classes, instances and contours for every pixel.",
  draft(context) {
    const scene = drawnScene(context, { count: [2, 9] });
    const draft = sceneDraft(
      scene,
      { template: "objects", augment: "none" },
      { content: { kind: "document", parts: [imagePart()] } },
    );
    return {
      ...draft,
      compose: () => {
        const { width, height, things } = scene;
        const order = scene.order.map(({ thing, part }) => ({ index: things.indexOf(thing), part }));
        const { owners } = ownerMap(things, order, width, height, Math.max(width, height));
        const objects = emptyMap("objects", width, height, objectClasses);
        const classes = things.map((thing) => classOf.get(thing.kind.name)!);
        for (let i = 0; i < owners.length; i++) if (owners[i]! > 0) objects.data[i] = classes[owners[i]! - 1]!;
        const instances = { ...emptyMap("instances", width, height), data: owners };
        return {
          content: { kind: "document", parts: [imagePart()] },
          regions: sceneRegions(scene),
          maps: [objects, instances, boundaries(owners, width, height)],
        };
      },
    };
  },
};
