import OpenAI, { APIUserAbortError, BadRequestError, NotFoundError, RateLimitError } from "openai";
import type { ChatCompletionCreateParams, ChatCompletionMessageParam } from "openai/resources/chat/completions";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { silentLog } from "./log.ts";
import { goOn, hold } from "./testing/hold.ts";
import { picture, type TestServer, testServer } from "./testing/server.ts";

let server: TestServer;
let client: OpenAI;
let red: string;
let blue: string;
beforeAll(async () => {
  server = await testServer({ maxRows: 3, maxQueue: 2 });
  client = new OpenAI({ baseURL: `${server.url}/v1`, apiKey: "none", maxRetries: 0 });
  [red, blue] = [await picture("#f00"), await picture("#00f", 9, 30)];
}, 300_000); // two processes start, which takes its time on a busy machine
afterAll(() => server.clear());

const question = (text: string): ChatCompletionMessageParam[] => [{ role: "user", content: text }];
const base = { model: "tiny", max_tokens: 12 } as const;
const image = (url: string) => ({ type: "image_url", image_url: { url } }) as const;

async function streamed(params: Omit<ChatCompletionCreateParams, "stream">) {
  const stream = await client.chat.completions.create({
    ...params,
    stream: true,
    stream_options: { include_usage: true },
  });
  let [text, reason] = ["", ""];
  let usage: OpenAI.CompletionUsage | null | undefined;
  let chunks = 0;
  for await (const chunk of stream) {
    chunks++;
    text += chunk.choices[0]?.delta.content ?? "";
    reason = chunk.choices[0]?.finish_reason ?? reason;
    usage = chunk.usage;
  }
  return { text, reason, usage, chunks };
}

test("models are listed", async () => {
  const models = [];
  for await (const model of client.models.list()) models.push(model.id);
  expect(models).toEqual(["tiny"]);
  expect(await client.models.retrieve("tiny")).toMatchObject({ object: "model", owned_by: "periscope" });
  await expect(client.models.retrieve("huge")).rejects.toThrow(NotFoundError);
});

test("an answer is the same whole and streamed, and costs the same, images included", async () => {
  const messages: ChatCompletionMessageParam[] = [
    { role: "system", content: "Be brief." },
    { role: "user", content: [image(red), { type: "text", text: "What colour is it?" }, image(blue)] },
    { role: "assistant", content: "Red." },
    { role: "user", content: [{ type: "text", text: "And this one?" }, image(red)] },
  ];
  const whole = await client.chat.completions.create({ ...base, messages });
  const { text, reason, usage, chunks } = await streamed({ ...base, messages });
  expect(text).toBe(whole.choices[0]!.message.content);
  expect(text.length).toBeGreaterThan(0);
  expect(reason).toBe("length");
  expect(chunks).toBeGreaterThan(5);
  expect(whole.usage).toMatchObject({ completion_tokens: 12, prompt_tokens_details: { image_tokens: 12 } });
  const { prompt_tokens_details: details, ...counts } = usage!;
  expect(whole.usage).toMatchObject(counts);
  expect(details).toMatchObject({ image_tokens: 12 });
  expect(details!.cached_tokens).toBe(Math.floor((counts.prompt_tokens - 1) / 64) * 64);
  expect(counts.total_tokens).toBe(counts.prompt_tokens + 12);
});

test("an image costs its positions, and goes through the towers once", async () => {
  const url = await picture("#0f0", 33, 7);
  const timed = { ...base, periscope: { timings: true } };
  const ask = (content: ChatCompletionMessageParam["content"]) =>
    client.chat.completions.create({ ...timed, messages: [{ role: "user", content }] } as typeof base & {
      messages: ChatCompletionMessageParam[];
    });
  const plain = await ask("What?");
  const first = await ask([image(url), { type: "text", text: "What?" }]);
  const again = await ask([image(url), { type: "text", text: "What?" }]);
  expect(first.usage!.prompt_tokens).toBeGreaterThanOrEqual(plain.usage!.prompt_tokens + 4);
  expect(first.usage!.prompt_tokens_details).toMatchObject({ image_tokens: 4 });
  const encoded = [first, again].map((answer) => (answer as unknown as Timed).periscope.timings.images_encoded);
  expect(encoded).toEqual([1, 0]);
  expect(again.choices[0]!.message.content).toBe(first.choices[0]!.message.content);
});
interface Timed {
  readonly periscope: { readonly timings: { readonly images_encoded: number } };
}

