import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withSourceTables } from "../scripts/doc-sheets.ts";
import { categories } from "../src/data/sample.ts";
import { sources } from "../src/data/sources/index.ts";

const page = readFileSync(new URL("../docs/data-sources.md", import.meta.url), "utf8");

test("docs/data-sources.md lists the sources of the registry as they describe themselves", () => {
  expect(withSourceTables(page, sources)).toBe(page);
  for (const { name } of sources) expect(page).toContain(`| \`${name}\` | `);
});

test("every category has its sheet", () => {
  for (const category of categories) {
    expect(page).toContain(`(sheets/${category}.webp)`);
    expect(existsSync(new URL(`../docs/sheets/${category}.webp`, import.meta.url))).toBe(true);
  }
});

test("a source that is not in the tables makes the page out of date", () => {
  const [first, ...others] = sources;
  expect(withSourceTables(page, others)).not.toBe(page);
  expect(withSourceTables(page, [{ ...first!, description: "Something else." }, ...others])).not.toBe(page);
});
