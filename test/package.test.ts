import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWebLibrary } from "../scripts/web-library.ts";

// The package as `npm pack` makes it, installed by npm in an empty folder far from this repository.

const run = promisify(execFile);
const root = new URL("..", import.meta.url).pathname;
let folder: string;
let app: string;
let installed: string;
let files: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "periscope-package-"));
  const source = join(folder, "source");
  mkdirSync(source);
  for (const name of ["bin", "checkpoints", "examples", "package.json", "README.md", "LICENSE", "CHANGELOG.md"]) {
    cpSync(join(root, name), join(source, name), { recursive: true });
  }
  await run(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json", "--outDir", join(source, "dist")], {
    cwd: root,
  });
  await buildWebLibrary(join(source, "dist/browser"));
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: source,
    maxBuffer: 64 * 2 ** 20,
  });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  app = join(folder, "app");
  mkdirSync(app);
  writeFileSync(join(app, "package.json"), '{ "type": "module" }');
  // From npm's cache, which `npm ci` has filled, as far as it goes.
  const quick = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund", "--no-progress"];
  await run("npm", ["install", join(folder, packed.filename), ...quick], { cwd: app });
  installed = join(app, "node_modules/periscope-vl");
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }), 600_000); // tens of thousands of files

test("every entry of the package leads to a file with its types", () => {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as {
    exports: Record<string, string | Record<string, string>>;
  };
  for (const target of Object.values(exports)) {
    for (const path of typeof target === "string" ? [target] : Object.values(target)) {
      expect(existsSync(join(installed, path)), path).toBe(true);
    }
  }
  expect(readdirSync(join(installed, "dist/browser"))).toEqual(
    expect.arrayContaining(["index.js", "ort", "worker.js"]),
  );
});

test("every entry loads with what is installed beside it", async () => {
  const { exports } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8")) as { exports: object };
  const entries = Object.keys(exports).filter((name) => !name.includes("*") && !name.endsWith(".json"));
  expect(entries.length).toBeGreaterThan(8);
  const browser = ["./web"]; // loads where there is a browser
  const names = entries.filter((name) => !browser.includes(name)).map((name) => name.replace(".", "periscope-vl"));
  writeFileSync(join(app, "entries.js"), `for (const name of ${JSON.stringify(names)}) await import(name);`);
  await run(process.execPath, ["entries.js"], { cwd: app });
  writeFileSync(join(app, "entries.cjs"), `for (const name of ${JSON.stringify(names)}) require(name);`);
  await run(process.execPath, ["entries.cjs"], { cwd: app });
});

test("tests, helpers of tests and sources stay at home", () => {
  expect(files.filter((path) => /\.test\.|\/testing\/|^(src|test|web|scripts)\/|^dist\/site\//.test(path))).toEqual([]);
});

test("the library answers a question about a picture", async () => {
  writeFileSync(
    join(app, "ask.js"),
    `import { load } from "periscope-vl";
     const here = (path) => new URL("node_modules/periscope-vl/" + path, import.meta.url).pathname;
     const vl = await load("checkpoints/nano", { threads: 1 }); // the package's own, there is no such folder here
     for await (const { text } of vl.chat([
       { role: "user", content: [{ type: "image", image: here("examples/word.png") }, { type: "text", text: "What does it say?" }] },
     ])) process.stdout.write(text);
     await vl.dispose();`,
  );
  const { stdout } = await run(process.execPath, ["ask.js"], { cwd: app });
  expect(stdout.length).toBeGreaterThan(3);
});

test("the command starts", async () => {
  const periscope = join(app, "node_modules/.bin/periscope");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect((await run(periscope, ["--version"], { cwd: app })).stdout.trim()).toBe(version);
  const picture = join(installed, "examples/word.png");
  const { stdout } = await run(periscope, ["chat", "--image", picture, "What does it say?"], { cwd: app });
  expect(stdout.trim().length).toBeGreaterThan(3);
  expect((await run(periscope, ["plan", "deepseek-vl-7b"], { cwd: app })).stdout).toContain("GPU hours");
  const { stdout: recipe } = await run(periscope, ["train", "nano-stages", "--dry-run"], { cwd: app });
  expect(recipe).toContain("nano-stages");
});
