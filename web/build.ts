/**
 * Builds the page into a folder of static files. `npm run build` puts it into the package; in a clone it is built when the
 * server first needs it, which takes some seconds, and again when its sources have changed.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { InlineConfig, Plugin } from "vite";

const webFolder = fileURLToPath(new URL(".", import.meta.url));
const root = join(webFolder, "..");
const stampName = ".built-from";

/** Where the built page lies in a clone and in the package, and what runs a model in the browser. */
export const pageFolder = join(root, "dist", "web");
export const libraryFolder = join(root, "dist", "browser");
/** The rooms that the library for browsers is made of. */
const libraryRooms = ["web", "chat", "checkpoint", "text", "image", "model", "nn", "tensor", "runtime", "train"];

export function pageConfig(outDir = pageFolder): InlineConfig {
  return {
    configFile: false,
    root: webFolder,
    base: "./",
    plugins: [modernFonts()],
    cacheDir: join(root, "node_modules", ".cache", "vite"),
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2023",
      assetsInlineLimit: 0, // fonts and pictures stay files: the content policy wants it so
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 800,
      reportCompressedSize: false,
      // libraries mark what runs in a browser; here everything does
      rolldownOptions: {
        input: ["index.html", "train.html"].map((page) => join(webFolder, page)),
        onLog: (level, log, next) => log.code !== "MODULE_LEVEL_DIRECTIVE" && next(level, log),
      },
    },
  };
}

/** Every browser that runs this page reads WOFF2; KaTeX names two older formats beside it. */
function modernFonts(): Plugin {
  return {
    name: "modern-fonts",
    enforce: "pre",
    transform(code, id) {
      if (!/katex\.css$/.test(id)) return null;
      return { code: code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, ""), map: null };
    },
  };
}

/**
 * Builds the page unless it is there and its sources are the same. Written beside its place and moved there when it is
 * whole, so that a build that was cut short leaves nothing and two at once do no harm. Returns its folder.
 */
export async function buildPage({
  outDir = pageFolder,
  force = false,
  onStart = () => {},
  onEnd = () => {},
} = {}): Promise<string> {
  return built(outDir, stampOf([webFolder]), { force, onStart, onEnd }, async (beside) => {
    const { build } = await import("vite"); // heavy, and of no use for a page that is built
    // Vite and React look here, and a test that builds the page would get the slow, talkative variant of both.
    const before = process.env.NODE_ENV;
    process.env.NODE_ENV = "production";
    try {
      await build({ ...pageConfig(beside), logLevel: "warn" });
    } finally {
      if (before === undefined) delete process.env.NODE_ENV;
      else process.env.NODE_ENV = before;
    }
  });
}

/** Bundles what runs a model in the browser, as `buildPage` builds the page. */
export async function buildLibrary({ force = false, onStart = () => {}, onEnd = () => {} } = {}): Promise<string> {
  const rooms = libraryRooms.map((room) => join(root, "src", room));
  return built(libraryFolder, stampOf(rooms), { force, onStart, onEnd }, async (beside) => {
    const { buildWebLibrary } = await import("../scripts/web-library.ts");
    await buildWebLibrary(beside);
  });
}

interface Notices {
  readonly force: boolean;
  onStart(): void;
  onEnd(): void;
}

async function built(
  outDir: string,
  stamp: string,
  { force, onStart, onEnd }: Notices,
  write: (folder: string) => Promise<void>,
): Promise<string> {
  const stampFile = join(outDir, stampName);
  if (!force && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return outDir;
  onStart();
  const beside = `${outDir}.${process.pid}.part`;
  try {
    await write(beside);
    writeFileSync(join(beside, stampName), stamp);
    rmSync(outDir, { recursive: true, force: true });
    renameSync(beside, outDir);
    onEnd();
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return outDir;
}

/** Changes with anything in the folders that can change what is built of them. */
function stampOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(tsx?|css|html|js|svg)$/.test(name) && !name.endsWith(".test.ts"))
      .map((name) => join(folder, name)),
  );
  for (const file of [...sources, join(root, "package-lock.json")].sort()) {
    hash.update(file.slice(root.length)).update("\0").update(readFileSync(file)).update("\0");
  }
  return hash.digest("hex");
}
