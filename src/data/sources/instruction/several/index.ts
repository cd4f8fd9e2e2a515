/** Several pictures at once: sequences and comparisons. */
import type { Source } from "../../../source.ts";
import {
  associationSource,
  attributeSource,
  differenceSource,
  discriminationSource,
  matchingSource,
} from "./comparing.ts";
import { behaviourSource, eventSource, sequencingSource } from "./time.ts";

export const severalSources: readonly Source[] = [
  eventSource,
  sequencingSource,
  behaviourSource,
  attributeSource,
  matchingSource,
  associationSource,
  differenceSource,
  discriminationSource,
];
