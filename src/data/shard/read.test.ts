import { expect, test } from "vitest";
import { UserError } from "../../runtime/errors.ts";
import { type ReadDataOptions, readData } from "./read.ts";

test("options of reading that make no sense are refused by their names", async () => {
  const bad: [ReadDataOptions, string][] = [
    [{ epochs: 0 }, "epochs is 0, expected a whole number from 1"],
    [{ start: -1 }, "start is -1, expected a whole number from 0"],
    [{ shuffle: { seed: 1, buffer: 0.5 } }, "the shuffle's buffer is 0.5, expected a whole number from 1"],
    [{ part: { reader: 0, of: 0 } }, "part's of is 0, expected a whole number from 1"],
    [{ part: { reader: 4, of: 4 } }, "part's reader, of 4, is 4, expected a whole number from 0 to 3"],
  ];
  for (const [options, message] of bad) {
    await expect(readData("/nowhere", options).next()).rejects.toThrow(new UserError(message));
  }
});
