import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../../runtime/native.ts";
import { single } from "./collective.ts";
import { farthest, runToy, type ToyResult } from "./testing/toy.ts";
import { launchOnTwoHosts, type TwoHosts, twoHosts } from "./testing/two-hosts.ts";

const mpirun = ["/usr/bin/mpirun.openmpi", "/usr/bin/mpirun"].find((path) => existsSync(path));
const child = (name: string) => join(import.meta.dirname, "testing", name);
const folder = mkdtempSync(join(tmpdir(), "periscope-mpi-"));
const steps = 12;
/** Several processes start in each test; machines may be busy. */
const timeout = 300_000;

function newFolder(name: string): string {
  mkdirSync(join(folder, name));
  return join(folder, name);
}

function launch(ranks: number, program: string, args: readonly string[], environment: Record<string, string> = {}) {
  const options = ["--allow-run-as-root", "--oversubscribe", "-np", String(ranks)];
  const node = [process.execPath, "--import", "tsx", child(program), ...args];
  return spawnSync(mpirun!, [...options, ...node], { encoding: "utf8", env: { ...process.env, ...environment } });
}

async function alone(): Promise<ToyResult> {
  const runtime = await createNativeRuntime("cpu");
  const result = await runToy(single(), runtime, { folder: newFolder("alone"), steps });
  runtime.dispose();
  return result;
}

afterAll(() => rmSync(folder, { recursive: true }));

if (!mpirun) console.log("skipped: processes over MPI, for there is no mpirun here (apt-get install openmpi-bin)");

describe.skipIf(!mpirun)("over MPI", () => {
  test(
    "every operation gives what it must on three ranks, and the event loop goes on",
    () => {
      const { stdout, status, stderr } = launch(3, "collective.child.ts", [], { MEETING: newFolder("meeting") });
      expect(stderr).toBe("");
      for (const rank of [0, 1, 2]) expect(stdout).toMatch(new RegExp(`rank ${rank} of 3 on \\S+: all right`));
      expect(status).toBe(0);
    },
    timeout,
  );

  test(
    "a killed rank ends the job with a sentence, and a restart on two ranks comes to what one process has",
    async () => {
      const run = newFolder("killed");
      const killed = launch(2, "toy.child.ts", [run, String(steps), "7:1:kill"]);
      expect(killed.status).not.toBe(0);
      expect(killed.stderr).toMatch(/process rank 1 .* exited on signal 9/);
      const restarted = launch(2, "toy.child.ts", [run, String(steps)]);
      const result = JSON.parse(restarted.stdout) as ToyResult;
      expect(result).toMatchObject({ start: 4, finished: true });
      expect(farthest(result, await alone())).toBeLessThan(3e-6);
    },
    timeout,
  );

  test(
    "a rank that fails says why and takes the others along",
    () => {
      const failed = launch(2, "toy.child.ts", [newFolder("failed"), String(steps), "2:1:throw"]);
      expect(failed.status).toBe(1);
      expect(failed.stderr).toContain("rank 1: the batch of this rank is unreadable");
    },
    timeout,
  );
});

describe.skipIf(!mpirun)("on two hosts that only a network joins", () => {
  let hosts: TwoHosts | string;
  beforeAll(() => {
    hosts = twoHosts(newFolder("hosts"));
    if (typeof hosts === "string") console.log(`skipped: two hosts, for ${hosts}`);
  });
  afterAll(() => {
    if (typeof hosts !== "string") hosts.remove();
  });

  test(
    "every operation gives what it must",
    (context) => {
      if (typeof hosts === "string") return context.skip(hosts);
      const node = [process.execPath, "--import", "tsx", child("collective.child.ts")];
      const { stdout, stderr } = launchOnTwoHosts(mpirun!, hosts, node, { MEETING: newFolder("meeting-2") });
      expect(stdout, stderr).toMatch(/rank 0 of 2 on periscope-a: all right/);
      expect(stdout, stderr).toMatch(/rank 1 of 2 on periscope-b: all right/);
    },
    timeout,
  );
});