test("a seed repeats an answer; n gives choices that differ, each as its own seed gives it", async () => {
  const drawn = { ...base, messages: question("Why?"), temperature: 1, seed: 7 };
  const three = await client.chat.completions.create({ ...drawn, n: 3 });
  expect(three.choices.map(({ index }) => index)).toEqual([0, 1, 2]);
  const texts = three.choices.map(({ message }) => message.content);
  expect(new Set(texts).size).toBe(3);
  expect(three.usage!.completion_tokens).toBe(36);
  const third = await client.chat.completions.create({ ...drawn, seed: 9 });
  expect(third.choices[0]!.message.content).toBe(texts[2]);
});

test("a stop string ends an answer before it", async () => {
  const free = await client.chat.completions.create({ ...base, messages: question("Who?") });
  const text = free.choices[0]!.message.content!;
  const stop = text.slice(6, 9);
  const stopped = await client.chat.completions.create({ ...base, messages: question("Who?"), stop: [stop, "zzzz"] });
  expect(stopped.choices[0]).toMatchObject({
    finish_reason: "stop",
    message: { content: text.slice(0, text.indexOf(stop)) },
  });
});

test("log-probabilities come with bytes and alternatives, whole and streamed", async () => {
  const params = { ...base, messages: question("What?"), logprobs: true, top_logprobs: 3 };
  const whole = await client.chat.completions.create(params);
  const tokens = whole.choices[0]!.logprobs!.content!;
  expect(tokens).toHaveLength(12);
  for (const { logprob, top_logprobs: top, bytes } of tokens) {
    expect(top).toHaveLength(3);
    expect(top[0]!.logprob).toBe(logprob); // greedy
    expect(bytes!.length).toBeGreaterThan(0);
  }
  const stream = await client.chat.completions.create({ ...params, stream: true });
  const seen = [];
  for await (const { choices } of stream) seen.push(...(choices[0]?.logprobs?.content ?? []));
  expect(seen).toEqual(tokens);
});

test("response_format holds answers to JSON and to schemas, next to answers that are free", async () => {
  const schema = {
    type: "object",
    properties: { colour: { enum: ["red", "blue"] }, count: { type: "integer", minimum: 0, maximum: 99 } },
    required: ["colour", "count"],
    additionalProperties: false,
  };
  const drawn = { ...base, max_tokens: 40, temperature: 1.5, seed: 3, messages: question("What?") };
  const [bySchema, free] = await Promise.all([
    client.chat.completions.create({
      ...{ ...drawn, n: 2 },
      response_format: { type: "json_schema", json_schema: { name: "answer", strict: true, schema } },
    }),
    client.chat.completions.create(drawn),
  ]);
  for (const { message, finish_reason } of bySchema.choices) {
    const value = JSON.parse(message.content!) as { colour: string; count: number };
    expect(Object.keys(value)).toEqual(["colour", "count"]);
    expect(["red", "blue"]).toContain(value.colour);
    expect(value.count).toBeLessThan(100);
    expect(finish_reason).toBe("stop");
  }
  expect(free.usage!.completion_tokens).toBe(40);
  const object = await client.chat.completions.create({ ...drawn, response_format: { type: "json_object" } });
  expect(object.choices[0]!.message.content!.trimStart()[0]).toBe("{");
});

