/**
 * The chat page on this machine: its folder, built when a clone first needs it, and a browser that shows it. In an installed
 * package the page lies there ready.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { packageRoot } from "./package.ts";

/** Of `web/build.ts`, which is no part of the compiled package. */
interface Builder {
  buildPage(notices: Notices): Promise<string>;
  buildLibrary(notices: Notices): Promise<string>;
}

interface Notices {
  onStart(): void;
  onEnd(): void;
}

export interface PageFolders {
  readonly page: string;
  /** What runs a model in the browser; absent where it cannot be had. */
  readonly library?: string;
}

/** The page's folders; undefined, with a line on standard error that says why, where there is no page. */
export async function ensurePage(): Promise<PageFolders | undefined> {
  const builder = join(packageRoot, "web", "build.ts");
  try {
    if (existsSync(builder)) {
      const { buildPage, buildLibrary } = (await import(pathToFileURL(builder).href)) as Builder;
      await buildPage(notices("the page"));
      await buildLibrary(notices("the model's runtime for browsers"));
    }
  } catch (error) {
    const [reason] = String((error as Error).message).split("\n", 1);
    console.error(`\nwarning: the page cannot be built (${reason}); npm ci installs what builds it`);
  }
  const page = join(packageRoot, "dist", "web");
  const library = join(packageRoot, "dist", "browser");
  if (!existsSync(join(page, "index.html"))) return undefined;
  return existsSync(join(library, "index.js")) ? { page, library } : { page };
}

function notices(what: string): Notices {
  const begun = performance.now();
  return {
    onStart: () => process.stderr.write(`building ${what}, which takes some seconds the first time ... `),
    onEnd: () => process.stderr.write(`done in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`),
  };
}

/** Whether a browser that is opened here is one that the user sees. */
export function hasDesktop(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  if (environment.CI || environment.SSH_CONNECTION || environment.SSH_TTY) return false;
  if (process.platform === "darwin" || process.platform === "win32") return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY || environment.WSL_DISTRO_NAME);
}

/** Shows the page in the user's browser; a machine without one is no mistake. */
export async function openBrowser(url: string): Promise<void> {
  const { default: open } = await import("open");
  const child = await open(url).catch(() => undefined);
  child?.on("error", () => {});
}
