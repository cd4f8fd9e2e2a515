/** Sets that towers are pre-trained on: dense labels for the vision-only branch, pairs for the text-aligned one. */
import type { Source } from "../../source.ts";
import { pageMaps } from "./page-maps.ts";
import { captionPairs } from "./pairs.ts";
import { sceneMaps } from "./scene-maps.ts";

export const visionSources: readonly Source[] = [sceneMaps, pageMaps, captionPairs];
