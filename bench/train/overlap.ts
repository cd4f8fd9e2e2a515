/**
 * A step of two ranks on two hosts that a slow network joins, with half of the gradients summed while the backward pass goes on
 * and with all of them summed behind it. The hosts are network namespaces of this machine, each with a thread; the model is the
 * language model of 100M parameters of step.ts. Both ways take turns in one run.
 *
 *   npx tsx bench/train/overlap.ts [--mbit 1000] [--rounds 6]      needs root, Open MPI, ip and tc
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createNativeRuntime } from "../../src/runtime/native.ts";
import { dataParallel } from "../../src/train/parallel/data-parallel.ts";
import { openCollective } from "../../src/train/parallel/mpi.ts";
import { launchOnTwoHosts, twoHosts } from "../../src/train/parallel/testing/two-hosts.ts";
import { initialize, parameterSet } from "../../src/train/parameters.ts";
import { compileStep } from "../../src/train/program.ts";
import { parametersOf } from "../../src/train/step.ts";
import { median, printTable, seconds, timesInTurns } from "../support/rounds.ts";
import { benchStages } from "./stages.ts";

const option = (name: string, otherwise: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? otherwise : process.argv[at + 1]!;
};
const mbit = Number(option("--mbit", "1000"));
const rounds = Number(option("--rounds", "6"));

if (process.argv.includes("--rank")) await measure();
else launch();

/** One rank's side. */
async function measure(): Promise<void> {
  const collective = await openCollective();
  const runtime = await createNativeRuntime("cpu", { threads: 1 });
  const stage = benchStages(true).find(({ name }) => name.startsWith("100M"))!;
  const tensors = stage.tensors(stage.rows);
  const inputs = stage.inputs(runtime, stage.rows);
  const contestant = async (name: string, isAhead: boolean) => {
    const set = parameterSet();
    initialize(set, runtime, parametersOf([tensors.loss]), 1);
    const parallel = dataParallel(collective, runtime, set, isAhead ? {} : { sizes: new Map() });
    const program = await compileStep(runtime, set, tensors, stage.trained, {
      ...{ accumulate: false, threads: 1, early: parallel.early },
    });
    const { trained } = program;
    const optimizer = await parallel.optimizer(trained);
    let count = 0;
    const step = async () => {
      await parallel.begin({ weight: 1, step: count, trained });
      let ahead: Promise<void> | undefined;
      const { values } = await program.run(inputs, 1, set.gradients, () => {
        ahead = optimizer.sumEarly!();
      });
      await ahead;
      await parallel.agree({ values, stop: false });
      await optimizer.step(1e-4, ++count);
    };
    return { name, run: () => seconds(step) };
  };
  const both = [await contestant("behind", false), await contestant("ahead", true)];
  const times = await timesInTurns(both, rounds);
  if (collective.rank === 0) console.log(JSON.stringify([...times]));
  await collective.close();
}

function launch(): void {
  const folder = mkdtempSync(join(tmpdir(), "periscope-overlap-"));
  const hosts = twoHosts(folder);
  try {
    if (typeof hosts === "string") throw new Error(`there are no two hosts: ${hosts}`);
    for (const host of ["a", "b"]) {
      const slow = `netns exec periscope-${host} tc qdisc add dev psc-${host} root tbf rate ${mbit}mbit burst 1mb latency 200ms`;
      const { status, stderr } = spawnSync("ip", slow.split(" "), { encoding: "utf8" });
      if (status !== 0) throw new Error(`"ip ${slow}" is refused: ${stderr.trim()}`);
    }
    const program = [process.execPath, "--import", "tsx", fileURLToPath(import.meta.url), "--rank"];
    const { stdout, stderr } = launchOnTwoHosts("mpirun", hosts, [...program, "--rounds", `${rounds}`], {}, 900_000);
    const line = stdout.split("\n").find((line) => line.startsWith("[["));
    if (!line) throw new Error(`the ranks ended without a result: ${stderr || stdout}`);
    const times = new Map(JSON.parse(line) as [string, number[]][]);
    const [behind, ahead] = ["behind", "ahead"].map((name) => median(times.get(name)!)) as [number, number];
    const text = (value: number) => `${value.toFixed(2)} s`;
    printTable(
      [`a step of 2 ranks, ${mbit} Mbit/s`, "summed behind", "half of it within", "ratio"],
      [["100M language model, 2 x 256 tokens a rank", text(behind), text(ahead), `${(behind / ahead).toFixed(2)}x`]],
    );
  } finally {
    if (typeof hosts !== "string") hosts.remove();
    rmSync(folder, { recursive: true });
  }
}
