import { expect, test } from "vitest";
import { portOf } from "./port.ts";

test("a port is written in decimal digits", () => {
  expect(["0", "4870", "65535"].map(portOf)).toEqual([0, 4870, 65535]);
  for (const wrong of ["", " ", "0x1", "1e3", "-1", "+1", "80.0", "65536", "eighty"]) {
    expect(() => portOf(wrong)).toThrow(`--port is "${wrong}", expected a number from 0 to 65535`);
  }
});
