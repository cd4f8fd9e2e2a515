/** All topics that English texts are written about. */
import type { Topic } from "./article.ts";
import { animalPortrait, dish } from "./english-life.ts";
import { journey, riverPortrait, townPast } from "./english-places.ts";
import { notice, trial } from "./english-work.ts";

export const english: readonly Topic[] = [townPast, animalPortrait, dish, riverPortrait, journey, trial, notice];
