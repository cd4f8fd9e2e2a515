import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

// Programs in the pages, those that import Periscope, compile against its sources. Names may be the reader's own.

const root = join(import.meta.dirname, "..");
const work = mkdtempSync(join(tmpdir(), "periscope-pages-"));
afterAll(() => rmSync(work, { recursive: true }));

const pages = ["README.md", ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`)];
const programs = pages
  .filter((page) => page.endsWith(".md"))
  .flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/^```ts\n(import [\s\S]*?)^```$/gm)].map(([, code], i) => ({
      file: `${page.replace("/", "-")}-${i + 1}.ts`,
      code: code!.replaceAll('from "../', `from "${root}/`),
    })),
  )
  .filter(({ code }) => /from "(periscope-vl|\/)/.test(code));

test("programs in the pages compile", () => {
  for (const { file, code } of programs) writeFileSync(join(work, file), `${code}export {};\n`);
  writeFileSync(join(work, "package.json"), '{ "type": "module" }');
  const compilerOptions = { noUnusedLocals: false, typeRoots: [join(root, "node_modules/@types")] };
  writeFileSync(
    join(work, "tsconfig.json"),
    JSON.stringify({ extends: join(root, "tsconfig.json"), compilerOptions, include: ["*.ts"] }),
  );
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "--pretty", "false", "-p", work],
    { cwd: work, encoding: "utf8" },
  );
  expect(programs.length).toBeGreaterThan(1);
  const complaints = stdout
    .split("\n")
    .filter((line) => programs.some(({ file }) => line.startsWith(file)) && !/Cannot find name/.test(line));
  expect(complaints).toEqual([]);
}, 120_000);
