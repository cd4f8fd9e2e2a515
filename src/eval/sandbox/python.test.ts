import { afterAll, describe, expect, test } from "vitest";
import { closePython, runPython } from "./python.ts";

describe("the sandbox", { timeout: 600_000 }, () => {
  afterAll(closePython);

  test("runs a program with its tests, and tells the exception of one that fails", async () => {
    expect(await runPython("import math\ndef f(n):\n    return math.factorial(n)\nassert f(5) == 120")).toEqual({
      ended: "passed",
      message: "",
    });
    expect(await runPython("def f(n):\n    return n\nassert f(5) == 120, 'five'")).toEqual({
      ended: "failed",
      message: "AssertionError: five",
    });
    expect(await runPython("def f(:")).toMatchObject({
      ended: "failed",
      message: expect.stringContaining("SyntaxError"),
    });
  });

  test("has no way out: no JavaScript, files of the machine, network or processes", async () => {
    const attempts = [
      "import js\njs.process.exit(3)",
      "from pyodide.code import run_js\nrun_js('1')",
      "import pyodide_js",
      "import socket",
      "import subprocess\nsubprocess.run(['ls'])",
      "open('/etc/passwd').read()",
      "import os\nassert os.listdir('/work')",
    ];
    const program = attempts.map(
      (one) =>
        `try:\n    exec(${JSON.stringify(one)})\nexcept BaseException:\n    pass\nelse:\n    raise SystemExit(${JSON.stringify(one)})`,
    );
    expect(await runPython(program.join("\n"))).toEqual({ ended: "passed", message: "" });
    const command = await runPython("import os\nos.system('touch /tmp/out')");
    expect(command).toEqual({ ended: "failed", message: "Access to this API has been restricted" });
  });

  test("ends one that does not end, and one that wants all memory", async () => {
    expect(await runPython("while True: pass", { timeoutMs: 500 })).toMatchObject({ ended: "timeout" });
    const big = await runPython("x = bytearray(1 << 30)");
    expect(big.ended).not.toBe("passed");
    expect(big.message).toContain("MemoryError");
  });
});
