/** The taxonomy's first major: what is in a picture, as a whole and in its parts, and what is written in it. */
import type { Source } from "../../../source.ts";
import { badges } from "./badges.ts";
import { behaviorDescription } from "./behavior.ts";
import { currency } from "./currency.ts";
import { counting, objectAttributes, positionDescription } from "./details.ts";
import { faces } from "./faces.ts";
import { foodRecognition } from "./food.ts";
import { specifiedFormat } from "./formats.ts";
import { handwrittenText } from "./handwritten.ts";
import { specifiedLanguage } from "./languages.ts";
import { logos } from "./logos.ts";
import { pointing } from "./pointing.ts";
import { printedText } from "./printed.ts";
import { locationDescription, styleRecognition, wholePicture } from "./surroundings.ts";
import { themeDescription } from "./themes.ts";

export const recognitionSources: readonly Source[] = [
  themeDescription,
  behaviorDescription,
  locationDescription,
  faces,
  styleRecognition,
  foodRecognition,
  wholePicture,
  pointing,
  positionDescription,
  objectAttributes,
  counting,
  badges,
  logos,
  currency,
  printedText,
  handwrittenText,
  specifiedFormat,
  specifiedLanguage,
];
