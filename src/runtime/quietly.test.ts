import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

/** What a process writes to standard output and error that runs a script with the modules of this folder. */
function outputs(script: string, environment: Record<string, string> = {}) {
  const module = (name: string) => JSON.stringify(join(import.meta.dirname, `${name}.ts`));
  const begin = `
    import { writeSync } from "node:fs";
    const { quietly } = await import(${module("quietly")});
    const { createNativeRuntime } = await import(${module("native")});`;
  const { PERISCOPE_ORT_LOG: _, ...inherited } = process.env;
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "-e", begin + script],
    { encoding: "utf8", env: { ...inherited, ...environment } },
  );
  return { stdout, stderr };
}

test.skipIf(process.platform === "win32")("standard error is silent meanwhile, and not after that", () => {
  const script = `
    const fail = () => { writeSync(2, "during "); throw new Error("told"); };
    writeSync(2, "before ");
    for (let i = 0; i < 3; i++) try { quietly(fail); } catch ({ message }) { writeSync(2, message + " "); }
    writeSync(2, "after");`;
  expect(outputs(script).stderr).toBe("before told told told after");
  expect(outputs(script, { PERISCOPE_ORT_LOG: "error" }).stderr).toContain("during");
});

test.skipIf(process.platform === "win32")("of a device that cannot be had there is one sentence", () => {
  const script = `await createNativeRuntime("webgpu").catch(({ message }) => console.log(message));`;
  const { stdout, stderr } = outputs(script, { VK_DRIVER_FILES: "/none.json", VK_ICD_FILENAMES: "/none.json" });
  expect(stderr).toBe("");
  if (process.platform === "linux") expect(stdout).toMatch(/^WebGPU is not available .*\n$/);
});
