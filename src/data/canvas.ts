/** The canvas of @napi-rs/canvas, on which pictures are drawn without a browser. */

import { createRequire } from "node:module";
import type Canvas from "@napi-rs/canvas";
import { loadPackage, nativePackage } from "../runtime/native-package.ts";

const name = "@napi-rs/canvas";

export const createCanvas = nativePackage<typeof Canvas.createCanvas>(name, "createCanvas");
export const GlobalFonts = nativePackage<typeof Canvas.GlobalFonts>(name, "GlobalFonts");
export const ImageData = nativePackage<typeof Canvas.ImageData>(name, "ImageData");
export const Path2D = nativePackage<typeof Canvas.Path2D>(name, "Path2D");

/** The version of the package, once it is known to work. */
export function canvasVersion(): string {
  loadPackage(name);
  return (createRequire(import.meta.url)(`${name}/package.json`) as { version: string }).version;
}
