/**
 * A person's own module, JavaScript or TypeScript, wherever it lies: a recipe, a task, a source of data. It runs with the rights of
 * this process, and shares with it the modules of Periscope that it imports.
 */
import { existsSync } from "node:fs";
import { register } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { UserError } from "./errors.ts";

/** What a module exports. Throws a `UserError` about `name` where it cannot be loaded. */
export async function loadModule(path: string, name = path): Promise<Record<string, unknown>> {
  if (!existsSync(path)) throw new UserError(`${name} does not exist`);
  try {
    return await settled(importAny(pathToFileURL(resolve(path)).href));
  } catch (error) {
    if (lacksTypeScript(error)) {
      const relation = /\.[cm]?tsx?$/.test(path) ? "is" : "imports";
      throw new UserError(
        `${name} ${relation} TypeScript, which takes the package tsx to load: run npm install tsx, or write JavaScript`,
      );
    }
    throw new UserError(`${name} cannot be loaded: ${firstLine(error)}`);
  }
}

async function importAny(url: string): Promise<Record<string, unknown>> {
  try {
    return await import(url);
  } catch (error) {
    if (lacksTypeScript(error)) await readTypeScript(error);
    else if ((error as NodeJS.ErrnoException | null)?.code !== "ERR_REQUIRE_CYCLE_MODULE") throw error;
    takeAsModules();
    return import(`${url}?module`); // by another address, as the failure is remembered by the first
  }
}

/** Whether a file of TypeScript was met that nothing here reads; other files of unknown kinds are errors like any. */
function lacksTypeScript(error: unknown): boolean {
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException;
  return code === "ERR_UNKNOWN_FILE_EXTENSION" && /^Unknown file extension "\.[cm]?tsx?"/.test(message);
}

/** TypeScript is read by tsx, which is not part of an installed package and may stand beside it. */
async function readTypeScript(error: unknown): Promise<void> {
  const tsx = await import("tsx/esm/api").catch(() => undefined);
  if (!tsx) throw error;
  tsx.register();
}

/**
 * Where no package.json says "type": "module", tsx takes a file for CommonJS, whatever is in it. Those that are addressed as modules,
 * and what they import by a relative path, are what their first words say.
 */
const hook = `
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
export async function resolve(specifier, context, next) {
  const found = await next(specifier, context);
  const isAddressed = specifier.endsWith("?module") || (/^[.]{1,2}[/]/.test(specifier) && context.parentURL?.endsWith("?module"));
  if (!isAddressed || found.format === "module" || !/[.][jt]s([?]module)?$/.test(found.url)) return found;
  const url = found.url.replace(/[?]module$/, "");
  if (!/^\\s*(?:import|export)\\b/m.test(await readFile(fileURLToPath(url), "utf8"))) return found;
  return { ...found, url: url + "?module", format: "module" };
}`;
let hooked = false;

function takeAsModules(): void {
  if (!hooked) register(`data:text/javascript,${encodeURIComponent(hook)}`);
  hooked = true;
}

/** What a promise gives. One that nothing can settle any more would otherwise end the process without a word. */
async function settled<T>(promise: Promise<T>): Promise<T> {
  let giveUp = () => {};
  const forsaken = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error("it awaits something that never comes"));
  });
  process.once("beforeExit", giveUp);
  try {
    return await Promise.race([promise, forsaken]);
  } finally {
    process.off("beforeExit", giveUp);
  }
}

/** What was thrown, in one line. */
export function firstLine(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `it throws ${typeof thrown === "string" ? thrown : String(thrown)}`;
  const [first = "", second] = thrown.message.split("\n");
  const line = /^Transform failed/.test(first) && second ? second : first; // esbuild's first line is a count
  return line.includes("Top-level await")
    ? `${line}; a file that awaits at its top level is named .mts or .mjs`
    : line || thrown.name;
}
