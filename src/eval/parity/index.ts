/**
 * Parity: whether this program computes what the reference code computed, fixture by fixture (shared goldens, README).
 */
import type { Runtime } from "../../runtime/runtime.ts";
import { checkBatches } from "./batch-case.ts";
import { type Check, failure } from "./check.ts";
import { type Fixture, type FixtureKind, findFixtures } from "./fixture.ts";
import { checkModel } from "./model-case.ts";
import { checkAligner, checkResize, checkVision } from "./part-cases.ts";
import { checkImageProcessor } from "./pictures.ts";
import { type FixtureReport, reportOf } from "./report.ts";

export { type FixtureKind, findFixtures } from "./fixture.ts";
export { type FixtureReport, type GroupReport, renderReport } from "./report.ts";

const checkers: Readonly<Record<FixtureKind, (fixture: Fixture, runtime: Runtime) => Promise<Check[]>>> = {
  model: checkModel,
  vision: checkVision,
  aligner: checkAligner,
  resize: checkResize,
  "image processor": checkImageProcessor,
  batch: checkBatches,
};

/**
 * Compares every fixture in `folders`, one report after the other. A fixture that cannot be read or run fails; a folder
 * without any throws a UserError, before anything is compared.
 */
export async function* parity(folders: readonly string[], runtime: Runtime): AsyncGenerator<FixtureReport> {
  const fixtures: Fixture[] = [];
  for (const folder of folders) fixtures.push(...(await findFixtures(folder)));
  for (const fixture of fixtures) yield checkFixture(fixture, runtime);
}

async function checkFixture(fixture: Fixture, runtime: Runtime): Promise<FixtureReport> {
  try {
    return reportOf(fixture, runtime.device, await checkers[fixture.kind](fixture, runtime));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return reportOf(fixture, runtime.device, [failure("fixture", fixture.name, message)]);
  }
}
