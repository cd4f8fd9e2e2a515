/** Every generator there is. */
import { UserError } from "../../runtime/errors.ts";
import type { Source } from "../source.ts";
import { captionSources } from "./caption/index.ts";
import { documentSources } from "./document/index.ts";
import { instructionSources } from "./instruction/index.ts";
import { interleavedSources } from "./interleaved/index.ts";
import { sceneTextSources } from "./scene-text/index.ts";
import { tableChartSources } from "./table-chart/index.ts";
import { textSources } from "./text/index.ts";
import { visionSources } from "./vision/index.ts";
import { webCodeSources } from "./web-code/index.ts";

export const sources: readonly Source[] = [
  ...tableChartSources,
  ...webCodeSources,
  ...documentSources,
  ...interleavedSources,
  ...sceneTextSources,
  ...textSources,
  ...captionSources,
  ...visionSources,
  ...instructionSources,
];

/** The source of that name. Throws a `UserError` that lists the known ones. */
export function sourceNamed(name: string): Source {
  const found = sources.find((source) => source.name === name);
  if (!found)
    throw new UserError(`there is no data source "${name}"; known are ${sources.map((one) => one.name).join(", ")}`);
  return found;
}
