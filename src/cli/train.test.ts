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
  const threads = await periscope("train", "nano", "--threads", "1000000000", "--out", join(root, "threads"));
  expect(threads.errors).toContain('--threads is "1000000000", expected a whole number from 1 to 1024');
  expect((await periscope("finetune")).errors).toContain("--data names the conversations");
  expect((await periscope("finetune", "--model", root, "--data", "x.json")).errors).toContain("no model to finetune");
  const freeze = await periscope("finetune", "--data", "x.json", "--freeze", "language,aligner");
  expect(freeze.errors).toContain("everything is frozen");
  expect(freeze.code).toBe(1);
});

test("a recipe that awaits what never comes ends with a sentence, not in silence", () => {
  writeFileSync(join(root, "never.mts"), "await new Promise(() => {});\nexport default {};\n");
  const cli = new URL("../../bin/periscope.js", import.meta.url).pathname;
  const run = spawnSync(process.execPath, [cli, "train", join(root, "never.mts"), "--dry-run"], { encoding: "utf8" });
  expect(run.stderr).toBe(`error: ${join(root, "never.mts")} cannot be loaded: it awaits something that never comes\n`);
  expect(run.status).toBe(1);
});

test("what finetune cannot do as it is told is a sentence", async () => {
  const model = join(root, "refusing");
  await writeTinyModel(model);
  const data = join(root, "texts.jsonl");
  const message = { messages: ["user", "assistant"].map((role) => ({ role, content: "It is red." })) };
  writeFileSync(data, `${JSON.stringify(message)}\n`);
  const common = ["--model", model, "--data", data, "--dry-run"];
  for (const [args, message] of [
    [["--lora", "--lora-targets", "q_proj,"], '--lora-targets is "q_proj,", expected names'],
    [["--lora", "--lora-targets", "nope"], '"nope": expected q_proj'],
    [["--lora", "--lora-targets", "layers.99.self_attn.q_proj"], '"layers.99.self_attn.q_proj" is no matrix'],
    [["--lora-targets", "q_proj"], "--lora-targets is about adapters: say --lora as well"],
    [["--lora-alpha", "3"], "--lora-alpha is about adapters"],
    [["--lora", "1000000000"], '"stages.0.lora.rank" is 1000000000'],
    [["--rates", "=2"], '--rates is "=2", expected module=factor'],
    [["--rates", "low=0.1=5"], '--rates is "low=0.1=5", expected module=factor'],
    [["--rates", "low=1,low=2"], "--rates names low twice"],
    [["--train", "aligner"], "texts.jsonl has text alone, which reaches nothing but the language model"],
    [["--seed", "-1"], '--seed is "-1", expected a whole number from 0'],
    [["--batch", "1000000000"], '"stages.0.batch" is 1000000000'],
  ] as const) {
    const { errors, code } = await periscope("finetune", ...common, ...args);
    expect(errors, args.join(" ")).toContain(message);
    expect(errors).not.toContain("inside Periscope");
    expect(code).toBe(1);
  }
  const { out } = await periscope("finetune", ...common, "--seed", "0", "--warmup", "0");
  expect(JSON.parse(out)).toMatchObject({ seed: 0, stages: [{ schedule: { warmup: 0 } }] });
  const spaced = await periscope("finetune", ...common, "--lora", "--lora-targets", "q_proj, v_proj");
  expect(JSON.parse(spaced.out).stages[0].lora.targets).toEqual(["q_proj", "v_proj"]);
  for (const text of ["null", "5", "[]"]) {
    writeFileSync(join(model, "config.json"), text);
    expect((await periscope("finetune", ...common)).errors).toMatch(/config\.json holds .*, expected an object$/);
  }
});

test("a configuration of LLaMA-Factory is run as it stands; what it says is not said twice", async () => {
  const model = join(root, "configured");
  await writeTinyModel(model);
  const message = { messages: ["user", "assistant"].map((role) => ({ role, content: "It is red." })) };
  writeFileSync(join(root, "said.jsonl"), `${JSON.stringify(message)}\n`.repeat(40));
  const config = join(root, "lf.yaml");
  writeFileSync(
    config,
    `{model_name_or_path: ${model}, dataset: said.jsonl, dataset_dir: ${root}, max_steps: 40, save_steps: 0.25, logging_steps: 0.05}`,
  );
  const { out } = await periscope("finetune", "--config", config, "--dry-run", "--set", "seed=3");
  expect(JSON.parse(out)).toMatchObject({ seed: 3, checkpoints: { every: 10 }, logEvery: 2 });
  const twice = await periscope("finetune", "--config", config, "--rate", "7", "--lora", "3", "--dry-run");
  expect(twice.errors).toMatch(/^error: --lora, --rate beside --config/);
  expect(twice.code).toBe(1);
  writeFileSync(config, "{model_name_or_path: [");
  expect((await periscope("finetune", "--config", config)).errors).toMatch(/^error: .*lf\.yaml is not valid YAML/);
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
    rates: {}, // text reaches no aligner: its rate goes as its training does
  });
  const untrained = await periscope("finetune", ...common, "--rates", "low=0.1", "--dry-run");
  expect(untrained.errors).toContain('has a rate for "low", which it does not train; it trains language');
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
