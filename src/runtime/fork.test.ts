import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");

test.each(["cjs", "esm"] as const)(
  "a bundle (%s) that lacks a process's file says so, and what to do",
  async (format) => {
    const folder = mkdtempSync(join(tmpdir(), "periscope-bundle-"));
    const outfile = join(folder, format === "cjs" ? "program.cjs" : "program.mjs");
    const program = `
    import { decodeImage } from "./src/image/index.ts";
    const svg = new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    decodeImage(svg).catch((error) => console.log(error.name + ": " + error.message));`;
    try {
      symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
      await build({
        ...{ stdin: { contents: program, resolveDir: root }, outfile, logLevel: "silent" },
        ...{ bundle: true, platform: "node", format, packages: "external" },
      });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
      expect(stdout).toBe(
        "UserError: svg-process.js, which runs as a process of its own, is not beside the program; a bundle has to leave the package periscope-vl out (esbuild: --external:periscope-vl)\n",
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
