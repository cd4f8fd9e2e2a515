/**
 * Everything that must hold, in one command (`npm test`): installs what tests need from the system, then formatting and
 * lint (with the floors of docs/architecture.md), types, and all tests. The last line is `N passed, N failed`.
 * Usage: npm test [-- FILTER...]   (filters are passed to vitest and skip the other checks)
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules/.bin", name);

let passed = 0;
let failed = 0;

function run(command: string, args: readonly string[], env: Record<string, string> = {}): number {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
  if (error) console.error(`${command}: ${error.message}`);
  return status ?? 1;
}

function check(name: string, command: string, args: readonly string[]): void {
  console.log(`\n> ${name}`);
  if (run(command, args) === 0) passed++;
  else failed++;
}

/** Chromium (page shots, browser tests, its software Vulkan driver), the Vulkan loader, PostgreSQL, HAProxy, Open MPI and fonts, where Debian's installer is at hand. */
function installSystemPackages(): void {
  const missing = [
    ["chromium", "/usr/bin/chromium"],
    ["libvulkan1", "/usr/lib/x86_64-linux-gnu/libvulkan.so.1"],
    ["postgresql", "/usr/lib/postgresql"],
    ["haproxy", "/usr/sbin/haproxy"],
    ["openmpi-bin", "/usr/bin/mpirun.openmpi"],
    ["fonts-noto-cjk", "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"],
    ["fonts-noto-core", "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"],
  ].filter(([, file]) => !existsSync(file!));
  if (
    missing.length === 0 ||
    process.platform !== "linux" ||
    process.getuid?.() !== 0 ||
    !existsSync("/usr/bin/apt-get")
  ) {
    return;
  }
  const names = missing.map(([name]) => name!);
  console.log(`> installing ${names.join(", ")} for the tests of browsers, pages, GPUs, queues and ranks`);
  const quiet = { DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], quiet);
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...names], quiet);
}

function tests(filters: readonly string[]): void {
  console.log("\n> tests");
  const folder = mkdtempSync(join(tmpdir(), "periscope-tests-"));
  const report = join(folder, "report.json");
  const status = run(bin("vitest"), [
    "run",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ]);
  let counted = { passed: 0, failed: 0 };
  if (existsSync(report)) {
    const result = JSON.parse(readFileSync(report, "utf8")) as {
      numPassedTests: number;
      numFailedTests: number;
      numFailedTestSuites: number;
    };
    counted = { passed: result.numPassedTests, failed: result.numFailedTests };
  }
  rmSync(folder, { recursive: true, force: true });
  passed += counted.passed;
  // a file that cannot even start has no failed test of its own
  failed += status !== 0 && counted.failed === 0 ? 1 : counted.failed;
}

const filters = process.argv.slice(2);
installSystemPackages();
if (filters.length === 0) {
  check("format and lint", bin("biome"), ["check", "--error-on-warnings"]);
  check("types", bin("tsc"), ["-p", "."]);
}
tests(filters);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
