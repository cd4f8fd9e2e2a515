import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";

const root = mkdtempSync(join(tmpdir(), "periscope-modules-"));
afterAll(() => rmSync(root, { recursive: true }));

/** What modules export as "said", loaded as `bin/periscope.js` loads them in a clone. */
function said(...names: string[]): unknown[] {
  const here = JSON.stringify(import.meta.dirname);
  const script = `
    (await import("tsx/esm/api")).register();
    const { loadModule } = await import(${here} + "/load-module.ts");
    const { UserError } = await import(${here} + "/errors.ts");
    const said = [];
    for (const path of process.argv.slice(1)) {
      const found = await loadModule(path).catch((error) => error);
      said.push(found instanceof UserError ? found.message : found.said === UserError ? "ours" : found.said);
    }
    console.log(JSON.stringify(said));`;
  const paths = names.map((name) => join(root, name));
  const run = spawnSync(process.execPath, ["--input-type=module", "-e", script, ...paths], { encoding: "utf8" });
  return run.status === 0 ? JSON.parse(run.stdout) : [run.stderr];
}

test("modules are loaded from any folder, whatever its package.json says, and share Periscope with who loads them", () => {
  const errors = JSON.stringify(join(import.meta.dirname, "errors.ts"));
  mkdirSync(join(root, "inner"));
  const files = {
    "plain.ts": 'import { help } from "./inner/help.ts";\nexport const said: string = await Promise.resolve(help);',
    "inner/help.ts": 'export const help: string = "helped";',
    "script.js": 'export const said = "js";',
    "plain.mts": 'export const said: string = "mts";',
    "old.js": 'exports.said = "CommonJS";',
    "mixed.ts": 'import { said as old } from "./old.js";\nexport const said: string = old;',
    "same.ts": `import { UserError } from ${errors};\nexport const said = UserError;`,
    "wrong.ts": "export const said = ;",
    "three.mjs": "throw 3;",
    "data.txt": "read as what it is",
    "data.mjs": 'import "./data.txt";',
    "lost.ts": 'export { x } from "./nowhere.ts";',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, name), text);
  expect(said("plain.ts", "script.js", "plain.mts", "old.js", "mixed.ts", "same.ts")).toEqual([
    ...["helped", "js", "mts", "CommonJS", "CommonJS", "ours"],
  ]);
  expect(said("wrong.ts", "lost.ts", "data.mjs", "three.mjs", "absent.ts")).toEqual([
    expect.stringMatching(/wrong\.ts cannot be loaded: .*wrong\.ts:1:20: ERROR: Unexpected ";"/),
    expect.stringMatching(/lost\.ts cannot be loaded: Cannot find module '.*nowhere\.ts'/),
    expect.stringMatching(/data\.mjs cannot be loaded: Unknown file extension "\.txt" for .*data\.txt$/),
    `${join(root, "three.mjs")} cannot be loaded: it throws 3`,
    `${join(root, "absent.ts")} does not exist`,
  ]);
});

test("without tsx it is TypeScript that is missed, and nothing else", async () => {
  const folder = mkdtempSync(join(root, "compiled-"));
  const [loader, entry] = [join(folder, "loader.mjs"), join(import.meta.dirname, "load-module.ts")];
  await build({
    entryPoints: [entry],
    outfile: loader,
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["tsx"],
  });
  const files = {
    "recipe.ts": "export {};",
    "imports.mjs": 'import "./recipe.ts";',
    "data.txt": "",
    "data.mjs": 'import "./data.txt";',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const script = `
    const { loadModule } = await import(${JSON.stringify(loader)});
    for (const name of ["recipe.ts", "imports.mjs", "data.mjs"]) {
      await loadModule(${JSON.stringify(folder)} + "/" + name, name).catch(({ message }) => console.log(message));
    }`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  const advice = "TypeScript, which takes the package tsx to load: run npm install tsx, or write JavaScript";
  expect(stdout.trim().split("\n")).toEqual([
    `recipe.ts is ${advice}`,
    `imports.mjs imports ${advice}`,
    expect.stringMatching(/^data\.mjs cannot be loaded: Unknown file extension "\.txt"/),
  ]);
});
