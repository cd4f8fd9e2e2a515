/**
 * Serving under load: throughput, time to the first token and memory with 1, 4, 16 and 64 clients that ask without a
 * pause; text beside llama.cpp on a model of the same shape, images alone. Nothing may be lost, and nothing may fail but
 * with status 429.
 *
 *   npm ci --prefix bench && npx tsx bench/serve/load.ts [--quick] [--seconds 30] [--clients 1,4,16,64] [--shape small|1.3b]
 *   npx tsx bench/serve/load.ts --only images --clients 64 --seconds 120      64 clients for two minutes
 *
 * The whole takes about seven minutes. On a machine that does other things as well the numbers mean nothing, llama.cpp's
 * least of all: its threads wait for each other by spinning, and stand nearly still where a core is taken from them.
 */
import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { printTable } from "../support/rounds.ts";
import { type LoadResult, load } from "./clients.ts";
import { imageRequests, textRequests } from "./requests.ts";
import { type Contender, ours, theirs } from "./servers.ts";
import { shapes } from "./shape.ts";

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    seconds: { type: "string" },
    clients: { type: "string" },
    shape: { type: "string", default: "small" },
    only: { type: "string" },
    rows: { type: "string", default: "8" },
  },
});
const seconds = Number(values.seconds ?? (values.quick ? 5 : 30));
const counts = (values.clients ?? (values.quick ? "1,4" : "1,4,16,64")).split(",").map(Number);
const shape = shapes[values.shape];
if (shape === undefined) throw new Error(`--shape is ${values.shape}, expected ${Object.keys(shapes).join(" or ")}`);
const rows = Number(values.rows);
const only = values.only;
let broken = 0;
/** Tokens of a text prompt, as our server counts them. */
let promptTokens = 300;

/** One contender under each number of clients. */
async function measure(contender: Contender): Promise<string[][]> {
  const lines: string[][] = [];
  try {
    promptTokens = (await load(contender, { clients: 1, seconds: 1 })).promptTokens || promptTokens;
    for (const clients of counts) {
      process.stderr.write(`${contender.name}, ${clients} clients, ${seconds} s ...\n`);
      const result = await load(contender, { clients, seconds });
      broken += result.lost;
      lines.push(row(contender.name, clients, result));
    }
  } finally {
    await contender.stop();
  }
  return lines;
}

function row(name: string, clients: number, result: LoadResult): string[] {
  const ms = (value: number) => `${Math.round(value)}`;
  return [
    ...[name, `${clients}`, `${result.answers}`, result.tokensPerSecond.toFixed(1)],
    ...[ms(result.firstTokenMs.p50), ms(result.firstTokenMs.p95), ms(result.answerMs.p50)],
    ...[`${Math.round(result.peakBytes / 2 ** 20)}`, `${result.refused}`, `${result.lost}`],
  ];
}

const header = [
  ...["server", "clients", "answers", "tokens/s", "first token p50, ms", "p95", "answer p50"],
  ...["memory, MiB", "429", "lost"],
];
const table: string[][] = [];
/** A server that does not come up costs its own lines only. */
async function add(open: () => Promise<Contender>): Promise<void> {
  try {
    table.push(...(await measure(await open())));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}

const busy = loadavg()[0]! / cpus().length;
if (busy > 0.3) {
  console.error(
    `this machine is busy (${(100 * busy).toFixed(0)} % of its cores in the last minute): no numbers to keep`,
  );
}
if (only === undefined || only === "text" || only === "ours") {
  await add(() => ours(shape, { rows, requests: textRequests }));
}
if (only === undefined || only === "text" || only === "peer") {
  await add(() => theirs(shape, { rows, promptTokens }));
}
if (only === undefined || only === "images") {
  await add(async () => ours(undefined, { rows, requests: await imageRequests() }));
}
printTable(header, table);
if (broken > 0) {
  console.error(`${broken} requests were lost`);
  process.exitCode = 1;
}
