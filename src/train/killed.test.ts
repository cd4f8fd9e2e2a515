import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openSafetensors } from "../checkpoint/safetensors.ts";
import { uniform } from "./random.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-killed-"));
// inside the package, so that the bundle finds its dependencies; starting from a bundle takes a third of the time
const cache = fileURLToPath(new URL("../../node_modules/.cache/periscope/", import.meta.url));
const child = join(cache, `killed-run-${process.pid}.mjs`);

beforeAll(async () => {
  mkdirSync(cache, { recursive: true });
  await build({
    entryPoints: [fileURLToPath(new URL("./testing/killed-run.child.ts", import.meta.url))],
    ...{ bundle: true, platform: "node", format: "esm", packages: "external", outfile: child, logLevel: "error" },
  });
});
afterAll(() => {
  rmSync(child, { force: true });
  rmSync(root, { recursive: true });
});

/** Runs until it ends, or until `lines` steps are told and a moment has passed; then it is killed without warning. */
function run(folder: string, lines = Number.POSITIVE_INFINITY, moment = 0): Promise<"finished" | "killed"> {
  return new Promise((resolve, reject) => {
    const running = spawn(process.execPath, [child, folder], { stdio: ["ignore", "pipe", "pipe"] });
    let [text, errors] = ["", ""];
    let timer: NodeJS.Timeout | undefined;
    running.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    running.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.split("\n").length > lines) timer ??= setTimeout(() => running.kill("SIGKILL"), moment);
    });
    running.on("close", (code, signal) => {
      clearTimeout(timer);
      if (signal === "SIGKILL") resolve("killed");
      else if (code === 0 && text.endsWith("finished\n")) resolve("finished");
      else reject(new Error(`the run ended with ${code ?? signal}: ${errors}`));
    });
  });
}

async function finalBits(folder: string): Promise<Record<string, string>> {
  const file = await openSafetensors(join(folder, "checkpoints", "00000260-both", "state.safetensors"));
  const bits: Record<string, string> = {};
  for (const name of [...file.tensors.keys()].sort()) {
    const { buffer, byteOffset, byteLength } = await file.read(name);
    bits[name] = Buffer.from(buffer, byteOffset, byteLength).toString("base64");
  }
  await file.close();
  return bits;
}

test("a run that is killed 20 times at random moments ends with the bits of one that was left alone", async () => {
  const random = uniform("killing");
  const [whole, killed] = [join(root, "whole"), join(root, "killed")];
  const uninterrupted = run(whole);
  let kills = 0;
  for (let start = 0; start < 20; start++) {
    // after a few steps, in the midst of one or of writing what it has done
    if ((await run(killed, 1 + Math.floor(6 * random()), 12 * random())) === "killed") kills++;
    else break;
  }
  expect(await run(killed)).toBe("finished");
  expect(await uninterrupted).toBe("finished");
  expect(kills).toBe(20);
  expect(await finalBits(killed)).toEqual(await finalBits(whole));
  const steps = (folder: string) =>
    readFileSync(join(folder, "metrics.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
      .filter(({ kind }) => kind === "summary")
      .map(({ at, losses }) => ({ at, losses }));
  expect(steps(killed)).toEqual(steps(whole)); // no step is missing, none is told twice
}, 300_000);
