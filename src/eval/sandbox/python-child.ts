/**
 * The program of the sandbox's process, as text: it runs under Node's permission model, where no loader of ours could read its
 * files. It takes away what leads out before the first line of Python runs.
 */
export const childProgram = `
const folder = process.env.PYODIDE;
const maxBytes = Number(process.env.MAX_BYTES);
const { constants } = await import("node:fs");
const { fileURLToPath } = await import("node:url");
process.binding = () => ({ fs: constants }); // all that emscripten asks of what the permission model refuses
const { loadPyodide } = await import(folder + "pyodide.mjs");

const grow = WebAssembly.Memory.prototype.grow;
WebAssembly.Memory.prototype.grow = function (pages) {
  if (this.buffer.byteLength + pages * 65536 > maxBytes) throw new RangeError("memory limit");
  return grow.call(this, pages);
};

const python = await loadPyodide({ indexURL: fileURLToPath(folder), jsglobals: Object.create(null), stdout() {}, stderr() {} });
const send = process.send.bind(process);
const receive = new Promise((resolve) => process.once("message", resolve));

for (const name of ["fetch", "WebSocket", "XMLHttpRequest", "EventSource", "Worker", "BroadcastChannel", "require"]) delete globalThis[name];
for (const name of ["getBuiltinModule", "binding", "_linkedBinding", "dlopen", "kill", "chdir", "send", "mainModule"]) {
  Object.defineProperty(process, name, { value: undefined, configurable: false, writable: false });
}

python.runPython(\`
import sys, builtins
for name in list(sys.modules):
    if name in ("js", "_pyodide_core") or name.split(".")[0] in ("pyodide", "pyodide_js", "_pyodide", "micropip"):
        sys.modules[name] = None
for name in ("js", "pyodide", "pyodide_js", "_pyodide", "_pyodide_core", "socket", "subprocess", "ctypes", "http", "urllib.request"):
    sys.modules[name] = None
sys.meta_path = [finder for finder in sys.meta_path if "js" not in type(finder).__name__.lower()]
\`);
const run = python.globals.get("exec");
send("ready");
const program = await receive;
try {
  const names = python.globals.get("dict")();
  names.set("__name__", "__main__");
  run(program, names);
  send({});
} catch (error) {
  const lines = String(error && error.message || error).trim().split("\\n");
  send({ error: lines[lines.length - 1].slice(0, 300) });
}
`;
