import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { apiPage } from "../scripts/api-docs.ts";

test("docs/api.md says what the docstrings say (else: npx tsx scripts/api-docs.ts)", async () => {
  expect(await readFile("docs/api.md", "utf8")).toBe(apiPage());
});
