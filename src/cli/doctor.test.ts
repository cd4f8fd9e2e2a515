import { Command } from "commander";
import { afterEach, expect, test, vi } from "vitest";
import { withoutParts } from "../runtime/testing/packages.ts";
import { doctorVerb, type Findings, renderReport } from "./doctor.ts";

const report: Findings = {
  nodeVersion: "22.11.0",
  platform: "linux",
  architecture: "x64",
  processor: { model: "some processor", threads: 8 },
  memory: { totalBytes: 16 * 2 ** 30, freeBytes: 8.25 * 2 ** 30 },
  engine: { version: "1.30.0", library: "/x/libonnxruntime.so.1", providers: [] },
  vulkan: { drivers: [] },
  nvidia: {},
  tried: {},
  devices: {
    cpu: { works: true, reason: "" },
    webgpu: { works: false, reason: "the Vulkan loader is missing", remedy: "apt-get install libvulkan1" },
    cuda: { works: false, reason: "there is no NVIDIA driver" },
  },
  advice: [{ missing: "Chromium", remedy: "apt-get install chromium" }],
  packages: {},
  pages: { scripts: ["Latin", "Cyrillic"], missing: [{ name: "fonts-noto-cjk", scripts: ["Han", "Korean"] }] },
};

afterEach(() => void vi.restoreAllMocks());

test("the text says what there is, what works, and what to install", () => {
  expect(renderReport(report)).toBe(
    [
      "Node          22.11.0 on linux-x64",
      "Processor     some processor, 8 threads",
      "Memory        16.0 GiB, 8.3 GiB free",
      "ONNX Runtime  1.30.0 at /x/libonnxruntime.so.1",
      "Pictures      work",
      "Drawings      work",
      "Chromium      not found",
      "Page shots    no: there is no Chromium",
      "",
      "cpu           works",
      "webgpu        no: the Vulkan loader is missing",
      "cuda          no: there is no NVIDIA driver",
      "",
      "To get more:",
      "  webgpu: apt-get install libvulkan1",
      "  Chromium: apt-get install chromium",
      "  pages in Han, Korean script: apt-get install fonts-noto-cjk",
    ].join("\n"),
  );
});

test("with a Chromium the text says what pages can be written in", () => {
  const text = renderReport({ ...report, chromium: "/usr/bin/chromium" });
  expect(text).toContain("Page shots    work, in Latin, Cyrillic script\n");
});

test("without the parts of packages that are for this machine it says what to install", async () => {
  withoutParts("koffi", "sharp", "@napi-rs/canvas");
  vi.resetModules();
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const program = new Command();
  (await import("./doctor.ts")).doctorVerb(program);
  await program.parseAsync(["doctor"], { from: "user" });
  const text = print.mock.calls[0]![0] as string;
  expect(process.exitCode).toBe(1);
  process.exitCode = undefined;
  for (const [line, name] of [
    ["Pictures      no: ", "sharp"],
    ["Drawings      no: ", "@napi-rs/canvas"],
    ["cpu           no: ", "koffi"],
  ]) {
    const advice = `run npm install ${name}, without --omit=optional, which leaves out its part for this machine.`;
    expect(text).toContain(`${line}the package ${name} cannot be loaded (there is no ${name}.node); ${advice}`);
  }
});

test("--json prints the findings of this machine", async () => {
  const print = vi.spyOn(console, "log").mockImplementation(() => {});
  const program = new Command();
  doctorVerb(program);
  await program.parseAsync(["doctor", "--json"], { from: "user" });
  const found = JSON.parse(print.mock.calls[0]![0]) as Findings;
  print.mockRestore();
  expect(found.devices.cpu.works).toBe(true);
  expect(found.pages.scripts).toContain("Latin");
  expect(found.nodeVersion).toBe(process.versions.node);
});