test.each<[string, object, string | null]>([
  ["no messages", { messages: [] }, "messages"],
  ["a role that there is not", { messages: [{ role: "robot", content: "x" }] }, "messages[0].role"],
  ["an answer as the last word", { messages: [{ role: "assistant", content: "x" }] }, "messages"],
  ["tools", { tools: [{ type: "function", function: { name: "f" } }] }, "tools"],
  ["a temperature", { temperature: 3 }, "temperature"],
  ["an empty stop", { stop: [""] }, "stop"],
  ["alternatives without probabilities", { top_logprobs: 2 }, "top_logprobs"],
  ["a path", { messages: [{ role: "user", content: [image("/etc/passwd")] }] }, "messages[0].content[0].image_url.url"],
  [
    "a file",
    { messages: [{ role: "user", content: [image("file:///etc/passwd")] }] },
    "messages[0].content[0].image_url.url",
  ],
  [
    "an address",
    { messages: [{ role: "user", content: [image("https://example.org/a.png")] }] },
    "messages[0].content[0].image_url.url",
  ],
  [
    "what is no image",
    { messages: [{ role: "user", content: [image("data:image/png;base64,aGVsbG8=")] }] },
    "messages[0].content[0].image_url.url",
  ],
  ["more answers than there ever is room for", { n: 6 }, "n"],
  [
    "more answers than there is room for, before a schema is looked at",
    { n: 6, response_format: { type: "json_schema", json_schema: { name: "x", schema: { not: {} } } } },
    "n",
  ],
  [
    "a schema",
    { response_format: { type: "json_schema", json_schema: { name: "x", schema: { not: {} } } } },
    "response_format.json_schema.schema",
  ],
  [
    "a schema of too many readings",
    {
      response_format: {
        type: "json_schema",
        json_schema: { name: "x", schema: { anyOf: new Array(5000).fill({ type: "array" }) } },
      },
    },
    "response_format.json_schema.schema",
  ],
  ["a prompt that is too long", { messages: question("why ".repeat(5000)) }, "messages"],
])("refused with status 400 and the field's name: %s", async (_, wrong, param) => {
  const error = await client.chat.completions
    .create({ ...base, messages: question("What?"), ...wrong } as ChatCompletionCreateParams)
    .catch((error: unknown) => error);
  expect(error).toBeInstanceOf(BadRequestError);
  expect((error as BadRequestError).param).toBe(param);
  expect((error as BadRequestError).type).toBe("invalid_request_error");
});

test("a picture of too many pixels is refused by its header, before it is decoded", async () => {
  const content = [image(await picture("#fff", 8000, 5001))];
  const asked = client.chat.completions.create({ ...base, messages: [{ role: "user", content }] });
  await expect(asked).rejects.toThrow(/8000 x 5001 = 40008000 pixels; at most 40000000/);
});

test("a model that is not there is status 404", async () => {
  const asked = client.chat.completions.create({ ...base, model: "gpt-9", messages: question("What?") });
  await expect(asked).rejects.toThrow(NotFoundError);
});

const model = () => server.models[0]!;
type State = Partial<ReturnType<typeof model>["state"]>;
const until = (state: State, of: TestServer = server) =>
  vi.waitFor(() => expect(of.models[0]!.state).toMatchObject(state), { timeout: 20_000, interval: 5 });
const idle = () => until({ outstanding: 0, active: 0 });
const pid = (worker: "language" | "vision") => model().processes[worker === "language" ? 0 : 1]!;

test("whoever leaves frees the place at once, streamed or not", async () => {
  const long = { ...base, max_tokens: 4000, messages: question("What?") };
  const stream = await client.chat.completions.create({ ...long, stream: true });
  for await (const _ of stream) {
    expect(model().state.outstanding).toBe(1);
    break; // the client closes the connection
  }
  await idle();
  const stop = new AbortController();
  const whole = client.chat.completions.create(long, { signal: stop.signal });
  const caught = whole.catch((error: unknown) => error);
  await until({ active: 1 });
  stop.abort();
  expect(await caught).toBeInstanceOf(APIUserAbortError);
  await idle();
});

test("an answer that is over has no place in the line, though nobody has read it", async () => {
  const content = [{ type: "text", text: "What?" }] as const;
  const prompt = { messages: [{ role: "user", content }], images: new Map(), choices: 2 } as const;
  const events = model().answer({ ...prompt, options: { maxNewTokens: 20 } });
  await events.next();
  await idle();
  let ends = 0;
  for await (const { type } of events) if (type === "end") ends++;
  expect(ends).toBe(2);
});

test("whoever leaves the line for images takes them along", async () => {
  hold(pid("vision"));
  const stop = new AbortController();
  const asked = [1, 2, 3].map(async (shade) => {
    const content = [image(await picture(`#00${shade}`))];
    await client.chat.completions.create({ ...base, messages: [{ role: "user", content }] }, { signal: stop.signal });
  });
  await until({ outstanding: 3, imagesWaiting: 2 });
  stop.abort();
  await Promise.allSettled(asked);
  await until({ outstanding: 0, imagesWaiting: 0 });
  goOn(pid("vision"));
});

