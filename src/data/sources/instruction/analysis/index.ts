/** The taxonomy's third major: charts, professional drawings and images, and what one knows of the world. */
import type { Source } from "../../../source.ts";
import { anatomy } from "./anatomy.ts";
import { financialCharts, graphInterpretation, tableInterpretation } from "./charts.ts";
import { circuits } from "./circuit.ts";
import { cultureFacts } from "./culture.ts";
import { everydayFacts } from "./everyday.ts";
import { floorPlans } from "./floor-plans.ts";
import { flowchartReading } from "./flowchart.ts";
import { gameFacts } from "./games.ts";
import { historyFacts } from "./history.ts";
import { maps } from "./maps.ts";
import { musicScores } from "./music.ts";
import { natureFacts } from "./nature.ts";
import { schedules } from "./schedules.ts";
import { sensorImages } from "./sensors.ts";
import { pointClouds, voiceprints } from "./signals.ts";

export const analysisSources: readonly Source[] = [
  graphInterpretation,
  tableInterpretation,
  circuits,
  flowchartReading,
  maps,
  musicScores,
  financialCharts,
  floorPlans,
  schedules,
  sensorImages,
  anatomy,
  voiceprints,
  pointClouds,
  cultureFacts,
  natureFacts,
  everydayFacts,
  gameFacts,
  historyFacts,
];
