import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { FixtureReport } from "../eval/parity/index.ts";
import { parityVerb } from "./parity.ts";

const fixtures = join(import.meta.dirname, "../../test/fixtures/parity");
const aligners = join(fixtures, "d_aligner_variants");

let printed: string[];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((line: string) => void printed.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = undefined;
});

async function run(...args: string[]): Promise<string> {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => {} });
  parityVerb(program);
  await program.parseAsync(["node", "periscope", "parity", ...args]);
  return printed.join("\n");
}

describe("periscope parity", () => {
  test("prints a line a group and a sum, and leaves the exit code alone when all is well", async () => {
    const lines = (await run(aligners)).split("\n");
    expect(lines[0]).toBe("pass  d_aligner_variants/identity (aligner, cpu)");
    expect(lines[1]).toMatch(/^ {2}pass {2}grad\.x +0 of 1\.0e-5 +1 tensor$/);
    expect(lines.at(-1)).toBe("9 passed, 0 failed");
    expect(process.exitCode).toBeUndefined();
  });

  test("leaves out the files that a shell's * names beside the folders", async () => {
    const note = join(fixtures, "b_low_only/case.json");
    expect(await run(note, join(aligners, "linear"))).toMatch(/^pass {2}linear .*\n[\s\S]*1 passed, 0 failed$/);
    await expect(run(note)).rejects.toThrow("a fixture is a folder, and there is none among these");
  });

  test("prints reports as JSON", async () => {
    const reports = JSON.parse(await run(join(aligners, "linear"), "--json")) as FixtureReport[];
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatchObject({ fixture: "linear", kind: "aligner", device: "cpu", ok: true });
    expect(reports[0]!.groups[0]).toMatchObject({ group: "grad.aligner", tensors: 2, limit: 1e-5, ok: true });
  });

  test("exits with 1 when anything fails", async () => {
    // the fixture of another part beside its own weights

    const folder = await mkdtemp(join(tmpdir(), "periscope-parity-"));
    try {
      await cp(join(aligners, "linear"), folder, { recursive: true });
      await cp(join(aligners, "mlp_gelu_depth2/model.safetensors"), join(folder, "model.safetensors"));
      expect(await run(folder)).toMatch(/^FAIL[\s\S]*is unexpected[\s\S]*0 passed, 1 failed$/);
      expect(process.exitCode).toBe(1);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test("refuses a folder that does not exist and a device that it does not know", async () => {
    await expect(run("nowhere")).rejects.toThrow("nowhere does not exist");
    await expect(run(aligners, "--device", "tpu")).rejects.toThrow("Allowed choices are cpu, webgpu, cuda");
  });
});