test("beyond the queue there is status 429 with the time to come back, and nobody before it is lost", async () => {
  hold(pid("language"));
  const streams = Array.from({ length: 5 }, () =>
    client.chat.completions.create({ ...base, max_tokens: 120, messages: question("What?"), stream: true }),
  );
  await until({ outstanding: 5, waiting: 2 });
  const error = await client.chat.completions.create({ ...base, messages: question("Who?") }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(RateLimitError);
  expect(Number((error as RateLimitError).headers!.get("retry-after"))).toBeGreaterThanOrEqual(1);
  goOn(pid("language"));
  const lengths = await Promise.all(
    streams.map(async (stream) => {
      let chunks = 0;
      for await (const { choices } of await stream) if (choices[0]?.delta.content !== undefined) chunks++;
      return chunks;
    }),
  );
  expect(Math.min(...lengths)).toBeGreaterThan(60); // some tokens are no text yet
  expect(new Set(lengths).size).toBe(1); // greedy, the same prompt: the same answer in whatever company
});

test("a crashed worker fails what it was at, is replaced, and those in line are answered", async () => {
  const long = { ...base, max_tokens: 4000, messages: question("What?") };
  const started = await Promise.all([1, 2, 3].map(() => client.chat.completions.create({ ...long, stream: true })));
  const iterators = started.map((stream) => stream[Symbol.asyncIterator]());
  for (const iterator of iterators) await iterator.next();
  hold(pid("language"));
  const inLine = client.chat.completions.create({ ...base, messages: question("Who?") });
  await until({ waiting: 1 });
  process.kill(pid("language"), "SIGKILL");
  for (const iterator of iterators) {
    await expect(
      (async () => {
        while (!(await iterator.next()).done);
      })(),
    ).rejects.toThrow(/the worker that was giving this answer ended unexpectedly/);
  }
  expect((await fetch(`${server.url}/ready`)).status).toBe(503);
  expect((await inLine).usage!.completion_tokens).toBe(12);
  expect((await fetch(`${server.url}/ready`)).status).toBe(200);
  await idle();
});

test("a prompt that no worker had begun goes to the next; one that two have ended with is given up, whole answers with status 500", async () => {
  let killNext = false;
  const own = await testServer({
    maxRows: 2,
    log: {
      ...silentLog,
      // said before the new worker is given what waits
      note: (text) => void (killNext && text.includes("a new language worker") && end("SIGKILL")),
    },
  });
  const end = (signal: NodeJS.Signals) => process.kill(own.models[0]!.processes[0]!, signal);
  const ask = async () => {
    const body = JSON.stringify({ ...base, messages: question("What?") });
    const response = await fetch(`${own.url}/v1/chat/completions`, {
      ...{ method: "POST", body, headers: { "Content-Type": "application/json" } },
    });
    return { status: response.status, body: (await response.json()) as { error?: { code: string } } };
  };
  try {
    for (const deadly of [false, true]) {
      end("SIGSTOP"); // it is given the prompt, and does not begin
      const asked = ask();
      await until({ outstanding: 1, waiting: 0 }, own);
      killNext = deadly;
      end("SIGKILL");
      const { status, body } = await asked;
      killNext = false;
      expect(status).toBe(deadly ? 500 : 200);
      expect(body.error?.code).toBe(deadly ? "worker_crashed" : undefined);
    }
    expect((await ask()).status).toBe(200);
  } finally {
    await own.clear();
  }
});

test("a prompt that its client has left before it was begun does not go to the next worker", async () => {
  const own = await testServer({ maxRows: 1 });
  const asking = new OpenAI({ baseURL: `${own.url}/v1`, apiKey: "none", maxRetries: 0 });
  const ask = (signal?: AbortSignal) =>
    asking.chat.completions.create({ ...base, messages: question("What?") }, { signal });
  try {
    const worker = own.models[0]!.processes[0]!;
    hold(worker);
    const stop = new AbortController();
    const left = ask(stop.signal).catch((error: unknown) => error);
    await until({ outstanding: 1, waiting: 0 }, own);
    stop.abort();
    await left;
    await until({ outstanding: 0 }, own);
    process.kill(worker, "SIGKILL");
    await ask(); // the one row gives its answer after all that came before
    const metrics = await (await fetch(`${own.url}/metrics`)).text();
    expect(metrics).toMatch(/^periscope_tokens_total\{model="tiny",kind="answer"\} 12$/m);
    expect(metrics).toMatch(/^periscope_answers_total\{model="tiny",reason="abort"\} 1$/m);
  } finally {
    await own.clear();
  }
});

test("an image that brings its worker down fails alone", async () => {
  hold(pid("vision"));
  const looking = client.chat.completions.create({
    ...{ ...base, max_tokens: 3 },
    messages: [{ role: "user", content: [image(await picture("#123", 3000, 2000))] }],
  });
  const caught = looking.catch((error: unknown) => error);
  await until({ outstanding: 1 });
  process.kill(pid("vision"), "SIGKILL");
  const text = await client.chat.completions.create({ ...base, messages: question("Who?") });
  expect(text.usage!.completion_tokens).toBe(12);
  const outcome = await caught;
  // either it was being looked at, or it had not been begun and is looked at by the next worker
  if (outcome instanceof Error) expect(outcome.message).toContain("looking at this image ended");
  await idle();
});

test("a worker that is at one image for too long is replaced, the image refused, and the others looked at", async () => {
  const notes: string[] = [];
  const log = { ...silentLog, note: (text: string) => void notes.push(text) };
  // the honest image has as long, on whatever machine
  const own = await testServer({ log, limits: { imageMs: 10_000 } });
  const asking = new OpenAI({ baseURL: `${own.url}/v1`, apiKey: "none", maxRetries: 0 });
  const look = (url: string) =>
    asking.chat.completions.create({ ...base, messages: [{ role: "user", content: [image(url)] }] });
  try {
    hold(own.models[0]!.processes[1]!);
    const slow = look(red).catch((error: unknown) => error);
    await until({ outstanding: 1 }, own);
    const next = look(blue);
    const error = await slow;
    expect(error).toMatchObject({ status: 400, code: "invalid_image", param: "messages[0].content[0].image_url.url" });
    expect((await next).usage!.completion_tokens).toBe(12);
    expect(notes[0]).toBe("tiny: the vision worker has been at one image for 10 s");
  } finally {
    await own.clear();
  }
});

test("metrics count what was done, also for those who left", async () => {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const value = (line: RegExp) => Number(line.exec(text)?.[1] ?? Number.NaN);
  expect(value(/^periscope_tokens_total\{model="tiny",kind="answer"\} (\d+)$/m)).toBeGreaterThan(100);
  expect(value(/^periscope_worker_crashes_total\{model="tiny"\} (\d+)$/m)).toBe(2);
  expect(value(/^periscope_answers_total\{model="tiny",reason="abort"\} (\d+)$/m)).toBeGreaterThanOrEqual(2 + 3);
  expect(value(/^periscope_answers_active\{model="tiny"\} (\d+)$/m)).toBe(0);
});

test("what is not answered in time when the server stops is told so, in a stream and in line", async () => {
  const own = await testServer({ maxRows: 1 });
  const asking = new OpenAI({ baseURL: `${own.url}/v1`, apiKey: "none", maxRetries: 0 });
  const long = { ...base, max_tokens: 4000, messages: question("What?") };
  const stream = (await asking.chat.completions.create({ ...long, stream: true }))[Symbol.asyncIterator]();
  await stream.next();
  const inLine = asking.chat.completions.create(long).catch((error: unknown) => error);
  await until({ waiting: 1 }, own);
  const rest = async () => {
    while (!(await stream.next()).done);
  };
  const streamed = rest().catch((error: unknown) => error); // read from now on, to be there when it ends
  const ended = own.clear();
  expect(await inLine).toMatchObject({ status: 503, code: "shutting_down" });
  expect(await streamed).toMatchObject({ code: "shutting_down" });
  await ended;
});

test("a server that is told to stop once more waits for nobody", async () => {
  const own = await testServer();
  const asking = new OpenAI({ baseURL: `${own.url}/v1`, apiKey: "none", maxRetries: 0 });
  const long = { ...base, max_tokens: 4000, messages: question("What?") };
  const stream = (await asking.chat.completions.create({ ...long, stream: true }))[Symbol.asyncIterator]();
  await stream.next();
  hold(own.models[0]!.processes[0]!); // its answer does not end by itself
  const first = own.stop(600_000);
  await own.clear();
  await first;
  const rest = async () => {
    while (!(await stream.next()).done);
  };
  await expect(rest()).rejects.not.toMatchObject({ code: "shutting_down" }); // cut, without a last word
});

test("a server that is told to stop finishes its answers and takes no new ones", async () => {
  const stream = await client.chat.completions.create({
    ...base,
    max_tokens: 200,
    messages: question("What?"),
    stream: true,
  });
  const iterator = stream[Symbol.asyncIterator]();
  await iterator.next();
  const stopped = server.stop();
  let last = await iterator.next();
  let reason: string | null = null;
  for (; !last.done; last = await iterator.next()) reason = last.value.choices[0]?.finish_reason ?? reason;
  expect(reason).toBe("length");
  await stopped;
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});
