import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, expect, test, vi } from "vitest";
import { UserError } from "./errors.ts";
import { nativePackage, packageProblem } from "./native-package.ts";
import { withoutPackages, withoutParts } from "./testing/packages.ts";

afterEach(() => void vi.restoreAllMocks());

test("a package loads with its first use: a member, a call, a construction", () => {
  const load = nativePackage<typeof import("node:path")>("node:path");
  expect(load.basename("/a/b")).toBe("b");
  const join = nativePackage<typeof import("node:path").join>("node:path", "join");
  expect(join("a", "b")).toBe("a/b");
  const Decoder = nativePackage<typeof import("node:util").TextDecoder>("node:util", "TextDecoder");
  expect(new Decoder().decode(Uint8Array.of(65))).toBe("A");
  expect(new Decoder()).toBeInstanceOf(Decoder);
});

test("without a package its use is a sentence, and nothing before its use", () => {
  withoutPackages("sharp");
  const sharp = nativePackage<typeof import("sharp").default>("sharp");
  const missing = new UserError("the package sharp is not installed; run npm install sharp.");
  expect(() => sharp("a.png")).toThrow(missing);
  expect(() => sharp.versions).toThrow(missing);
  expect(packageProblem("sharp")).toBe(missing.message);
});

test("without a package's part for this machine too, in the first sentence of its own words", () => {
  withoutParts("koffi");
  expect(packageProblem("koffi")).toBe(
    "the package koffi cannot be loaded (there is no koffi.node); run npm install koffi, without --omit=optional, which leaves out its part for this machine.",
  );
  expect(packageProblem("sharp")).toBeUndefined();
});

test("the library can be imported without any of them, and says what a model needs", async () => {
  withoutParts("koffi", "sharp", "@napi-rs/canvas");
  const { load } = await import("../index.ts");
  await expect(load("checkpoints/nano")).rejects.toThrow("the package koffi cannot be loaded");
});

test("a bundle of the library as CommonJS finds its packages", async () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-bundle-"));
  const bundle = join(folder, "index.cjs");
  const root = resolve(import.meta.dirname, "../..");
  try {
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    await build({
      ...{ entryPoints: [join(root, "src/index.ts")], outfile: bundle, logLevel: "silent" },
      ...{ bundle: true, platform: "node", format: "cjs", packages: "external" },
    });
    const script = `
      const { load } = require(${JSON.stringify(bundle)});
      load(${JSON.stringify(join(root, "checkpoints/nano"))}).then((model) => model.dispose()).then(() => console.log("loaded"));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--eval", script], { cwd: folder });
    expect(stdout).toBe("loaded\n");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
