import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimFile } from "./claim.ts";

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

test("a living process keeps it, a killed one does not", async () => {
  const path = join(root, "killed");
  const script = `
    const { claimFile } = await import(${JSON.stringify(join(import.meta.dirname, "claim.ts"))});
    await claimFile(process.argv[1]);
    console.log("up");
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script, path]);
  await once(child.stdout, "data");
  expect(await claimFile(path)).toEqual({ holder: `process ${child.pid} on ${hostname()}`, onThisHost: true });
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await claimed(path))();
});

test("another machine's is believed", async () => {
  const path = join(root, "far");
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", started: "1" }));
  expect(await claimFile(path)).toEqual({ holder: "process 1 on elsewhere", onThisHost: false });
});
