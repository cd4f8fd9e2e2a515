import { expect, test } from "vitest";
import { exceeds } from "./json-extent.ts";

const most = { depth: 2, values: 5 };

test.each<[string, ReturnType<typeof exceeds>]>([
  ["[[1, 2], 3]", undefined],
  ["[[[]]]", "depth"],
  ['{"a": [{}]}', "depth"],
  ['["[[[{,,,,,,", "\\"[[[", "\\\\", 1]', undefined],
  ['["\\\\", [[', "depth"],
  ["[1, 2, 3, 4]", undefined],
  ["[1, 2, 3, 4, 5]", "values"],
  ['"open [[[ ,,,,,,', undefined],
])("%s", (text, found) => {
  expect(exceeds(text, most)).toBe(found);
});

test("megabytes of quotes and backslashes cost linear time", () => {
  // looked at anew from each quote, they would be 10^13 steps
  expect(exceeds(`"${'\\"'.repeat(5_000_000)}`, most)).toBeUndefined();
  expect(exceeds(`"${"\\".repeat(10_000_000)}"`, most)).toBeUndefined();
});
