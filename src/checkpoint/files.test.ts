import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { UserError } from "../runtime/errors.ts";
import { makeFolder } from "./files.ts";
import { writeFolder } from "./save.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-files-"));
afterAll(() => rmSync(root, { recursive: true }));
const isRoot = process.getuid?.() === 0;
const onLinux = process.platform === "linux";

test("a folder is made with its parents, and one that is there is taken", async () => {
  const folder = join(root, "a/b/c");
  await Promise.all([makeFolder(folder), makeFolder(folder), makeFolder(join(root, "a/b/d"))]);
  expect(statSync(folder).isDirectory()).toBe(true);
  await makeFolder(folder);
});

test("an empty path is not the current folder", async () => {
  const sentence = "the name of the folder to write to is empty";
  await expect(makeFolder("")).rejects.toThrow(new UserError(sentence));
  await expect(writeFolder("", true, async () => {})).rejects.toThrow(new UserError(sentence));
});

test("a file in the way is named", async () => {
  const file = join(root, "file");
  writeFileSync(file, "mine");
  for (const path of [file, join(file, "x"), join(file, "x/y")]) {
    await expect(makeFolder(path)).rejects.toThrow(new UserError(`${file} is a file, expected a folder`));
  }
});

test.skipIf(process.platform === "win32")("a link that leads nowhere is in the way", async () => {
  const link = join(root, "link");
  symlinkSync(join(root, "nowhere"), link);
  const sentence = `cannot create the folder ${link}: something else already has that name`;
  await expect(makeFolder(link)).rejects.toThrow(new UserError(sentence));
});

// Node's own recursive mkdir does not come back from there.
test.runIf(onLinux)("a folder that takes no others is named", async () => {
  await expect(makeFolder("/proc/periscope/x")).rejects.toThrow(
    /^cannot create the folder \/proc\/periscope(: \/proc takes no folders|\/x: permission is denied)$/,
  );
});

test.skipIf(isRoot || process.platform === "win32")("a folder of mode 555 may not be written to", async () => {
  const folder = join(root, "closed");
  await makeFolder(folder);
  chmodSync(folder, 0o555);
  await expect(makeFolder(folder)).rejects.toThrow(new UserError(`cannot write to ${folder}: permission is denied`));
  const below = join(folder, "x");
  await expect(makeFolder(below)).rejects.toThrow(
    new UserError(`cannot create the folder ${below}: permission is denied`),
  );
});

// A recursive mkdir says there that the folder does not exist. Mounting takes root, or a namespace of one's own.
test.runIf(onLinux)("a read-only mount is told from a folder that does not exist", ({ skip }) => {
  const mount = join(root, "mount");
  const script = `
    const { makeFolder } = await import(${JSON.stringify(join(import.meta.dirname, "files.ts"))});
    for (const path of process.argv.slice(1)) await makeFolder(path).catch((error) => console.log(error.message));
  `;
  const { status, stdout } = spawnSync(
    "unshare",
    [
      ...["--mount", ...(isRoot ? [] : ["--map-root-user"]), "sh", "-ec"],
      `mkdir -p ${mount}; mount -t tmpfs -o ro none ${mount} || exit 77
       exec "$0" --import tsx --input-type=module -e "$1" ${mount} ${mount}/x/y`,
      process.execPath,
      script,
    ],
    { encoding: "utf8" },
  );
  if (status !== 0) skip("no read-only mount can be made here");
  expect(stdout.trim().split("\n")).toEqual([
    `cannot write to ${mount}: the file system is read-only`,
    `cannot create the folder ${mount}/x/y: the file system is read-only`,
  ]);
  expect(existsSync(join(mount, "x"))).toBe(false);
});
