/** Shots of drafts for tests, by one browser for a whole file. */
import { afterAll, beforeAll } from "vitest";
import { findChromium } from "../../../../runtime/chromium.ts";
import type { Camera, Shot } from "../../../camera/camera.ts";
import { openCamera } from "../../../camera/chromium-camera.ts";
import type { PagePicture, Picture } from "../../../source.ts";

export const hasBrowser = findChromium() !== undefined;

/** Call at the top of a test file; the function shoots pages and draws pictures. */
export function sharedCamera(): (pictures: readonly Picture[]) => Promise<Shot[]> {
  let camera: Camera | undefined;
  beforeAll(async () => {
    if (hasBrowser) camera = await openCamera();
  }, 120_000);
  afterAll(async () => {
    await camera?.close();
  });
  return async (pictures) => {
    const pages = pictures.filter((one): one is PagePicture => one.kind === "page");
    const shots = pages.length > 0 ? await camera!.shoot(pages) : [];
    return pictures.map((one) => {
      const shot = one.kind === "page" ? shots[pages.indexOf(one)]! : { ...one.draw(), marks: [] };
      if (shot instanceof Error) throw shot;
      return shot;
    });
  };
}
