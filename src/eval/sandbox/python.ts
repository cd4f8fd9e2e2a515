/**
 * Runs a Python program that nobody has read: CPython as WebAssembly (Pyodide) in a process of its own, without files,
 * network or other processes, for a limited time and in limited memory. Every program gets a fresh interpreter; the next
 * one starts while this one runs.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { childProgram } from "./python-child.ts";

export interface PythonResult {
  /** `failed`: an exception; `timeout` and `crashed`: the process was ended, or ended itself. */
  readonly ended: "passed" | "failed" | "timeout" | "crashed";
  /** The exception's last line, or what is to be said otherwise. */
  readonly message: string;
}

export interface PythonLimits {
  /** Of processor time for the program alone (of the clock where the system does not tell it); 10 seconds unless said. */
  readonly timeoutMs?: number;
  /** What the interpreter may grow to; 512 MiB unless said. */
  readonly maxBytes?: number;
}

const startMs = 300_000;

interface Interpreter {
  readonly child: ChildProcess;
  readonly ready: Promise<boolean>;
  readonly maxBytes: number;
}

let spare: Interpreter | undefined;

/** Runs the program to its end. Never throws for what a program does. */
export async function runPython(program: string, limits: PythonLimits = {}): Promise<PythonResult> {
  const { timeoutMs = 10_000, maxBytes = 512 * 2 ** 20 } = limits;
  const mine = spare?.maxBytes === maxBytes && spare.child.exitCode === null ? spare : start(maxBytes);
  if (mine === spare) spare = undefined;
  hold(mine.child, true);
  try {
    if (!(await mine.ready)) throw new Error("Python did not start in its sandbox");
    spare ??= start(maxBytes);
    return await run(mine.child, program, timeoutMs);
  } finally {
    mine.child.kill("SIGKILL");
  }
}

/** Ends the interpreter that waits for the next program. */
export function closePython(): void {
  spare?.child.kill("SIGKILL");
  spare = undefined;
}

function start(maxBytes: number): Interpreter {
  const folder = dirname(createRequire(import.meta.url).resolve("pyodide"));
  const permission = process.allowedNodeEnvironmentFlags.has("--permission")
    ? "--permission"
    : "--experimental-permission";
  const child = spawn(
    process.execPath,
    [
      // reads its own files, writes nothing, starts nothing
      ...[permission, `--allow-fs-read=${folder}${sep}*`, "--no-warnings"],
      // what reaches JavaScript from Python cannot make new JavaScript
      ...["--disallow-code-generation-from-strings", "--max-old-space-size=256"],
      ...["--input-type=module", "--eval", childProgram],
    ],
    {
      stdio: ["ignore", "ignore", "ignore", "ipc"],
      env: { PYODIDE: pathToFileURL(`${folder}${sep}`).href, MAX_BYTES: String(maxBytes) },
    },
  );
  hold(child, false);
  const ready = new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), startMs);
    timer.unref();
    child.once("message", () => {
      clearTimeout(timer);
      resolve(true);
    });
    child.once("exit", () => resolve(false));
    child.once("error", () => resolve(false));
  });
  return { child, ready, maxBytes };
}

/** One that merely waits must not keep this process from ending. */
function hold(child: ChildProcess, on: boolean): void {
  if (on) {
    child.ref();
    child.channel?.ref?.();
  } else {
    child.unref();
    child.channel?.unref?.();
  }
}

function run(child: ChildProcess, program: string, timeoutMs: number): Promise<PythonResult> {
  return new Promise((resolve) => {
    const started = performance.now();
    const before = processorMs(child.pid!);
    // processor time where the system tells it: on a busy machine a right program must not fail for being slow
    const watch = setInterval(() => {
      const used = before === undefined ? undefined : (processorMs(child.pid!) ?? before) - before;
      const waited = performance.now() - started;
      if ((used ?? waited) < timeoutMs && waited < timeoutMs * 20) return;
      finish({ ended: "timeout", message: `stopped after ${timeoutMs / 1000} seconds` });
      child.kill("SIGKILL");
    }, 50);
    const finish = (result: PythonResult) => {
      clearInterval(watch);
      resolve(result);
    };
    child.once("message", (message) => {
      const { error } = message as { readonly error?: string };
      finish(error === undefined ? { ended: "passed", message: "" } : { ended: "failed", message: error });
    });
    child.once("exit", (code, signal) =>
      finish({ ended: "crashed", message: `the interpreter ended (${signal ?? code})` }),
    );
    child.send(program, () => {}); // one that is gone already says so by its exit
  });
}

/** Processor time that a process has used, by Linux's clock ticks of 10 ms. */
function processorMs(pid: number): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined;
  }
}
