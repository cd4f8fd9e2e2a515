/**
 * Run by tests under `mpirun`: the toy model; rank 0 prints the result as one line of JSON.
 * Usage: toy.child.ts FOLDER STEPS [STEP:RANK:kill|throw]
 */
import { createNativeRuntime } from "../../../runtime/native.ts";
import { openCollective } from "../mpi.ts";
import { runToy } from "./toy.ts";

const [folder, steps, fate] = process.argv.slice(2) as [string, string, string?];
const [at, who, what] = fate?.split(":") ?? [];
const collective = await openCollective();
try {
  const result = await runToy(collective, await createNativeRuntime("cpu"), {
    folder,
    steps: Number(steps),
    befall(step, rank) {
      if (step !== Number(at) || rank !== Number(who)) return false;
      if (what === "throw") throw new Error("the batch of this rank is unreadable");
      process.kill(process.pid, "SIGKILL");
      return false;
    },
  });
  if (collective.rank === 0) console.log(JSON.stringify(result));
  await collective.close();
} catch (error) {
  console.error(`rank ${collective.rank}: ${error instanceof Error ? error.message : error}`);
  collective.abort(1);
}
