/**
 * Completes package-lock.json after `npm install` from a registry mirror that has only some platforms' packages: npm then
 * leaves the others out and `npm ci` refuses the file. Adds each optional platform package that is named but absent, with
 * the system that its name tells.
 * Usage: npx tsx scripts/complete-lock.ts [LOCK]
 */
import { readFileSync, writeFileSync } from "node:fs";

interface Entry {
  version?: string;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  optionalDependencies?: Record<string, string>;
}

const path = process.argv[2] ?? new URL("../package-lock.json", import.meta.url);
const lock = JSON.parse(readFileSync(path, "utf8")) as { packages: Record<string, Entry> };
const systems = [
  "android",
  "darwin",
  "freebsd",
  "linux",
  "linuxmusl",
  "netbsd",
  "openbsd",
  "openharmony",
  "sunos",
  "win32",
  "aix",
];
const processors = [
  "arm64",
  "x64",
  "arm",
  "ia32",
  "loong64",
  "mips64el",
  "ppc64",
  "riscv64",
  "s390x",
  "wasm32",
  "armv7",
];

const shortNames: Readonly<Record<string, string>> = { mac: "darwin", win: "win32" };

/** What `@scope/name-linux-x64-musl` says about where it runs; `undefined` for a name that says nothing. */
function platformOf(name: string): Pick<Entry, "os" | "cpu" | "libc"> | undefined {
  const words = name.split("/").at(-1)!.split(/[-.]/);
  const os = systems.find((system) => words.some((word) => (shortNames[word] ?? word) === system));
  const cpu =
    processors.find((processor) => words.includes(processor)) ?? (words.includes("universal") ? "x64" : undefined);
  if (!cpu || (!os && cpu !== "wasm32")) return undefined;
  const musl = os === "linuxmusl" || words.some((word) => word.startsWith("musl"));
  const system = os === "linuxmusl" ? "linux" : os;
  return {
    ...(system && { os: [system] }),
    cpu: [cpu === "armv7" ? "arm" : cpu],
    ...(musl && { libc: ["musl"] }),
  };
}

let added = 0;
for (const [parent, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const nested = `${parent}/node_modules/${name}`;
    const key = `node_modules/${name}`;
    if (lock.packages[key] || lock.packages[nested]) continue;
    const platform = platformOf(name);
    if (!platform) {
      console.error(`${name}: its name does not say for which system it is; left out`);
      continue;
    }
    lock.packages[key] = { version: version.replace(/^[\^~]/, ""), ...platform, ...(dev && { dev }), optional: true };
    added++;
  }
}
const { "": root, ...rest } = lock.packages;
const sorted = Object.fromEntries(Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1)));
lock.packages = { "": root!, ...sorted };
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} platform packages added`);
