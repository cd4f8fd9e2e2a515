import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { afterAll, describe, expect, test } from "vitest";
import { parseRecipe } from "../../data/recipe.ts";
import { dataVerb } from "../data.ts";
import { recipeNamed, resized } from "./build.ts";
import { buildLine, describeProgress } from "./build-line.ts";
import { table } from "./flags.ts";
import { neverAnswered } from "./teach.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-data-"));
afterAll(() => rmSync(root, { recursive: true }));

const written = {
  name: "tiny",
  seed: 5,
  maxSide: 96,
  samples: 40,
  samplesPerShard: 20,
  mixture: {
    categories: { text: 60, instruction: 40 },
    sources: { "*": 0, "test-squares": 1, "test-sums": 1, "test-picky": 1 },
  },
  modules: [join(import.meta.dirname, "../../data/pipeline/testing/drawn-sources.ts")],
};
const file = join(root, "tiny.json");
writeFileSync(file, JSON.stringify(written));

interface Outcome {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function start(args: readonly string[]): { child: ChildProcess; ended: Promise<Outcome> } {
  const child = spawn(process.execPath, ["bin/periscope.js", "data", ...args]);
  const [out, err] = [[] as Buffer[], [] as Buffer[]];
  child.stdout.on("data", (part: Buffer) => out.push(part));
  child.stderr.on("data", (part: Buffer) => err.push(part));
  const ended = new Promise<Outcome>((resolve) => {
    child.on("close", (code) => resolve({ code, out: `${Buffer.concat(out)}`, err: `${Buffer.concat(err)}` }));
  });
  return { child, ended };
}

describe("periscope data", () => {
  const out = join(root, "out");

  test("builds a recipe, says what came out, verifies it and counts it", async () => {
    const built = await start(["build", file, "--out", out, "--samples", "30", "--shards", "2"]).ended;
    expect(built).toMatchObject({ code: 0 });
    expect(built.out).toMatch(/^30 samples in 2 shards, [\d.]+ kB, in /);
    expect(built.err).toMatch(/30 of 30 samples .* shards 2\/2/);
    const [verified, counted, covered] = await Promise.all([
      start(["verify", out]).ended,
      start(["stats", out, "--json", "--html", join(root, "stats.html")]).ended,
      start(["taxonomy", out, "--json"]).ended,
    ]);
    expect(verified).toMatchObject({ code: 0, err: "" });
    expect(verified.out).toContain("in 2 shards: all as they were written");
    expect(JSON.parse(counted.out)).toMatchObject({ samples: 30, lengths: { unit: "words" } });
    expect(readFileSync(join(root, "stats.html"), "utf8")).toContain("<svg");
    const { leaves } = JSON.parse(covered.out) as { leaves: { leaf: string; samples: number }[] };
    const squares = JSON.parse(counted.out).sources["test-squares"].samples;
    expect(squares).toBeGreaterThan(0);
    expect(leaves.filter(({ samples }) => samples > 0)).toEqual([
      expect.objectContaining({
        leaf: "Recognition/Local Description/Object Attribute Description",
        samples: squares,
      }),
    ]);
  });

  test("verify ends with 1 where a shard is corrupt", async () => {
    const path = join(out, "shard-000001.tar");
    const bytes = readFileSync(path);
    bytes[600]! ^= 4;
    writeFileSync(path, bytes);
    const { code, out: said } = await start(["verify", out]).ended;
    expect(code).toBe(1);
    expect(said).toContain("shard-000001.tar: the bytes are not those that were written");
  });

  test("stops by Ctrl-C with a sentence, and nothing half-written stays", async () => {
    const stopped = join(root, "stopped");
    const { child, ended } = start(["build", file, "--out", stopped, "--samples", "100000"]);
    while (!existsSync(join(stopped, "shard-000000.json")) && child.exitCode === null) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    child.kill("SIGINT");
    const { code, err } = await ended;
    expect(code).toBe(1);
    expect(err).toContain("error: stopped; run the same command again to go on");
    expect(readdirSync(stopped).filter((name) => name.startsWith("."))).toEqual([]);
    expect(readdirSync(stopped)).not.toContain("dataset.json");
  });

  test("tells wrong calls from what did not work", async () => {
    const nowhere = join(root, "nowhere", "stats.html");
    const teach = (teacher: string, to: string) =>
      start(["teach", "examples", "--teacher", teacher, "--model", "none", "--out", to]).ended;
    const [none, unknown, missing, untaught, unwritten, noAddress, noFolder] = await Promise.all([
      start(["build", file]).ended,
      start(["frobnicate"]).ended,
      start(["verify", join(root, "nothing")]).ended,
      start(["taxonomy", join(root, "nothing")]).ended,
      start(["stats", out, "--html", nowhere]).ended,
      teach("ftp://127.0.0.1/v1", join(root, "taught")),
      teach("http://127.0.0.1:1/v1", file),
    ]);
    expect(none).toMatchObject({ code: 2, out: "" });
    expect(none.err).toContain("--out");
    expect(unknown.code).toBe(2);
    expect(missing.code).toBe(1);
    expect(unwritten).toMatchObject({ code: 1, err: `error: cannot write ${nowhere}: it does not exist\n` });
    expect(noAddress.err).toBe('error: --teacher is "ftp://127.0.0.1/v1", expected an address like https://host/v1\n');
    expect(noFolder).toMatchObject({ code: 1, err: `error: ${file} is a file, expected a folder\n` });
    for (const one of [missing, untaught]) expect(one.err).toBe(`error: there is no folder ${join(root, "nothing")}\n`);
  });
});

test("a teacher that never answered is no success; one whose answers were kept, or whom no picture suited, is", () => {
  const report = { conversations: 0, cached: 0, unsuitable: 0, failed: 3, reasons: {} };
  expect(neverAnswered(report)).toBe(true);
  expect(neverAnswered({ ...report, conversations: 1 })).toBe(false);
  expect(neverAnswered({ ...report, unsuitable: 1 })).toBe(false);
  expect(neverAnswered({ ...report, failed: 0 })).toBe(false);
});

describe("recipes", () => {
  test("come by name, or from a JSON or TypeScript file with paths from there on", async () => {
    expect((await recipeNamed("nano")).maxSide).toBe(384);
    expect((await recipeNamed("recipes/data/full.ts")).maxSide).toBe(1024);
    const other = join(root, "other.json");
    const imports = [{ importer: "text", input: "mine.txt" }];
    writeFileSync(other, JSON.stringify({ ...written, modules: [], imports, filters: { decontaminate: ["eval"] } }));
    const recipe = await recipeNamed(other);
    expect(recipe.imports[0]!.input).toBe(join(root, "mine.txt"));
    expect(recipe.filters.decontaminate).toEqual([join(root, "eval")]);
  });

  test.each([
    ["nobody", 'there is no recipe "nobody"; known are nano, instruction, full'],
    ["./nothing.json", "there is no recipe ./nothing.json"],
    ["./nothing.ts", "there is no recipe ./nothing.ts"],
    ["README.md", "README.md is not a recipe"],
    ["package.json", 'package.json ("seed")'],
  ])("that are wrong are told in a sentence: %s", async (name, sentence) => {
    await expect(recipeNamed(name)).rejects.toThrow(sentence);
  });

  test("stand in what help and pages print by names that an installed package has", () => {
    const program = new Command();
    dataVerb(program);
    const data = program.commands[0]!;
    const texts = [data, ...data.commands].map((command) => {
      let text = "";
      command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
      return text;
    });
    const commands = [...texts, readFileSync("docs/data.md", "utf8"), readFileSync("README.md", "utf8")]
      .flatMap((text) => text.split("\n"))
      .filter((line) => /periscope data (build|taxonomy) \S/.test(line));
    expect(commands.length).toBeGreaterThan(5);
    for (const line of commands) expect(line).not.toContain("recipes/");
  });

  test("take as many samples and shards as the flags say", () => {
    const recipe = parseRecipe(written);
    expect(resized(recipe, {})).toBe(recipe);
    expect(resized(recipe, { samples: "90" })).toMatchObject({ samples: 90, samplesPerShard: 20 });
    expect(resized(recipe, { shards: "3" })).toMatchObject({ samples: 60, samplesPerShard: 20 });
    expect(resized(recipe, { samples: "90", shards: "4" })).toMatchObject({ samples: 90, samplesPerShard: 23 });
    for (const wrong of ["many", "0", "1e3", "9".repeat(400)]) {
      expect(() => resized(recipe, { samples: wrong })).toThrow(`--samples is "${wrong}"`);
    }
    const sentence = "10 samples cannot be in 7 shards of one size: with 2 in each there are 5";
    expect(() => resized(recipe, { samples: "10", shards: "7" })).toThrow(sentence);
  });

  test.each([
    [["--queue", "postgres://nobody@127.0.0.1:1/none", "--workers", "2"], "--workers is for a build on this machine"],
    [["--heartbeat", "30"], "--heartbeat needs --queue"],
  ])("flags that would mean nothing are refused: %s", async (flags, sentence) => {
    const program = new Command().exitOverride();
    dataVerb(program);
    const command = ["data", "build", "nano", "--out", "nowhere", ...flags];
    await expect(program.parseAsync(command, { from: "user" })).rejects.toThrow(sentence);
  });
});

test("the progress line says how far, how fast and what", () => {
  const progress = {
    ...{ samples: 1200, total: 2000, samplesPerSecond: 64.06, secondsLeft: 12.5, pieces: 8, piecesDone: 4, found: 0 },
    ...{ categories: { text: 900, caption: 300, vision: 0 }, refused: { "a: b": 10, "c: d": 2 }, missing: [] },
    ...{ faults: [] as string[], faultCount: 0 },
  };
  expect(describeProgress(progress)).toBe(
    "1,200 of 2,000 samples  64.1/s  13 s left  shards 4/8  text 900  caption 300  refused 12",
  );
  const lines: string[] = [];
  const line = buildLine({ write: (text: string) => lines.push(text) });
  for (const samples of [0, 100, 150, 200, 201]) line.show({ ...progress, samples });
  expect(lines).toHaveLength(2); // in a log, a line for every tenth
  const faults = ["test, seed 1, index 2, attempt 0: it broke"];
  for (const samples of [202, 203]) line.show({ ...progress, samples, faults, faultCount: 1 });
  expect(lines.slice(2)).toEqual([`another was made instead of ${faults[0]}\n`]);
});

test("tables have columns of equal width", () => {
  expect(
    table([
      ["name", "n"],
      ["a", "10"],
    ]),
  ).toBe("name   n\na     10");
});
