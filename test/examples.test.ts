import { readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

// Every program of the examples folder runs; what the embedded model says in them is its own business.

const lines: string[] = [];
const { argv } = process;
beforeEach(() => {
  lines.length = 0;
  process.argv = argv.slice(0, 2); // the programs take arguments, the test's are not for them
  vi.spyOn(console, "log").mockImplementation((...words) => void lines.push(words.join(" ")));
});
afterEach(() => {
  process.argv = argv;
  vi.restoreAllMocks();
});

const programs: Record<string, { run: () => Promise<unknown>; check: () => void }> = {
  "ask.ts": {
    run: () => import("../examples/ask.ts"),
    check: () => {
      expect(lines).toHaveLength(2);
      expect(lines[0]!.length).toBeGreaterThan(3);
      expect(lines[1]).toMatch(/^\d+ positions read, first token after \d+ ms$/);
    },
  },
  "conversation.ts": {
    run: () => import("../examples/conversation.ts"),
    check: () => {
      const known = lines
        .map((line) => /^ {2}\((\d+) of (\d+) positions were known already\)$/.exec(line))
        .filter(Boolean);
      expect(known.map((match) => match![1])[0]).toBe("0");
      expect(known).toHaveLength(3);
      for (const match of known.slice(1)) expect(Number(match![1])).toBeGreaterThan(Number(match![2]) / 2);
    },
  },
  "chat-messages.ts": {
    run: () => import("../examples/chat-messages.ts"),
    check: () => {
      expect(lines).toHaveLength(4);
      const shares = lines.slice(1).map((line) => Number(/ ([\d.]+) %$/.exec(line)![1]));
      expect(shares[0]).toBeGreaterThanOrEqual(shares[1]!);
    },
  },
  "batch.ts": {
    run: () => import("../examples/batch.ts"),
    check: () => {
      expect(lines.filter((line) => line.endsWith(" is ready"))).toHaveLength(4);
      expect(lines.filter((line) => /: .+ \((eos|length)\)$/.test(line))).toHaveLength(4);
    },
  },
  "alike.ts": {
    run: () => import("../examples/alike.ts"),
    check: () => {
      const rows = lines.map((line) => line.trim().split(/ {2,}/).slice(1).map(Number));
      for (const [i, row] of rows.entries()) expect(row[i]).toBe(1);
      expect(rows[0]![1]).toBe(rows[1]![0]);
    },
  },
  "gradient.ts": {
    run: () => import("../examples/gradient.ts"),
    check: () => expect(lines).toEqual(["slope 3.00, offset -1.00"]),
  },
};

test("every example has a test", async () => {
  const files = (await readdir("examples")).filter((name) => name.endsWith(".ts"));
  expect(files.sort()).toEqual(Object.keys(programs).sort());
});

test("no program takes a part of a URL for a path: a blank in a folder's name is %20 there", async () => {
  for (const folder of ["examples", "scripts", "bench", "experiments", "src"]) {
    const files = (await readdir(folder, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
    for (const name of files) {
      const text = readFileSync(join(folder, name), "utf8");
      expect(text, `${folder}/${name}`).not.toMatch(/(import\.meta\.url|new URL\(folder)\)\.pathname/);
    }
  }
});

test.each(Object.keys(programs))("examples/%s runs", async (name) => {
  const { run, check } = programs[name]!;
  await run();
  check();
});
