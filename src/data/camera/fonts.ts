/**
 * The typefaces that pages may use: families from npm packages, pinned by the lock file and the same everywhere, and
 * families from Debian packages for the scripts those lack, which a machine may or may not have. It knows files and
 * rules, not pages.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";

/** A writing system; the names are Unicode's. */
export type Script =
  | "Latin"
  | "Cyrillic"
  | "Greek"
  | "Han"
  | "Japanese"
  | "Korean"
  | "Arabic"
  | "Hebrew"
  | "Devanagari"
  | "Thai";

export type Style = "sans" | "serif" | "slab" | "mono" | "hand" | "formula";

/** A family whose files come with `npm ci`. */
export interface PackagedFamily {
  /** The name that pages use: `font-family: "Open Sans"`. */
  readonly family: string;
  readonly style: Style;
  readonly scripts: readonly Script[];
  readonly package: string;
}

const latin = ["Latin"] as const;
const slavic = ["Latin", "Cyrillic"] as const;
const european = ["Latin", "Cyrillic", "Greek"] as const;

function packaged(family: string, style: Style, scripts: readonly Script[]): PackagedFamily {
  return { family, style, scripts, package: `@fontsource/${family.toLowerCase().replaceAll(" ", "-")}` };
}

/** All licensed under the SIL Open Font License; `KaTeX` stands for the families of KaTeX's style sheet. */
export const packagedFamilies: readonly PackagedFamily[] = [
  packaged("Roboto", "sans", european),
  packaged("Open Sans", "sans", european),
  packaged("Lato", "sans", latin),
  packaged("Montserrat", "sans", slavic),
  packaged("Nunito", "sans", slavic),
  packaged("Roboto Condensed", "sans", european),
  packaged("Merriweather", "serif", slavic),
  packaged("Lora", "serif", slavic),
  packaged("Libre Baskerville", "serif", latin),
  packaged("Zilla Slab", "slab", latin),
  packaged("JetBrains Mono", "mono", european),
  packaged("Courier Prime", "mono", latin),
  packaged("Patrick Hand", "hand", latin),
  packaged("Comic Neue", "hand", latin),
  packaged("Caveat", "hand", slavic),
  packaged("Kalam", "hand", latin),
  packaged("Indie Flower", "hand", latin),
  packaged("Architects Daughter", "hand", latin),
  packaged("Gochi Hand", "hand", latin),
  packaged("Long Cang", "hand", ["Han"]),
  { family: "KaTeX", style: "formula", scripts: ["Latin", "Greek"], package: "katex" },
];

/** A family of the system, used where it is installed. */
export interface SystemFamily {
  readonly family: string;
  readonly style: Style;
  readonly scripts: readonly Script[];
  /** The Debian package, and one file by which it is recognised. */
  readonly package: string;
  readonly file: string;
}

const cjk = "/usr/share/fonts/opentype/noto";
const noto = "/usr/share/fonts/truetype/noto";

function system(family: string, style: Style, scripts: readonly Script[], file: string): SystemFamily {
  return { family, style, scripts, package: file.startsWith(cjk) ? "fonts-noto-cjk" : "fonts-noto-core", file };
}

export const systemFamilies: readonly SystemFamily[] = [
  system("Noto Sans CJK SC", "sans", ["Han"], `${cjk}/NotoSansCJK-Regular.ttc`),
  system("Noto Serif CJK SC", "serif", ["Han"], `${cjk}/NotoSerifCJK-Regular.ttc`),
  system("Noto Sans CJK JP", "sans", ["Japanese"], `${cjk}/NotoSansCJK-Regular.ttc`),
  system("Noto Serif CJK JP", "serif", ["Japanese"], `${cjk}/NotoSerifCJK-Regular.ttc`),
  system("Noto Sans CJK KR", "sans", ["Korean"], `${cjk}/NotoSansCJK-Regular.ttc`),
  system("Noto Serif CJK KR", "serif", ["Korean"], `${cjk}/NotoSerifCJK-Regular.ttc`),
  system("Noto Sans Arabic", "sans", ["Arabic"], `${noto}/NotoSansArabic-Regular.ttf`),
  system("Noto Naskh Arabic", "serif", ["Arabic"], `${noto}/NotoNaskhArabic-Regular.ttf`),
  system("Noto Sans Hebrew", "sans", ["Hebrew"], `${noto}/NotoSansHebrew-Regular.ttf`),
  system("Noto Sans Devanagari", "sans", ["Devanagari"], `${noto}/NotoSansDevanagari-Regular.ttf`),
  system("Noto Sans Thai", "sans", ["Thai"], `${noto}/NotoSansThai-Regular.ttf`),
  system("Noto Sans Math", "formula", [], `${noto}/NotoSansMath-Regular.ttf`),
  system("Noto Sans Symbols2", "formula", [], `${noto}/NotoSansSymbols2-Regular.ttf`),
];

