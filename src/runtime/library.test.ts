import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { findLibrary } from "./library.ts";

test("the library comes from the installed onnxruntime-node", () => {
  const { path, packageVersion } = findLibrary({});
  expect(existsSync(path)).toBe(true);
  expect(path).toContain("onnxruntime-node");
  expect(packageVersion).toMatch(/^1\.\d+\.\d+/);
});

test.each([
  ["linux", "x64", "libonnxruntime.so.1"],
  ["linux", "arm64", "libonnxruntime.so.1"],
  ["darwin", "arm64", "libonnxruntime.1.dylib"],
  ["win32", "x64", "onnxruntime.dll"],
  ["win32", "arm64", "onnxruntime.dll"],
])("onnxruntime-node carries one for %s %s", (platform, architecture, fileName) => {
  const { path } = findLibrary({}, platform, architecture);
  expect(path.split(/[\\/]/).slice(-3)).toEqual([platform, architecture, fileName]);
});

test("an Intel Mac is told what it can do", () => {
  expect(() => findLibrary({}, "darwin", "x64")).toThrow(
    /^onnxruntime-node carries no ONNX Runtime for darwin-x64 .*set PERISCOPE_ORT_LIBRARY to a shared library/,
  );
});

test("PERISCOPE_ORT_LIBRARY wins, and must exist", () => {
  expect(findLibrary({ PERISCOPE_ORT_LIBRARY: import.meta.filename }, "darwin", "x64").path).toBe(import.meta.filename);
  expect(() => findLibrary({ PERISCOPE_ORT_LIBRARY: "/nowhere/libonnxruntime.so" })).toThrow(
    "PERISCOPE_ORT_LIBRARY names /nowhere/libonnxruntime.so, which does not exist.",
  );
});
