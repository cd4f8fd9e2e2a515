import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { inputFiles, openFolder } from "./folder.ts";
import { isRejection } from "./importer.ts";
import { folderWith } from "./testing/samples.ts";

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => "found",
    (error: { reason?: string }) => error.reason,
  );

test("names lead to files beside, below, and by the end of their path, and to nothing outside", async () => {
  const outer = await folderWith({
    "secret.png": "s",
    "data/set.json": "",
    "data/images/a.png": "a",
    "data/deep/train/b.png": "b",
  });
  const root = join(outer, "data");
  const folder = await openFolder([root]);
  const from = join(root, "set.json");
  expect(await folder.find("images/a.png", from)).toBe(join(root, "images/a.png"));
  expect(await folder.find("a.png", from)).toBe(join(root, "images/a.png"));
  expect(await folder.find("train/b.png", from)).toBe(join(root, "deep/train/b.png"));
  expect(await folder.find(String.raw`images\a.png`, from)).toBe(join(root, "images/a.png"));
  expect(await reasonOf(folder.find("../secret.png", from))).toBe("a path leads outside the folder");
  expect(await reasonOf(folder.find("images/../../secret.png", from))).toBe("a path leads outside the folder");
  expect(await reasonOf(folder.find(join(outer, "secret.png"), from))).toBe("a path leads outside the folder");
  expect(await reasonOf(folder.find("/etc/hostname", from))).toBe("a path leads outside the folder");
  expect(await reasonOf(folder.find("https://example.org/a.png", from))).toBe("a file is on the network");
  expect(await reasonOf(folder.find("a\0.png", from))).toBe("a file name is not valid");
  expect(await reasonOf(folder.find("images", from))).toBe("a file is missing");
});

test("a name with folders is not taken for a namesake elsewhere, one without is refused if there are several", async () => {
  const root = await folderWith({ "set.json": "", "vg/1.jpg": "v", "coco/1.jpg": "c" });
  const folder = await openFolder([root]);
  expect(await reasonOf(folder.find("ocr/1.jpg", join(root, "set.json")))).toBe("a file is missing");
  expect(await reasonOf(folder.find("1.jpg", join(root, "set.json")))).toBe("a file name is ambiguous");
});

test("links inside a folder work, links to the outside are refused", async () => {
  const outer = await folderWith({ "secret.txt": "s", "data/real.txt": "r" });
  const root = join(outer, "data");
  await symlink(join(root, "real.txt"), join(root, "good.txt"));
  await symlink(join(outer, "secret.txt"), join(root, "bad.txt"));
  await symlink(outer, join(root, "up"));
  const folder = await openFolder([root]);
  expect(await folder.find("good.txt", join(root, "x"))).toBe(join(root, "real.txt"));
  expect(await reasonOf(folder.find("bad.txt", join(root, "x")))).toBe("a link leads outside the folder");
  expect(await reasonOf(folder.find("up/secret.txt", join(root, "x")))).toBe("a link leads outside the folder");

  const found: unknown[] = [];
  for await (const one of inputFiles({ recognises: (path) => path.endsWith(".txt") }, [root])) {
    found.push(isRejection(one) ? `${one.item}: ${one.reason}` : one.origin);
  }
  expect(found).toEqual(["data/bad.txt: a link leads outside the folder", "data/good.txt", "data/real.txt"]);
});

test("files come in the order of their names, hidden ones are left alone, a file that is given itself is read", async () => {
  const root = await folderWith({ "b/2.txt": "", "a/3.txt": "", "a.txt": "", ".hidden/x.txt": "", "c.md": "" });
  await mkdir(join(root, "z"));
  await writeFile(join(root, "z/.y.txt"), "");
  const found: string[] = [];
  for await (const one of inputFiles({ recognises: (path) => path.endsWith(".txt") }, [root, join(root, "c.md")])) {
    if (!isRejection(one)) found.push(one.origin);
  }
  expect(found).toEqual(["a/3.txt", "a.txt", "b/2.txt"].map((name) => `${basename(root)}/${name}`).concat("c.md"));
});

test("a path that does not exist is said to the user", async () => {
  await expect(openFolder(["/nowhere/at/all"])).rejects.toThrow("there is no file or folder /nowhere/at/all");
});

test("a named pipe and a device are said to the user, below a folder they are left alone", async () => {
  const root = await folderWith({ "a.txt": "a" });
  execFileSync("mkfifo", [join(root, "pipe.txt")]);
  await symlink("/dev/zero", join(root, "zero.txt"));
  await expect(openFolder([join(root, "pipe.txt")])).rejects.toThrow("pipe.txt is neither a file nor a folder");
  await expect(openFolder([join(root, "zero.txt")])).rejects.toThrow("zero.txt is neither a file nor a folder");
  const found: unknown[] = [];
  for await (const one of inputFiles({ recognises: (path) => path.endsWith(".txt") }, [root])) {
    found.push(isRejection(one) ? `${basename(one.item)}: ${one.reason}` : basename(one.path));
  }
  expect(found).toEqual(["a.txt", "zero.txt: a link leads outside the folder"]);
});
