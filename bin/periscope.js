#!/usr/bin/env node
// Starts the command: from the compiled files of a package, or in a clone straight from TypeScript.
import { existsSync } from "node:fs";

const [major, minor] = process.versions.node.split(".").map(Number);
const source = new URL("../src/cli/main.ts", import.meta.url);
const compiled = new URL("../dist/src/cli/main.js", import.meta.url);

/** The address of the program, once it can be imported. */
async function program() {
  if (!existsSync(source)) return compiled;
  try {
    const { register } = await import("tsx/esm/api");
    register();
    return source;
  } catch (error) {
    if (error.code !== "ERR_MODULE_NOT_FOUND") throw error;
    return existsSync(compiled) ? compiled : undefined;
  }
}

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error: Periscope needs Node 20.19 or newer, and this is ${process.versions.node}`);
  process.exitCode = 1;
} else {
  const address = await program();
  if (address === undefined) {
    console.error("error: the packages that run Periscope from its source are not installed; run npm ci");
    process.exitCode = 1;
  } else {
    const { main } = await import(address.href);
    await main(process.argv.slice(2));
  }
}
