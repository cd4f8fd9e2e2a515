import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { writeFolder } from "./save.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope-save-"));
});
afterAll(() => rm(root, { recursive: true }));

/** The disk, on which a replaced folder named "stuck" cannot be removed. */
vi.mock("node:fs/promises", async (original) => {
  const disk = await original<typeof import("node:fs/promises")>();
  const remove: typeof disk.rm = async (path, options) => {
    if (/\.stuck\..*\.old$/.test(String(path)))
      throw Object.assign(new Error("busy"), { code: "EBUSY", syscall: "rm" });
    return disk.rm(path, options);
  };
  return { ...disk, rm: remove };
});

const fill = (temporary: string) => writeFile(join(temporary, "config.json"), "{}");

test("what a killed process left is removed by the next one, and only that", async () => {
  const others = [".other.0123abcd.tmp", ".model.notes.tmp", ".model.tmp"];
  for (const name of [".model.0123abcd.tmp", ".model.89abcdef.old", ...others])
    await writeFolder(join(root, name), false, fill);
  await writeFile(join(root, ".model.lock"), JSON.stringify({ pid: 2 ** 31 - 1, host: "elsewhere", started: "1" }));
  await expect(writeFolder(join(root, "model"), false, fill)).rejects.toThrow(
    /model is being written by process 2147483647 on elsewhere; if that is gone for good, remove .*\.model\.lock$/,
  );
  await rm(join(root, ".model.lock"));
  await writeFolder(join(root, "model"), false, fill);
  expect((await readdir(root)).sort()).toEqual([...others, "model"].sort());
});

test("a replaced folder that a kill left aside stays until a new one is whole", async () => {
  const target = join(root, "run");
  await writeFolder(join(root, ".run.0123abcd.old"), false, fill);
  const broken = () => Promise.reject(new Error("no"));
  await expect(writeFolder(target, true, broken)).rejects.toThrow("no");
  expect(await readdir(root)).toContain(".run.0123abcd.old");
});

test("a folder has one writer at a time", async () => {
  const target = join(root, "busy");
  await writeFolder(target, false, async (temporary) => {
    await expect(writeFolder(target, true, fill)).rejects.toThrow(`being written by process ${process.pid}`);
    await fill(temporary);
  });
  expect(await readdir(target)).toEqual(["config.json"]);
});

test("a folder that was empty and is filled meanwhile is kept", async () => {
  const target = join(root, "filled");
  await mkdir(target);
  const writing = writeFolder(target, false, async (temporary) => {
    await fill(temporary);
    await writeFile(join(target, "mine"), "");
  });
  await expect(writing).rejects.toThrow(`cannot write ${target}: a folder there is not empty`);
  expect(await readdir(target)).toEqual(["mine"]);
});

test("what has been written is told so, though the folder that it replaces cannot be removed", async () => {
  const target = join(root, "stuck");
  await mkdir(join(root, ".stuck.0123abcd.old"));
  await writeFolder(target, true, fill);
  expect(await readdir(target)).toEqual(["config.json"]);
});
