import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { lockFolder } from "./folder-lock.ts";

const folder = mkdtempSync(join(tmpdir(), "periscope-lock-"));
const path = join(folder, "run.lock");
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder has one run at a time, also of one process", async () => {
  const release = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toThrow(`${folder} is in use by a run of process ${process.pid} on`);
  await release();
  expect(existsSync(path)).toBe(false);
  await (await lockFolder(folder))();
});

test("a living process keeps it, a killed one does not", async () => {
  const child = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000); console.log('up')"]);
  await once(child.stdout, "data");
  await (await lockFolder(folder))();
  const release = await lockFolder(folder);
  const mine = JSON.parse(readFileSync(path, "utf8"));
  await release();
  const stat = process.platform === "linux" ? readFileSync(`/proc/${child.pid}/stat`, "utf8") : "";
  const started = stat.replace(/^.*\) /s, "").split(" ")[19] ?? mine.started;
  const theirs = JSON.stringify({ pid: child.pid, host: hostname(), started });
  writeFileSync(path, theirs);
  await expect(lockFolder(folder)).rejects.toThrow(`process ${child.pid}`);
  child.kill("SIGKILL");
  await once(child, "exit");
  await (await lockFolder(folder))();
});

test("a later process with the same number is another one; another machine's is believed; rubbish is nobody's", async () => {
  if (process.platform === "linux") {
    writeFileSync(path, JSON.stringify({ pid: process.ppid, host: hostname(), started: "1" }));
    await (await lockFolder(folder))();
  }
  writeFileSync(path, JSON.stringify({ pid: 1, host: "elsewhere", started: "1" }));
  await expect(lockFolder(folder)).rejects.toThrow(
    /process 1 on elsewhere; if that is gone for good, remove .*run\.lock/,
  );
  writeFileSync(path, '{"pid": 1');
  await (await lockFolder(folder))();
});
