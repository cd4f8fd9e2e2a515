/** Scenes with descriptions (paper Table 1, row 2). */
import type { Source } from "../../source.ts";
import { sceneCaption, sceneDenial } from "./captions.ts";

export const captionSources: readonly Source[] = [sceneCaption, sceneDenial];
