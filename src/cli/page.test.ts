import { expect, test } from "vitest";
import { hasDesktop } from "./page.ts";

test.skipIf(process.platform !== "linux")("a browser is opened only where someone sees it", () => {
  expect(hasDesktop({ DISPLAY: ":0" })).toBe(true);
  expect(hasDesktop({ WAYLAND_DISPLAY: "wayland-0" })).toBe(true);
  expect(hasDesktop({})).toBe(false);
  expect(hasDesktop({ DISPLAY: "localhost:10.0", SSH_CONNECTION: "10.0.0.2 22 10.0.0.3 22" })).toBe(false);
  expect(hasDesktop({ DISPLAY: ":0", CI: "true" })).toBe(false);
});
