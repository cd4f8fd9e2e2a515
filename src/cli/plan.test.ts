import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { main } from "./main.ts";

const out: string[] = [];
const errors: string[] = [];
beforeEach(() => {
  out.length = 0;
  errors.length = 0;
  vi.spyOn(console, "log").mockImplementation((line) => void out.push(line));
  vi.spyOn(console, "error").mockImplementation((line) => void errors.push(line));
});
afterEach(() => {
  vi.restoreAllMocks();
  process.exitCode = 0;
});

const plan = (...args: string[]) => main(["plan", "nano-stages", "--stage", "joint", ...args]);

test("a plan as JSON has the layout, memory and time of each stage", async () => {
  await plan("--json", "--nodes", "1", "--gpus-per-node", "4", "--gpu", "a100", "--tensor", "1", "--pipeline", "1");
  const { stages, devices, days } = JSON.parse(out.join("\n"));
  expect(devices).toBe(4);
  expect(stages).toHaveLength(1);
  const { decision, grouping } = stages[0];
  expect(decision.best.layout).toMatchObject({ data: 4, tensor: 1, pipeline: 1 });
  expect(decision.best.memory.weights).toBeGreaterThan(1e6);
  expect(days).toBeGreaterThan(0);
  expect(grouping.formula).toBeGreaterThan(1);
  expect(process.exitCode ?? 0).toBe(0);
});

test("a plan as text says what it assumes; one that fits nowhere says so and ends with 1", async () => {
  await plan("--nodes", "1", "--gpus-per-node", "16", "--tensor", "1", "--pipeline", "1");
  expect(out.join("\n")).toMatch(/Assumed: 35 % of the peak/);
  expect(out.join("\n")).toMatch(/no layout fits/); // 16 ranks, 8 sequences
  expect(process.exitCode).toBe(1);
});

test("where nothing fits there is no sum, and where only some stages fit they are counted", async () => {
  await plan("--nodes", "1000");
  expect(out.join("\n")).toMatch(/no layout fits: none deals 8 sequences out to 8,000 devices\n\nNo stage fits\.$/);
  out.length = 0;
  await plan(
    "--nodes",
    "2",
    "--tensor",
    "1",
    "--pipeline",
    "1",
    "--stage",
    "adaptor,joint",
    "--set",
    "stages.joint.batch=1",
    "stages.adaptor.batch=16",
  );
  expect(out.join("\n")).toMatch(/\n1 of 2 stages fit: .* GPU hours$/);
});

test.each([
  [["--tensor", "3"], "3 tensor ranks stay within a machine and do not divide its 8 devices"],
  [["--tensor", "8"], "8 tensor ranks do not divide the 4 attention heads"],
  [["--pipeline", "5"], "5 pipeline ranks are more than the 4 layers"],
  [["--pipeline", "3"], "3 pipeline ranks do not divide 8 devices"],
  [
    ["--nodes", "4", "--tensor", "2", "--pipeline", "1"],
    "8 sequences out to 32 devices with 2 tensor x 1 pipeline ranks",
  ],
  [["--gpus-per-node", "1", "--zero", "1"], "ZeRO-1 divides AdamW's state among devices with the same weights,"],
  [["--rows", "9"], "no device has 9 of the 8 sequences"],
  [["--stage", "dense", "--tensor", "2"], "a dense stage trains a tower, which every device computes whole"],
  [["--stage", "contrastive", "--nodes", "3", "--gpus-per-node", "1"], "3 do not divide 32"],
  [["--stage", "contrastive", "--rows", "2"], "compares all pairs of a device at once, which are not 2"],
])("%j leaves no layout, and the reason is told", async (args, why) => {
  await plan(...args);
  expect(out.join("\n")).toContain(why);
  expect(process.exitCode).toBe(1);
  out.length = 0;
  await plan(...args, "--json");
  expect(JSON.parse(out.join("\n")).stages[0].decision.impossible).toContain(why);
  out.length = 0;
  process.exitCode = 0;
  await plan(...args, "--days", "5");
  expect(out.join("\n")).toContain(why);
  expect(process.exitCode).toBe(1);
});

test("a stage may be called by its number", async () => {
  const { trainingRecipes } = await import("../../recipes/index.ts");
  const { stages } = trainingRecipes["nano-stages"] as { stages: readonly { name: string }[] };
  const number = stages.findIndex(({ name }) => name === "joint") + 1;
  await main(["plan", "nano-stages", "--stage", String(number), "--json"]);
  expect(JSON.parse(out.join("\n")).stages.map(({ name }: { name: string }) => name)).toEqual(["joint"]);
});

test("days may be given instead", async () => {
  await plan("--days", "0.01", "--gpu", "T4", "--gpus-per-node", "1");
  expect(out.join("\n")).toMatch(/^joint: 0.01 days (mean [\d.]+ % of the peak|are not enough)/);
  out.length = 0;
  await plan("--days", "1e300");
  expect(out.join("\n")).toBe("joint: 1e+300 days mean 0.5 % of the peak or less while computing");
  out.length = 0;
  await plan("--days", "1e-9", "--json");
  expect(JSON.parse(out.join("\n"))).toMatchObject([
    { utilization: null, fits: true, why: expect.stringContaining("1e-9 days") },
  ]);
  out.length = 0;
  await plan("--days", "1e300", "--json");
  expect(JSON.parse(out.join("\n"))).toMatchObject([{ utilization: 0.005, orLess: true }]);
});

test.each([
  [["--gpu", "H1000"], /there is no GPU "H1000"/],
  [["--nodes", "some"], /--nodes is "some", expected a whole number/],
  [["--nodes", "1e12"], /--nodes is "1e12", expected a whole number from 1 to 1000000/],
  [["--stage", "99"], /has no stage "99"; it has /],
  [["--set", "stages.joint.sequence.length=9007199254740991"], /Too big/],
  [
    ["--images", "1000", "--set", "stages.joint.sequence={length: 60000, packing: true, imageTokens: beside}"],
    /with 1000 pictures, expected at most 65536/,
  ],
  [["--images", "6"], /stage "joint" has sequences of 384 tokens: 6 pictures of 64 with text do not fit, at most 5 do/],
  [["--recompute", "--no-recompute"], /--recompute and --no-recompute: say one of them/],
  [["--no-recompute", "--recompute"], /--recompute and --no-recompute: say one of them/],
  [["--mfu", "40"], /--mfu is "40", expected a share of at most 1/],
  [["--zero", "3"], /--zero is "3", expected 0 or 1/],
  [["--stage", "jonit"], /has no stage "jonit"; it has /],
])("%j is answered with a sentence", async (args, message) => {
  await plan(...args);
  expect(errors.join("\n")).toMatch(message);
  expect(process.exitCode).toBe(1);
});