/** The families of the system that this machine has. */
export function installedFamilies(): SystemFamily[] {
  return systemFamilies.filter(({ file }) => existsSync(file));
}

/** The families that can print a script on this machine; none when nothing here can. */
export function familiesFor(script: Script): string[] {
  return [...packagedFamilies, ...installedFamilies()]
    .filter(({ style, scripts }) => style !== "formula" && style !== "hand" && scripts.includes(script))
    .map(({ family }) => family);
}

/** The faces that write a script by hand. */
export function handwritingFor(script: Script): string[] {
  return packagedFamilies
    .filter(({ style, scripts }) => style === "hand" && scripts.includes(script))
    .map(({ family }) => family);
}

/** The scripts that pages can be written in on this machine. */
export function availableScripts(): Script[] {
  const printing = [...packagedFamilies, ...installedFamilies()].filter(({ style }) => style !== "hand");
  return [...new Set(printing.flatMap(({ scripts }) => scripts))];
}

/** The Debian packages that this machine lacks, and the scripts that pages could be written in with them. */
export function missingPackages(): { readonly name: string; readonly scripts: readonly Script[] }[] {
  const here = new Set(installedFamilies());
  const missing = new Map<string, Set<Script>>();
  for (const family of systemFamilies.filter((one) => !here.has(one))) {
    const scripts = missing.get(family.package) ?? new Set();
    for (const script of family.scripts) scripts.add(script);
    missing.set(family.package, scripts);
  }
  return [...missing].map(([name, scripts]) => ({ name, scripts: [...scripts] }));
}

/** Origin under which the camera hands font files to pages; it never leaves the machine. */
export const fontOrigin = "https://fonts.invalid";

const require = createRequire(import.meta.url);
const rulesOf = new Map<string, string>();
const filesOf = new Map<string, string>();

/** `@font-face` rules for the packaged families among `families`. Throws an `Error` that names a family it does not know. */
export function fontRules(families: readonly string[]): string {
  return families.map(rulesFor).join("\n");
}

/** The bytes of a font that a rule names, undefined if no rule does. */
export function fontFile(url: string): Buffer | undefined {
  const path = filesOf.get(url);
  return path === undefined ? undefined : readFileSync(path);
}

function rulesFor(family: string): string {
  const known = rulesOf.get(family);
  if (known !== undefined) return known;
  const found = packagedFamilies.find((one) => one.family === family);
  if (!found) {
    if (systemFamilies.some((one) => one.family === family)) return "";
    throw new Error(`the page asks for the font "${family}", which camera/fonts.ts does not list`);
  }
  const rules = found.style === "formula" ? formulaRules() : packageRules(found);
  rulesOf.set(family, rules);
  return rules;
}

/** Regular and bold, upright and italic where there is one, in every subset of the package. */
function packageRules({ package: name }: PackagedFamily): string {
  const folder = dirname(require.resolve(`${name}/package.json`));
  const sheets = ["400.css", "400-italic.css", "700.css", "700-italic.css"].map((sheet) => join(folder, sheet));
  return sheets
    .filter(existsSync)
    .map((sheet) =>
      readFileSync(sheet, "utf8")
        .replaceAll(/src: url\(([^)]+woff2)\)[^;]*;/g, (_, file: string) => source(join(folder, file)))
        .replaceAll(/\s*font-display: swap;|\/\*.*?\*\//g, ""),
    )
    .join("\n");
}

function formulaRules(): string {
  const folder = join(dirname(require.resolve("katex/package.json")), "dist/fonts");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".woff2"))
    .sort()
    .map((file) => {
      const [family, face] = basename(file, ".woff2").split("-") as [string, string];
      const weight = face.startsWith("Bold") ? 700 : 400;
      const slope = face.endsWith("Italic") ? "italic" : "normal";
      return `@font-face { font-family: "${family}"; font-weight: ${weight}; font-style: ${slope}; ${source(join(folder, file))} }`;
    })
    .join("\n");
}

function source(path: string): string {
  const url = `${fontOrigin}/${basename(path)}`;
  filesOf.set(url, path);
  return `src: url(${url}) format("woff2");`;
}
