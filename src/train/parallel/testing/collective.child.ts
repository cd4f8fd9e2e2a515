/** Run by tests under `mpirun`: every operation of the collective against what it must give. Prints one line a rank. */
import { readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { broadcastJson } from "../collective.ts";
import { openCollective } from "../mpi.ts";

const collective = await openCollective();
const { rank, size } = collective;
const wrong: string[] = [];

function expectAll(what: string, data: ArrayLike<number>, wanted: (i: number) => number): void {
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== wanted(i)) {
      wrong.push(`${what}: element ${i} is ${data[i]}, not ${wanted(i)}`);
      return;
    }
  }
}

const ranksSum = (size * (size - 1)) / 2;
for (const part of [1, 1000, 300_000]) {
  const length = part * size;
  const fresh = () => Float32Array.from({ length }, (_, i) => (i % 1000) + rank);
  const sum = (i: number) => (i % 1000) * size + ranksSum;
  const all = fresh();
  const scattered = fresh();
  const gathered = new Float32Array(length).fill(rank, rank * part, (rank + 1) * part);
  // not awaited one by one: they must queue up
  await Promise.all([collective.allReduce(all), collective.reduceScatter(scattered), collective.allGather(gathered)]);
  expectAll("allReduce", all, sum);
  expectAll("reduceScatter", scattered.subarray(rank * part, (rank + 1) * part), (i) => sum(i + rank * part));
  expectAll("allGather", gathered, (i) => Math.floor(i / part));
}
const root = size - 1;
const copied = new Float32Array(5).fill(rank);
await collective.broadcast(copied, root);
expectAll("broadcast", copied, () => root);
const value = await broadcastJson(
  collective,
  rank === root ? { text: "größer", list: [1, 2] } : { text: "", list: [] },
  root,
);
if (value.text !== "größer" || value.list.length !== 2) wrong.push(`broadcastJson gave ${JSON.stringify(value)}`);
// while a rank waits its event loop goes on: the last one comes only after it has seen the others' files
const meeting = process.env.MEETING!;
if (rank === root) {
  while (readdirSync(meeting).length < size - 1) await setImmediate();
  await collective.barrier();
} else {
  const waiting = collective.barrier();
  await setImmediate();
  writeFileSync(join(meeting, String(rank)), "");
  await waiting;
}
await collective.close();
console.log(`rank ${rank} of ${size} on ${hostname()}: ${wrong.length === 0 ? "all right" : wrong.join("; ")}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
