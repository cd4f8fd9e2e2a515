import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linesOf } from "./lines.ts";

test("lines are whole wherever the pieces end that are read, also inside of letters; a torn one is left out", () => {
  const folder = mkdtempSync(join(tmpdir(), "periscope-lines-"));
  const path = join(folder, "lines");
  writeFileSync(path, "\uFEFFone\n\nzwei Füße\n三\n torn");
  for (const bytes of [1, 2, 3, 5, 1000]) {
    expect([...linesOf(path, bytes)]).toEqual(["one", "", "zwei Füße", "三"]);
  }
  rmSync(folder, { recursive: true });
});
