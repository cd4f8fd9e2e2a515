/** `periscope parity`: compares this program with recorded results of the reference code. */
import { stat } from "node:fs/promises";
import type { Command } from "commander";
import { Option } from "commander";
import { type FixtureReport, parity, renderReport } from "../eval/parity/index.ts";
import { UserError } from "../runtime/errors.ts";
import { createNativeRuntime, type NativeDevice } from "../runtime/native.ts";

export function parityVerb(program: Command): void {
  program
    .command("parity")
    .description("compare with recorded results of the reference code: pictures, every layer, gradients, generated ids")
    .argument("<fixture...>", "fixture folders, or folders of such; plain files among them are left out")
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]).default("cpu"))
    .option("--json", "print the reports as JSON")
    .addHelpText("after", "\nExample:\n  $ periscope parity test/fixtures/parity/*")
    .action(async (paths: string[], options: { device: NativeDevice; json?: boolean }) => {
      const folders = await withoutFiles(paths);
      const runtime = await createNativeRuntime(options.device);
      const reports: FixtureReport[] = [];
      for await (const report of parity(folders, runtime)) {
        reports.push(report);
        if (!options.json) console.log(renderReport(report));
      }
      const failed = reports.filter((report) => !report.ok).length;
      if (options.json) console.log(JSON.stringify(reports, null, 2));
      else console.log(`${reports.length - failed} passed, ${failed} failed`);
      if (failed > 0) process.exitCode = 1;
    });
}

/** A shell's `*` also names the notes beside the fixtures. */
async function withoutFiles(paths: readonly string[]): Promise<string[]> {
  const kept: string[] = [];
  for (const path of paths) if (!(await stat(path).catch(() => undefined))?.isFile()) kept.push(path);
  if (kept.length > 0) return kept;
  throw new UserError(`${paths.join(", ")}: a fixture is a folder, and there is none among these`);
}
