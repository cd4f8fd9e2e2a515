import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { browserAssets } from "./page-models.ts";

test("a model that a tab can run is listed with what it takes", async () => {
  const library = mkdtempSync(join(tmpdir(), "periscope-library-"));
  try {
    const nano = fileURLToPath(new URL("../../checkpoints/nano", import.meta.url));
    const [lists, files] = await browserAssets([{ id: "nano", folder: nano }], library);
    const { models } = JSON.parse(readFileSync(join(lists!.folder, "index.json"), "utf8"));
    expect(models).toEqual([{ id: "nano", url: "nano/", contextLength: 2048, imageTokens: 64 }]);
    expect(files).toEqual({ path: "/models/nano", folder: nano });
  } finally {
    rmSync(library, { recursive: true });
  }
});
