/** Dense labels and image-text pairs for towers that start from nothing. */
import type { Source } from "../../source.ts";

export const visionSources: readonly Source[] = [];
