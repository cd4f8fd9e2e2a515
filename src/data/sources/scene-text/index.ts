/** Texts in scenes (paper Table 1, row 5): on signs and walls, in ten languages of seven scripts. */
import type { Source } from "../../source.ts";
import { sceneTextSource } from "./scene-source.ts";

export const sceneTextSources: readonly Source[] = [
  sceneTextSource({
    name: "scene-signs",
    description: "Signs, shop fronts, posters, packages, screens and licence plates, mostly in Latin script.",
    settings: ["shop", "street", "warning", "poster", "package", "screen", "plate"],
    scripts: { Latin: 10 },
    boards: [1, 4],
    perspective: 1,
    languages: false,
  }),
  sceneTextSource({
    name: "scene-scripts",
    description:
      "Signs in Chinese, Japanese, Korean, Arabic, Cyrillic, Greek and Latin, with questions about the language.",
    settings: ["shop", "street", "warning", "poster", "package", "screen"],
    scripts: { Latin: 2, Han: 4, Japanese: 2, Korean: 2, Arabic: 2, Cyrillic: 2, Greek: 1 },
    boards: [1, 3],
    perspective: 0.8,
    languages: true,
  }),
  sceneTextSource({
    name: "scene-paint",
    description: "Words painted on walls, wood, cloth and sky: curved, faint or out of focus.",
    settings: ["paint"],
    scripts: { Latin: 6, Han: 1, Cyrillic: 1, Korean: 1, Greek: 1 },
    boards: [1, 3],
    perspective: 1.1,
    languages: false,
  }),
];
