/** Mathematical and other logical reasoning. */
import type { Source } from "../../../source.ts";
import { algebraSource } from "./algebra.ts";
import { biologySource } from "./biology.ts";
import { chemistrySource } from "./chemistry.ts";
import { codeSource } from "./code.ts";
import { iqSource } from "./iq.ts";
import { physicsSource } from "./physics.ts";
import { planeSource } from "./plane.ts";
import { solidSource } from "./solid.ts";

export const logicSources: readonly Source[] = [
  algebraSource,
  planeSource,
  solidSource,
  physicsSource,
  chemistrySource,
  biologySource,
  codeSource,
  iqSource,
];
