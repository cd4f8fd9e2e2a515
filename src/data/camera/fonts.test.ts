import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { GlobalFonts } from "@napi-rs/canvas";
import { expect, test } from "vitest";
import { fontConfiguration, unwrapWoff } from "./font-folder.ts";
import {
  availableScripts,
  familiesFor,
  fontFile,
  fontRules,
  handwritingFor,
  packagedFamilies,
  systemFamilies,
} from "./fonts.ts";

test.each(packagedFamilies.map(({ family }) => family))("the rules of %s name font files that are there", (family) => {
  const urls = [...fontRules([family]).matchAll(/url\(([^)]+)\)/g)].map(([, url]) => url!);
  expect(urls.length).toBeGreaterThan(0);
  for (const url of urls) expect(fontFile(url)!.subarray(0, 4).toString()).toBe("wOF2");
  if (family !== "KaTeX") expect(fontRules([family])).toContain(`font-family: '${family}'`);
});

test("a family that is not listed is an error, one of the system has no rules", () => {
  expect(() => fontRules(["Papyrus"])).toThrow('"Papyrus"');
  expect(fontRules([systemFamilies[0]!.family])).toBe("");
  expect(fontFile("https://fonts.invalid/../../etc/passwd")).toBeUndefined();
});

test("what comes with the packages can be written everywhere", () => {
  expect(availableScripts()).toEqual(expect.arrayContaining(["Latin", "Cyrillic", "Greek"]));
  expect(familiesFor("Greek")).toEqual(expect.arrayContaining(["Roboto", "Open Sans"]));
  expect(familiesFor("Latin")).toHaveLength(12);
  expect(handwritingFor("Latin")).toHaveLength(7);
  expect(handwritingFor("Han")).toEqual(["Long Cang"]);
});

test("an unwrapped WOFF is a font with the same letters", () => {
  const file = createRequire(import.meta.url).resolve("@fontsource/lora/files/lora-latin-400-normal.woff");
  const font = Buffer.from(unwrapWoff(readFileSync(file)));
  expect(font.readUInt32BE(0)).toBe(0x00010000);
  expect(GlobalFonts.register(font, "unwrapped")).toBeTruthy();
});

test("the folder of fonts is made once and holds listed families only", () => {
  const cache = mkdtempSync(join(tmpdir(), "fonts-"));
  try {
    const configuration = fontConfiguration(cache);
    expect(fontConfiguration(cache)).toBe(configuration);
    expect(readdirSync(cache)).toHaveLength(1);
    const text = readFileSync(configuration, "utf8");
    expect(text.match(/<dir>/g)).toHaveLength(1);
    expect(text).toContain(`<dir>${join(dirname(configuration), "fonts")}</dir>`);
    const names = readdirSync(join(dirname(configuration), "fonts"));
    expect(names.every((name) => /^(roboto|lora|jetbrains-mono|patrick-hand|Noto)/.test(name))).toBe(true);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});
