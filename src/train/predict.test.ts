import { expect, test } from "vitest";
import { memoryRemark } from "./predict.ts";

test("a stage that may not fit into the machine's memory is told before it begins", () => {
  expect(memoryRemark("joint", 8e9, 16e9)).toBeUndefined();
  expect(memoryRemark("joint", 20e9, 16e9)).toMatch(
    /^stage joint may take 20\.0 GB of memory, and this machine has 16\.0 GB: /,
  );
});
