import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimFile, claimInTurn } from "./claim.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-claim-"));
afterAll(() => rmSync(root, { recursive: true }));

async function claimed(path: string): Promise<() => Promise<void>> {
  const claim = await claimFile(path);
  if ("release" in claim) return claim.release;
  throw new Error(`held by ${claim.holder}`);
}

test("of many that ask at once one gets it, and nothing is left when it is given up", async () => {
  const path = join(root, "one");
  const claims = await Promise.all(Array.from({ length: 20 }, () => claimFile(path)));
  const releases = claims.flatMap((claim) => ("release" in claim ? [claim.release] : []));
  expect(releases).toHaveLength(1);
  await releases[0]?.();
  expect(readdirSync(root)).toEqual([]);
  await (await claimed(path))();
});

test("it is never seen without its owner", async () => {
  const path = join(root, "whole");
  const release = await claimed(path);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ pid: process.pid, host: hostname() });
  await release();
});

/** A process that runs a script, in which `claimFile` and its arguments `args` are at hand. */
function processWith(script: string, ...args: string[]) {
  const begin = `
    const { claimFile } = await import(${JSON.stringify(join(import.meta.dirname, "claim.ts"))});
    const fs = await import("node:fs");
    const args = process.argv.slice(1);`;
  return spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", begin + script, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** What a process that is gone has left. */
const dead = () => ({ pid: 2 ** 31 - 1, host: hostname(), started: "1", token: String(Math.random()) });

test("a living process keeps it, a killed one does not", async () => {
  const path = join(root, "killed");
  const child = processWith("await claimFile(args[0]); console.log('up'); setInterval(() => {}, 1000);", path);
  await once(child.stdout, "data");
  expect(await claimFile(path)).toEqual({ holder: `process ${child.pid} on ${hostname()}`, inSight: true });
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await claimed(path))();
});

test("another machine's is believed", async () => {
  const path = join(root, "far");
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", started: "1" }));
  expect(await claimFile(path)).toEqual({ holder: "process 1 on elsewhere", inSight: false });
});

test("several processes never have it at once, whether it is given up or left behind by a kill", async () => {
  const [path, mark] = [join(root, "contended"), join(root, "mark")];
  writeFileSync(path, JSON.stringify(dead()));
  const script = `
    const [path, mark, dead] = args;
    let overlaps = 0;
    for (let held = 0; held < 150; ) {
      const claim = await claimFile(path);
      if (!("release" in claim)) continue;
      try {
        fs.writeFileSync(mark, "", { flag: "wx" });
      } catch {
        overlaps++;
      }
      await new Promise(setImmediate);
      fs.rmSync(mark, { force: true });
      if (++held % 3 > 0) await claim.release();
      else {
        // as if a process that had it were killed
        fs.writeFileSync(mark + process.pid, JSON.stringify({ ...JSON.parse(dead), token: String(Math.random()) }));
        fs.renameSync(mark + process.pid, path);
      }
    }
    console.log(overlaps);`;
  const children = Array.from({ length: 4 }, () => processWith(script, path, mark, JSON.stringify(dead())));
  const said = await Promise.all(children.map(async ({ stdout }) => String((await stdout.toArray()).join(""))));
  expect(said.map(Number)).toEqual([0, 0, 0, 0]);
  rmSync(path, { force: true });
  expect(readdirSync(root).filter((name) => name.startsWith("contended"))).toEqual([]);
});

test("giving it up leaves alone what another has claimed meanwhile", async () => {
  const path = join(root, "taken");
  const release = await claimed(path);
  writeFileSync(path, JSON.stringify(dead()));
  await release();
  expect(readdirSync(root)).toContain("taken");
  await (await claimed(path))();
});

test("a process that was killed while it took a dead claim away blocks nobody", async () => {
  const path = join(root, "twice");
  for (const name of [path, `${path}.break`, `${path}.break.break`]) writeFileSync(name, JSON.stringify(dead()));
  await (await claimed(path))();
  expect(readdirSync(root).filter((name) => name.startsWith("twice"))).toEqual([]);
});

test.runIf(process.platform === "linux")("a machine is known by its start and its count of processes", async () => {
  const path = join(root, "machine");
  const release = await claimed(path);
  const mine = JSON.parse(readFileSync(path, "utf8"));
  await release();
  const outcome = async (owner: object) => {
    writeFileSync(path, JSON.stringify(owner));
    const claim = await claimFile(path);
    if (!("release" in claim)) return claim.inSight ? "seen" : "unknown";
    await claim.release();
    return "gone";
  };
  expect(await outcome(mine)).toBe("seen");
  expect(await outcome({ ...mine, host: "container-2" })).toBe("seen");
  expect(await outcome({ ...mine, host: "container-2", started: "1" })).toBe("gone");
  expect(await outcome({ ...mine, pidSpace: "pid:[1]", started: "1" })).toBe("unknown");
  expect(await outcome({ ...mine, boot: "earlier" })).toBe("gone");
  expect(await outcome({ ...mine, boot: "another", host: "elsewhere" })).toBe("unknown");
});

test("who waits for a turn is told once for whom", async () => {
  const path = join(root, "turn");
  const release = await claimed(path);
  const told: string[] = [];
  const turn = claimInTurn(path, "x is being made", { pauseMs: 1, onWait: (what) => told.push(what) });
  await expect.poll(() => told).toEqual([`x is being made by process ${process.pid} on ${hostname()}`]);
  await release();
  await (await turn)();
  expect(told).toHaveLength(1);
});
