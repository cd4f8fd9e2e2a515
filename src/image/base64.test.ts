import { expect, test } from "vitest";
import { isBase64 } from "./base64.ts";

test("base64 may be broken into lines, and ends with two signs of equality at most", () => {
  for (const text of ["", "QUJD", "QUI=", "QQ==", "QU\nJD\r\n QQ=\n=\n", "+/09"]) expect(isBase64(text)).toBe(true);
  for (const text of ["Q*", "QQ===", "Q=Q", "Qü==", "=Q", "QQ==!"]) expect(isBase64(text)).toBe(false);
});

test("blanks before a wrong end cost linear time", () => {
  // tried in each way, two million would be 2 * 10^12 steps
  const blanks = " ".repeat(2_000_000);
  for (const text of [`QQ${blanks}!`, `QQ${blanks}=${blanks}=${blanks}!`]) expect(isBase64(text)).toBe(false);
});
