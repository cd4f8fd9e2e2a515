/**
 * The only fonts that the browser sees beside those of a page's rules, so that a machine's own fonts never get into a
 * picture: a folder for fontconfig (Linux) with the families that stand for `serif`, `sans-serif` and `monospace`, the
 * installed families of `fonts.ts`, and hinting and subpixel colours off.
 */
import { createHash, randomBytes } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { inflateSync } from "node:zlib";
import { installedFamilies } from "./fonts.ts";

/** Generic names by the family that stands for them. */
const generics = {
  Roboto: ["sans-serif", "system-ui", "ui-sans-serif", "Arial", "Helvetica"],
  Lora: ["serif", "ui-serif", "Times New Roman", "Times", "Georgia"],
  "JetBrains Mono": ["monospace", "ui-monospace", "Courier New"],
  "Patrick Hand": ["cursive", "fantasy"],
} as const;

/** Raised when what is written into the folder changes. */
const version = 1;

/** The folder's `fonts.conf`, for FONTCONFIG_FILE. The folder is made at the first call on a machine and found again. */
export function fontConfiguration(cache = cacheFolder()): string {
  const woffs = Object.keys(generics).flatMap(genericFiles);
  const links = installedFamilies().flatMap(({ file }) => [file, file.replace("-Regular", "-Bold")].filter(existsSync));
  const key = createHash("sha256")
    .update(JSON.stringify([version, woffs, links]))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cache, `fonts-${key}`);
  const configuration = join(folder, "fonts.conf");
  if (existsSync(configuration)) return configuration;

  // made beside its place and moved there whole: several workers may start at once
  const draft = `${folder}.${randomBytes(4).toString("hex")}`;
  mkdirSync(join(draft, "fonts"), { recursive: true });
  for (const file of woffs) {
    writeFileSync(join(draft, "fonts", basename(file).replace(".woff", ".ttf")), unwrapWoff(readFileSync(file)));
  }
  for (const file of new Set(links)) symlinkSync(file, join(draft, "fonts", basename(file)));
  writeFileSync(join(draft, "fonts.conf"), configurationOf(folder));
  try {
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(configuration)) throw error;
  }
  return configuration;
}

function cacheFolder(): string {
  const { PERISCOPE_CACHE: own, XDG_CACHE_HOME: shared } = process.env;
  return own || join(shared || join(homedir(), ".cache"), "periscope");
}

function genericFiles(family: string): string[] {
  const name = `@fontsource/${family.toLowerCase().replaceAll(" ", "-")}/package.json`;
  const folder = join(dirname(createRequire(import.meta.url).resolve(name)), "files");
  return readdirSync(folder)
    .filter((file) => /-(?:400|700)-(?:normal|italic)\.woff$/.test(file))
    .sort()
    .map((file) => join(folder, file));
}

function configurationOf(folder: string): string {
  const aliases = Object.entries(generics).flatMap(([family, names]) =>
    names.map(
      (name) => `<match target="pattern"><test name="family"><string>${name}</string></test>
    <edit name="family" mode="prepend" binding="strong"><string>${family}</string></edit></match>`,
    ),
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <cachedir>${join(folder, "cache")}</cachedir>
  ${aliases.join("\n  ")}
  <match target="font">
    <edit name="antialias" mode="assign"><bool>true</bool></edit>
    <edit name="hinting" mode="assign"><bool>false</bool></edit>
    <edit name="hintstyle" mode="assign"><const>hintnone</const></edit>
    <edit name="autohint" mode="assign"><bool>false</bool></edit>
    <edit name="rgba" mode="assign"><const>none</const></edit>
    <edit name="lcdfilter" mode="assign"><const>lcdnone</const></edit>
  </match>
</fontconfig>
`;
}

/** The OpenType file within a WOFF file (W3C WOFF 1.0, sections 3 to 5): the same tables, not compressed. */
export function unwrapWoff(woff: Buffer): Uint8Array {
  const count = woff.readUInt16BE(12);
  const power = 2 ** Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + 16 * count);
  header.writeUInt32BE(woff.readUInt32BE(4), 0); // the flavour, and what a binary search of the tables wants to know
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE((count - power) * 16, 10);
  const parts: Uint8Array[] = [header];
  let offset = header.length;
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i;
    const [start, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [number, number, number];
    const stored = woff.subarray(start, start + packed);
    const table = packed < length ? inflateSync(stored) : stored;
    woff.copy(header, 12 + 16 * i, entry, entry + 4); // tag
    woff.copy(header, 16 + 16 * i, entry + 16, entry + 20); // checksum
    header.writeUInt32BE(offset, 20 + 16 * i);
    header.writeUInt32BE(length, 24 + 16 * i);
    const padding = Buffer.alloc(-length & 3);
    parts.push(table, padding);
    offset += length + padding.length;
  }
  return Buffer.concat(parts);
}
