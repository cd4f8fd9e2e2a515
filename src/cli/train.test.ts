import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { writeTinyModel } from "../chat/testing/tiny-model.ts";
import { createProgram, main } from "./main.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-cli-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Runs the command in this process. */
async function periscope(...args: string[]): Promise<{ out: string; errors: string; code: number }> {
  const said: string[] = [];
  const complained: string[] = [];
  const out = vi.spyOn(console, "log").mockImplementation((text: unknown) => void said.push(String(text)));
  const errors = vi.spyOn(console, "error").mockImplementation((text: unknown) => void complained.push(String(text)));
  process.exitCode = 0;
  try {
    await main(args);
    return { out: said.join("\n"), errors: complained.join("\n"), code: Number(process.exitCode) };
  } finally {
    out.mockRestore();
    errors.mockRestore();
    process.exitCode = 0;
    process.removeAllListeners("uncaughtException");
  }
}

test("every option of train and finetune is told by --help, with examples, and by docs/training.md", async () => {
  const { readFileSync } = await import("node:fs");
  const page = readFileSync(new URL("../../docs/training.md", import.meta.url), "utf8");
  for (const verb of ["train", "finetune"]) {
    const program = await createProgram([verb]);
    const command = program.commands.find((one) => one.name() === verb)!;
    expect(command.options.length).toBeGreaterThan(10);
    for (const { long } of command.options) expect(page, `${verb} ${long}`).toContain(long!);
  }
});

test("a recipe can be looked at, changed, before anything runs", async () => {
  const { out, code } = await periscope("train", "nano-stages", "--dry-run", "--set", "stages.joint.steps=7", "seed=3");
  const recipe = JSON.parse(out);
  expect(code).toBe(0);
  expect([recipe.seed, recipe.stages.find(({ name }: { name: string }) => name === "joint").steps]).toEqual([3, 7]);
});

test("the embedded model's recipe is one like the others", async () => {
  const { out } = await periscope("train", "nano", "--dry-run", "--set", "stages.dense.steps=7");
  const { stages } = JSON.parse(out) as { stages: Record<string, unknown>[] };
  expect(stages[0]).toMatchObject({ name: "dense", objective: "course", trained: ["high", "neck", "heads"], steps: 7 });
  expect(stages.filter(({ optimizer }) => (optimizer as { muon: boolean }).muon).map(({ name }) => name)).toEqual([
    ...["language", "sharpen", "read", "practice", "count", "revise"],
  ]);
});

test("what is wrong is a sentence", async () => {
  expect((await periscope("train", "nonesuch")).errors).toMatch(
    /^error: there is no recipe "nonesuch"; known are nano/,
  );
  const lost = await periscope("train", "nano", "--out", join(root, "lost"), "--from", join(root, "nowhere"));
  expect(lost.errors).toContain("nowhere is no run");
  expect((await periscope("train", "nano", "--workers", "none")).errors).toContain("--workers is");
  expect((await periscope("finetune")).errors).toContain("--data names the conversations");
  expect((await periscope("finetune", "--model", root, "--data", "x.json")).errors).toContain("no model to finetune");
  const freeze = await periscope("finetune", "--data", "x.json", "--freeze", "language,aligner");
  expect(freeze.errors).toContain("everything is frozen");
  expect(freeze.code).toBe(1);
});

test("finetune makes a recipe of messages, and runs it", async () => {
  const model = join(root, "model");
  await writeTinyModel(model);
  const data = join(root, "messages.jsonl");
  const lines = Array.from({ length: 6 }, (_, i) =>
    JSON.stringify({
      messages: [
        { role: "user", content: `Is it ${i}?` },
        { role: "assistant", content: "It is red." },
      ],
    }),
  );
  writeFileSync(data, lines.join("\n"));
  const common = ["--model", model, "--data", data, "--batch", "2", "--epochs", "1", "--length", "400"];
  const dry = JSON.parse(
    (await periscope("finetune", ...common, "--lora", "4", "--rates", "aligner=2", "--dry-run")).out,
  );
  expect(dry.stages[0]).toMatchObject({
    steps: 3,
    trained: ["language"],
    lora: { rank: 4, alpha: 8 },
    rates: { aligner: 2 },
  });
  const cli = new URL("../../bin/periscope.js", import.meta.url).pathname;
  const run = spawnSync(
    process.execPath,
    [cli, "finetune", ...common, "--out", join(root, "run"), "--threads", "1", "--json"],
    {
      encoding: "utf8",
    },
  );
  expect(run.stderr).toBe("");
  const events = run.stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(events.map(({ kind }) => kind)).toContain("checkpoint");
  expect(events.filter(({ kind }) => kind === "summary").at(-1)).toMatchObject({ step: 3, steps: 3 });
});
