import { execFile } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildWebLibrary } from "../scripts/web-library.ts";

// The package as `npm pack` makes it, in a folder with its declared dependencies and nothing else of this repository.

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
  await run("tar", ["-xzf", join(folder, packed.filename), "-C", folder]);

  app = join(folder, "app");
  installed = join(app, "node_modules/periscope-vl");
  mkdirSync(dirname(installed), { recursive: true });
  cpSync(join(folder, "package"), installed, { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(app, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, "node_modules", name), link);
  }
  writeFileSync(join(app, "package.json"), '{ "type": "module" }');
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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

test("tests, helpers of tests and sources stay at home", () => {
  expect(files.filter((path) => /\.test\.|\/testing\/|^(src|test|web|scripts)\/|^dist\/site\//.test(path))).toEqual([]);
});

test("the library answers a question about a picture", async () => {
  writeFileSync(
    join(app, "ask.js"),
    `import { load } from "periscope-vl";
     const here = (path) => new URL("node_modules/periscope-vl/" + path, import.meta.url).pathname;
     const vl = await load(here("checkpoints/nano"), { threads: 1 });
     for await (const { text } of vl.chat([
       { role: "user", content: [{ type: "image", image: here("examples/word.png") }, { type: "text", text: "What does it say?" }] },
     ])) process.stdout.write(text);
     await vl.dispose();`,
  );
  const { stdout } = await run(process.execPath, ["ask.js"], { cwd: app });
  expect(stdout.length).toBeGreaterThan(3);
});

test("the command starts", async () => {
  const bin = join(installed, "bin/periscope.js");
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect((await run(process.execPath, [bin, "--version"], { cwd: app })).stdout.trim()).toBe(version);
  const { stdout } = await run(
    process.execPath,
    [bin, "chat", "--image", join(installed, "examples/word.png"), "What does it say?"],
    {
      cwd: app,
    },
  );
  expect(stdout.trim().length).toBeGreaterThan(3);
});
