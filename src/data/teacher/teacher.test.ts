import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { UserError } from "../../runtime/errors.ts";
import { leaves } from "../taxonomy.ts";
import { parseAnswer } from "./ask.ts";
import { questionHash } from "./cache.ts";
import { teacherLeaves } from "./prompts.ts";
import { type TeachOptions, teach } from "./teach.ts";

/** What the fake server does with its next requests; `good` when there is nothing left to do. */
type Behaviour = "good" | "busy" | "broken" | "chatter" | "wrong-shape" | "unsuitable" | "forbidden";
const script: Behaviour[] = [];
const requests: { key: string | undefined; prompt: string; image: string }[] = [];
const waits: number[] = [];
let onRequest: () => void = () => {};

const app = new Hono();
app.post("/v1/chat/completions", async (context) => {
  const body = await context.req.json();
  const [image, text] = body.messages[0].content;
  requests.push({ key: context.req.header("authorization"), prompt: text.text, image: image.image_url.url });
  onRequest();
  const say = (content: string) => context.json({ choices: [{ message: { role: "assistant", content } }] });
  switch (script.shift() ?? "good") {
    case "busy":
      return context.json({ error: "slow down" }, 429, { "retry-after": "7" });
    case "broken":
      return context.text("oops", 500);
    case "chatter":
      return say("Sure! Here is a nice conversation.");
    case "wrong-shape":
      return say('{"suits": true, "turns": []}');
    case "unsuitable":
      return say('{"suits": false}');
    case "forbidden":
      return context.text("no such key", 401);
    case "good":
      return say('```json\n{"suits": true, "turns": [{"question": "What is it?", "answer": "A test."}]}\n```');
  }
});

let folder: string;
let url: string;
let server: ReturnType<typeof serve>;

beforeAll(async () => {
  url = await new Promise((resolve) => {
    server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, ({ port }) =>
      resolve(`http://127.0.0.1:${port}/v1`),
    );
  });
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "teacher-"));
  await mkdir(join(folder, "images/more"), { recursive: true });
  for (const name of ["a.png", "b.jpg", "more/c.webp"])
    await writeFile(join(folder, "images", name), `bytes of ${name}`);
  await writeFile(join(folder, "images/notes.txt"), "not a picture");
  script.length = 0;
  requests.length = 0;
  waits.length = 0;
  onRequest = () => {};
  return () => rm(folder, { recursive: true });
});

function options(more: Partial<TeachOptions> = {}): TeachOptions {
  const wait = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    waits.push(ms);
  };
  return {
    images: join(folder, "images"),
    out: join(folder, "out"),
    parallel: 1,
    endpoint: { url, model: "fake", key: "secret", perMinute: 600, wait },
    ...more,
  };
}

