import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type DuplicateFilters, duplicateIndex } from "../pipeline/filters/duplicates.ts";
import { formatHash, parseHash } from "../pipeline/filters/image-hash.ts";
import { signatureOfText } from "../pipeline/filters/text-signature.ts";
import { type Random, randomFor } from "../random.ts";
import { sha256 } from "../recipe.ts";
import { duplicateFacts } from "./manifest.ts";
import { type SettledRow, settleDuplicates } from "./settle.ts";

const filters: DuplicateFilters = {
  exactDuplicates: true,
  nearDuplicates: true,
  textSimilarity: 0.6,
  imageDistance: 6,
};

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "periscope-settle-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function* streamed(rows: readonly SettledRow[]): AsyncGenerator<SettledRow> {
  yield* rows;
}

/** What the index in memory says of each row, in order. */
function inMemory(rows: readonly SettledRow[], how: DuplicateFilters) {
  const index = duplicateIndex(how);
  return rows.map((row) => {
    const facts = duplicateFacts(row);
    const found = index.find(facts);
    if (!found) index.add(row.key, facts);
    return found;
  });
}

async function onDisk(rows: readonly SettledRow[], how: DuplicateFilters, entriesInMemory?: number) {
  const verdicts = await settleDuplicates(streamed(rows), rows.length, how, { folder: emptyFolder(), entriesInMemory });
  const found = rows.map((_, i) => verdicts.of(i));
  verdicts.close();
  return { found, rounds: verdicts.rounds };
}

const vocabulary = Array.from({ length: 400 }, (_, i) => `word${i}`);
const text = (random: Random) => Array.from({ length: 60 }, () => random.pick(vocabulary));

function row(
  i: number,
  words: readonly string[],
  pictures: readonly string[],
  names: { spec?: string; content?: string },
) {
  const signature = signatureOfText(words.join(" "));
  return {
    key: `sample-${i}`,
    specification_sha256: sha256(names.spec ?? `specification ${i}`),
    content_sha256: sha256(names.content ?? `content ${i}`),
    image_hash: pictures.join(","),
    text_signature: new Uint8Array(signature.buffer.slice(0)),
    words: words.length,
  };
}

/** Families of rows that change little by little, so that what a row repeats may itself repeat an earlier one. */
function drifting(count: number): SettledRow[] {
  const random = randomFor(5, 0, "drift");
  const families = Array.from({ length: 24 }, () => ({
    words: text(random),
    picture: Array.from({ length: 32 }, () => random.int(0, 15).toString(16)).join(""),
    hasPicture: random.chance(0.5),
  }));
  return Array.from({ length: count }, (_, i) => {
    const family = random.pick(families);
    for (let n = random.int(0, 3); n > 0; n--)
      family.words[random.int(0, family.words.length - 1)] = random.pick(vocabulary);
    if (random.chance(0.3)) {
      const hash = parseHash(family.picture);
      const across = hash.across.map((word, j) => (j === random.int(0, 3) ? word ^ (1 << random.int(0, 15)) : word));
      family.picture = formatHash({ ...hash, across: across as [number, number, number, number] });
    }
    const names = {
      ...(random.chance(0.1) ? { spec: `specification ${random.int(0, i)}` } : {}),
      ...(random.chance(0.1) ? { content: `content ${random.int(0, i)}` } : {}),
    };
    return row(i, family.words, family.hasPicture ? [family.picture] : [], names);
  });
}

test.each([
  ["all filters", filters],
  ["exact ones alone", { ...filters, nearDuplicates: false }],
  ["near ones alone", { ...filters, exactDuplicates: false }],
])("many parts on disk say what one index in memory says: %s", async (_, how) => {
  const rows = drifting(700);
  const expected = inMemory(rows, how);
  const { found, rounds } = await onDisk(rows, how, 500); // 36 parts
  expect(found).toEqual(expected);
  expect((await onDisk(rows, how)).found).toEqual(expected);
  if (!how.nearDuplicates) return;
  expect(rounds).toBeGreaterThan(2); // what repeats a sample that is left out is kept: one round cannot know
  const reasons = new Set(expected.map((one) => one?.reason));
  for (const reason of ["near-text", "near-picture"]) expect(reasons).toContain(reason);
  expect(expected.filter((one) => one === undefined).length).toBeGreaterThan(50);
});

test("hashes that begin alike are not the same", async () => {
  const rows = [0, 1, 2].map((i) => ({
    ...row(i, ["short"], [], {}),
    specification_sha256: `${"a".repeat(60)}000${i === 2 ? 0 : i}`,
  }));
  expect((await onDisk(rows, filters)).found).toEqual([
    undefined,
    undefined,
    { reason: "same-specification", of: "sample-0" },
  ]);
});

test("a crowd of look-alikes is compared with its first members alone", async () => {
  const random = randomFor(6, 0, "crowd");
  const words = text(random);
  // so many bits differ that no two are near, and yet all of them share a place
  const rows = Array.from({ length: 200 }, (_, i) => {
    const far = Array.from({ length: 28 }, () => random.int(0, 15).toString(16)).join("");
    return row(i, words, [`0000${far}`], {});
  });
  rows.push(row(200, words, [rows[150]!.image_hash], {}), row(201, words, [rows[10]!.image_hash], {}));
  const expected = inMemory(rows, filters);
  expect(expected[200]).toBeDefined(); // by another place that the two have for themselves
  expect((await onDisk(rows, filters, 300)).found).toEqual(expected);
});

test("no rows at all have no duplicates", async () => {
  expect((await onDisk([], filters)).found).toEqual([]);
});
