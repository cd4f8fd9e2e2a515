/** Tables, charts, science figures, plane geometry and screens (paper Table 1, row 3). */
import type { Source } from "../../source.ts";
import { boxPlot } from "./charts/boxes.ts";
import { candlestickChart } from "./charts/candles.ts";
import { scienceFigure } from "./charts/panels.ts";
import { scatterChart } from "./charts/scatter.ts";
import { chartSources } from "./charts/sources.ts";
import { planeGeometry } from "./geometry/source.ts";
import { screenSources } from "./screens/sources.ts";
import { tableSources } from "./tables/sources.ts";

export const tableChartSources: readonly Source[] = [
  ...chartSources,
  scatterChart,
  boxPlot,
  candlestickChart,
  scienceFigure,
  ...tableSources,
  planeGeometry,
  ...screenSources,
];