const result = async () =>
  (await readFile(join(folder, "out/conversations.jsonl"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

test("every picture becomes a conversation in LLaVA's shape with its leaf", async () => {
  const report = await teach(options());
  expect(report).toMatchObject({ conversations: 3, cached: 0, failed: 0 });
  const records = await result();
  expect(records.map((one) => one.image)).toEqual(["a.png", "b.jpg", "more/c.webp"]);
  for (const record of records) {
    expect(leaves).toContain(record.leaf);
    expect(record.conversations).toEqual([
      { from: "human", value: "<image>\nWhat is it?" },
      { from: "gpt", value: "A test." },
    ]);
  }
  expect(requests[0]!.key).toBe("Bearer secret");
  expect(Buffer.from(requests[0]!.image.split(",")[1]!, "base64").toString()).toBe("bytes of a.png");
  expect(requests[2]!.image.startsWith("data:image/webp;base64,")).toBe(true);
});

test("a second run asks nothing and gives the same file", async () => {
  await teach(options());
  const before = await readFile(join(folder, "out/conversations.jsonl"), "utf8");
  requests.length = 0;
  expect(await teach(options())).toMatchObject({ conversations: 3, cached: 3 });
  expect(requests).toEqual([]);
  expect(await readFile(join(folder, "out/conversations.jsonl"), "utf8")).toBe(before);
});

test("a busy server is waited for as long as it says, a broken one longer each time", async () => {
  script.push("busy", "broken", "broken");
  expect(await teach(options())).toMatchObject({ conversations: 3, failed: 0 });
  expect(requests).toHaveLength(6);
  expect(waits).toContain(7000); // retry-after
  expect(waits.filter((ms) => ms >= 1000 && ms !== 7000)).toEqual([1000, 2000, 4000]);
});

test("answers that are not the JSON that was asked for are asked for again, then given up, and the run goes on", async () => {
  script.push("chatter", "wrong-shape", "good", ...Array<Behaviour>(6).fill("chatter"));
  const report = await teach(options());
  expect(report).toMatchObject({ conversations: 2, failed: 1 });
  expect(Object.keys(report.reasons)).toEqual([
    "given up after 6 attempts: the answer was not the JSON that was asked for",
  ]);
  expect(await result()).toHaveLength(2);
  expect(await teach(options())).toMatchObject({ conversations: 3, cached: 2, failed: 0 }); // what failed is asked again
});

test("a picture that does not suit its leaf is remembered and left out", async () => {
  script.push("unsuitable");
  expect(await teach(options())).toMatchObject({ conversations: 2, unsuitable: 1 });
  requests.length = 0;
  expect(await teach(options())).toMatchObject({ conversations: 2, unsuitable: 1, cached: 3 });
  expect(requests).toEqual([]);
});

test("a stopped run keeps its answers, leaves no result, and continues where it was", async () => {
  const controller = new AbortController();
  onRequest = () => {
    if (requests.length === 2) controller.abort(new Error("stopped"));
  };
  await expect(teach(options({ signal: controller.signal }))).rejects.toThrow();
  await expect(result()).rejects.toThrow("ENOENT");
  onRequest = () => {};
  requests.length = 0;
  expect(await teach(options())).toMatchObject({ conversations: 3, cached: 1 });
  expect(requests).toHaveLength(2);
});

test("a run that is killed keeps what was paid for: the next one asks only for the rest", async () => {
  const command = [
    ...["bin/periscope.js", "data", "teach", join(folder, "images"), "--teacher", url, "--model", "fake"],
    ...["--out", join(folder, "out"), "--parallel", "1", "--per-minute", "60000", "--json"],
  ];
  const child = spawn(process.execPath, command, { stdio: "ignore" });
  const ended = new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
  onRequest = () => {
    if (requests.length === 2) child.kill("SIGKILL"); // the first answer is on disk, the second question on its way
  };
  expect(await ended).toBe("SIGKILL");
  expect(requests).toHaveLength(2);
  const [paid] = requests.splice(0);
  onRequest = () => {};
  const again = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  again.stdout.on("data", (text: Buffer) => {
    said += text.toString("utf8");
  });
  await new Promise((resolve) => again.once("close", resolve));
  expect(JSON.parse(said)).toMatchObject({ conversations: 3, cached: 1, failed: 0 });
  expect(requests).toHaveLength(2);
  expect(requests.map(({ image }) => image)).not.toContain(paid!.image);
  expect(await result()).toHaveLength(3);
}, 120_000);

test("an answer that was cut while it was written is asked for again", async () => {
  await teach(options());
  const [{ prompt }] = requests as [(typeof requests)[number]];
  const hash = questionHash("fake", prompt, Buffer.from("bytes of a.png"));
  await writeFile(join(folder, "out/answers", hash.slice(0, 2), `${hash}.json`), '{"suits": tr');
  expect(await teach(options())).toMatchObject({ conversations: 3, cached: 2 });
});

test("requests keep the distance that the rate says", async () => {
  await teach(options({ parallel: 3 }));
  expect(waits.filter((ms) => ms === 100)).toHaveLength(3); // 600 a minute
});

test("a refused key and wrong input end the run with one sentence", async () => {
  script.push("forbidden");
  await expect(teach(options())).rejects.toThrow(/refused the request with 401: no such key/);
  await expect(teach(options({ leaves: ["Recognition/Nonsense"] }))).rejects.toThrow(
    '"Recognition/Nonsense" is not a leaf',
  );
  await expect(teach(options({ images: join(folder, "none") }))).rejects.toThrow(UserError);
});

test("another picture, model or prompt is another question", () => {
  const one = questionHash("m", "p", Buffer.from("x"));
  expect(
    new Set([
      one,
      questionHash("n", "p", Buffer.from("x")),
      questionHash("m", "q", Buffer.from("x")),
      questionHash("m", "p", Buffer.from("y")),
    ]).size,
  ).toBe(4);
});

test("replies that are no replies are no answers", () => {
  expect(parseAnswer("<html>")).toBeUndefined();
  expect(parseAnswer('{"choices": []}')).toBeUndefined();
});

test("leaves with questions of their own are leaves of the taxonomy", () => {
  for (const { leaf, questions } of teacherLeaves) {
    expect(leaves).toContain(leaf);
    expect(questions.length).toBeGreaterThan(0);
  }
});
