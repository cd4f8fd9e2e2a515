import { expect, test, vi } from "vitest";

vi.mock("vega", () => {
  throw new Error("vega waits while it is loaded, so that CommonJS cannot require what imports it");
});

test("the entry loads without the renderers of the data room's sources", async () => {
  await expect(import("./index.ts")).resolves.toHaveProperty("runTask");
});
