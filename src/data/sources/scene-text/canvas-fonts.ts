/**
 * Typefaces for pictures drawn without a browser: the same families as the camera's, by the script they are to write. A
 * packaged family comes in one file a script, so each is registered under a name of its own.
 */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { installedFamilies, packagedFamilies, type Script, type Style } from "../../camera/fonts.ts";
import { createCanvas, GlobalFonts } from "../../canvas.ts";
import type { Random } from "../../random.ts";

export interface Face {
  /** As in camera/fonts.ts. */
  readonly family: string;
  /** What a canvas calls it. */
  readonly name: string;
  readonly weight: 400 | 700;
  readonly style: Style;
}

const subsets: Partial<Record<Script, string>> = { Latin: "latin", Cyrillic: "cyrillic", Greek: "greek" };
const facesOf = new Map<Script, readonly Face[]>();

/** The faces that can write a script on this machine; none when nothing can. */
export function facesFor(script: Script): readonly Face[] {
  let faces = facesOf.get(script);
  if (!faces) {
    faces = [...packagedFaces(script), ...systemFaces(script)];
    facesOf.set(script, faces);
  }
  return faces;
}

export function faceFor(random: Random, script: Script, styles?: readonly Style[]): Face {
  const faces = facesFor(script);
  const fitting = faces.filter(({ style }) => !styles || styles.includes(style));
  return random.pick(fitting.length > 0 ? fitting : faces);
}

/** What a canvas context takes as its `font`. */
export function canvasFont({ name, weight }: Face, size: number): string {
  const latin = name.replace(/ (cyrillic|greek) /, " latin "); // digits are in the Latin file alone
  if (latin !== name && facesFor("Latin").some((one) => one.name === latin)) return `${size}px "${name}", "${latin}"`;
  // a packaged face is one file, whose weight is in its name
  return `${name.startsWith("scene ") ? "" : `${weight} `}${size}px "${name}"`;
}

function packagedFaces(script: Script): Face[] {
  const subset = subsets[script];
  if (!subset) return [];
  const require = createRequire(import.meta.url);
  return packagedFamilies
    .filter(({ style, scripts }) => style !== "formula" && scripts.includes(script))
    .flatMap(({ family, style, package: folder }) =>
      ([400, 700] as const).flatMap((weight): Face[] => {
        const slug = folder.slice(folder.indexOf("/") + 1);
        const path = require
          .resolve(`${folder}/package.json`)
          .replace("package.json", `files/${slug}-${subset}-${weight}-normal.woff2`);
        const name = `scene ${slug} ${subset} ${weight}`;
        if (!existsSync(path) || !GlobalFonts.registerFromPath(path, name)) return [];
        return [{ family, name, weight, style }];
      }),
    );
}

function systemFaces(script: Script): Face[] {
  return installedFamilies()
    .filter(({ scripts }) => scripts.includes(script))
    .flatMap(({ family, style, file }): Face[] => {
      if (!GlobalFonts.has(family) && !GlobalFonts.registerFromPath(file, family)) return [];
      return ([400, 700] as const).map((weight) => ({ family, name: family, weight, style }));
    });
}

export interface Ink {
  readonly advance: number;
  /** Of the ink, from the pen and the baseline; up and left are negative. */
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const measuring = createCanvas(8, 8).getContext("2d");

/** The ink of a text in pixels. */
export function inkOf(face: Face, size: number, text: string): Ink {
  measuring.font = canvasFont(face, size);
  const m = measuring.measureText(text);
  return {
    advance: m.width,
    left: -m.actualBoundingBoxLeft,
    top: -m.actualBoundingBoxAscent,
    right: m.actualBoundingBoxRight,
    bottom: m.actualBoundingBoxDescent,
  };
}
