/** Commonsense reasoning. */
import type { Source } from "../../../source.ts";
import { accidentSource } from "./accidents.ts";
import { causeSource } from "./cause.ts";
import { comparisonSource } from "./comparison.ts";
import { conductSource } from "./conduct.ts";
import { defectSource } from "./defects.ts";
import { environmentStateSource } from "./environment.ts";
import { forecastSource } from "./forecast.ts";
import { gameSource } from "./games.ts";
import { hardwareSource } from "./hardware.ts";
import { humorSource } from "./humor.ts";
import { illusionSource } from "./illusions.ts";
import { intentionSource } from "./intention.ts";
import { interpersonalSource } from "./interpersonal.ts";
import { oddOneSource } from "./odd-one.ts";
import { robotSource } from "./robot.ts";
import { sizeSource } from "./size.ts";
import { softwareSource } from "./software.ts";
import { spatialSource } from "./spatial.ts";
import { speciesSource } from "./species.ts";
import { stateSource } from "./state.ts";

export const commonsenseSources: readonly Source[] = [
  interpersonalSource,
  spatialSource,
  sizeSource,
  speciesSource,
  hardwareSource,
  softwareSource,
  environmentStateSource,
  conductSource,
  robotSource,
  oddOneSource,
  defectSource,
  accidentSource,
  humorSource,
  stateSource,
  causeSource,
  comparisonSource,
  illusionSource,
  gameSource,
  intentionSource,
  forecastSource,
];
