/** A camera that starts its browser with the first page (text and drawn pictures need none) and takes one visit at a time. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { findChromium } from "../../runtime/chromium.ts";
import { UserError } from "../../runtime/errors.ts";
import type { Camera } from "../camera/camera.ts";

/** Its renderer is that of the browser on this machine, or `none`. */
export async function lazyCamera(): Promise<Camera> {
  const renderer = await rendererHere();
  let camera: Promise<Camera> | undefined;
  const open = async (): Promise<Camera> => {
    const { openCamera } = await import("../camera/chromium-camera.ts");
    const opened = await openCamera();
    if (opened.renderer === renderer) return opened;
    await opened.close();
    throw new UserError(`the browser says that it is ${opened.renderer}, and its command ${renderer}`);
  };
  let before: Promise<unknown> = Promise.resolve();
  return {
    renderer,
    shoot(pages) {
      camera ??= open();
      const visit = before.then(async () => (await camera!).shoot(pages));
      before = visit.catch(() => {});
      return visit;
    },
    async close() {
      await (await camera?.catch(() => undefined))?.close();
    },
  };
}

/** `chromium 156.0.8078.73`, by the browser's own word. */
async function rendererHere(): Promise<string> {
  const executable = findChromium();
  if (executable === undefined) return "none";
  const { stdout } = await promisify(execFile)(executable, ["--version"]).catch(() => ({ stdout: "" }));
  const [version] = /\d+(?:\.\d+){3}/.exec(stdout) ?? [];
  return version === undefined ? "none" : `chromium ${version}`;
}
