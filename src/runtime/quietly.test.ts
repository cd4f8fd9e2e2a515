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

test.skipIf(process.platform === "win32")("two threads at once do not silence it for ever", () => {
  // the first is silent before the second and until that one is
  const thread = (body: string) => `
    import { workerData } from "node:worker_threads";
    import { register } from "tsx/esm/api";
    register();
    const { quietly } = await import(${JSON.stringify(join(import.meta.dirname, "quietly.ts"))});
    const step = new Int32Array(workerData);
    const reach = (n) => { Atomics.store(step, 0, n); Atomics.notify(step, 0); };
    const wait = (n) => { for (let at; (at = Atomics.load(step, 0)) < n; ) Atomics.wait(step, 0, at); };
    ${body}`;
  const first = "quietly(() => { reach(1); wait(2); }); reach(3);";
  const second = "wait(1); quietly(() => { reach(2); wait(3); });";
  const script = `
    const { Worker } = await import("node:worker_threads");
    const workerData = new SharedArrayBuffer(4);
    const threads = ${JSON.stringify([thread(first), thread(second)])}
      .map((program) => new Worker(program, { eval: true, workerData }));
    await Promise.all(threads.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
    writeSync(2, "after");`;
  expect(outputs(script)).toEqual({ stdout: "", stderr: "after" });
});

test.skipIf(process.platform === "win32")("of a device that cannot be had there is one sentence", () => {
  const script = `await createNativeRuntime("webgpu").catch(({ message }) => console.log(message));`;
  const { stdout, stderr } = outputs(script, { VK_DRIVER_FILES: "/none.json", VK_ICD_FILENAMES: "/none.json" });
  expect(stderr).toBe("");
  if (process.platform === "linux") expect(stdout).toMatch(/^WebGPU is not available .*\n$/);
});
