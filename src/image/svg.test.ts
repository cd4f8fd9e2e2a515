import type { ChildProcess, ForkOptions } from "node:child_process";
import { afterEach, expect, test, vi } from "vitest";
import { SetupError } from "../runtime/errors.ts";
import type * as forks from "../runtime/fork.ts";
import { importWithoutParts } from "../runtime/testing/packages.ts";
import { drawSvg } from "./svg.ts";

const children: ChildProcess[] = [];
let execArgv: string[] = [];
vi.mock("../runtime/fork.ts", async (original) => {
  const { forkFile } = await original<typeof forks>();
  return {
    forkFile(from: string, name: string, options: ForkOptions) {
      const child = forkFile(from, name, { ...options, execArgv });
      children.push(child);
      return child;
    },
  };
});

const order = {
  bytes: new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"/>`),
  source: "a.svg",
};
const ended = (child: ChildProcess) => new Promise((resolve) => child.once("exit", resolve));

afterEach(async () => {
  execArgv = [];
  const last = children.at(-1)!;
  if (last.exitCode !== null || last.signalCode !== null) return;
  const gone = ended(last);
  last.kill("SIGKILL");
  await gone;
});

test("a picture is drawn though the process that was kept for it has just ended", async () => {
  expect((await drawSvg(order, 60)).width).toBe(1024);
  children[0]!.kill("SIGKILL"); // nobody has heard of it yet
  expect((await drawSvg(order, 60)).width).toBe(1024);
  expect(children).toHaveLength(2);
});

test("a process that cannot be started is the installation's fault", async () => {
  execArgv = ["--import", "data:text/javascript,process.exit(1)"];
  const error = await drawSvg(order, 60).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SetupError);
  expect((error as Error).message).toBe("the process that draws SVG pictures cannot be started");
});

test("so is a process that has nothing to draw with", async () => {
  execArgv = ["--import", importWithoutParts("sharp")];
  const error = await drawSvg(order, 60).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(SetupError);
  expect((error as Error).message).toContain("the package sharp cannot be loaded (no part for this machine)");
});
