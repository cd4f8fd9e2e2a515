/**
 * The chat page with the model inside, as a folder of static files for any host (docs/web.md).
 * Usage: npm run build:web [-- --out DIR] [--model FOLDER]... [--model-url ID=URL]...
 *   --out        where the site goes; default dist/site
 *   --model      a checkpoint folder whose files become part of the site; default checkpoints/nano
 *   --model-url  a model that lies elsewhere, by the address of the folder with its manifest.json
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { openCheckpoint } from "../src/checkpoint/checkpoint.ts";
import { countParameters } from "../src/checkpoint/parameters.ts";
import { UserError } from "../src/runtime/errors.ts";
import { isModelFile, makeManifest } from "../src/web/manifest.ts";
import { buildPage } from "../web/build.ts";
import { buildWebLibrary } from "./web-library.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

export interface SiteOptions {
  readonly out: string;
  /** Checkpoint folders that become part of the site. */
  readonly models?: readonly string[];
  /** Models that lie elsewhere: names and addresses. */
  readonly modelUrls?: readonly { readonly id: string; readonly url: string }[];
  readonly log?: (line: string) => void;
}

/** Headers in the form that Netlify and Cloudflare Pages read; other hosts pass the file by. */
const headersFile = `/*
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: require-corp
  Cross-Origin-Resource-Policy: same-origin
`;

/** Builds the site beside `out` and moves it there when it is whole. */
export async function buildSite({ out, models = [], modelUrls = [], log = () => {} }: SiteOptions): Promise<void> {
  const beside = `${out}.${process.pid}.part`;
  try {
    log("the page");
    await buildPage({ outDir: beside, force: true });
    for (const name of readdirSync(beside)) if (name.startsWith(".")) rmSync(join(beside, name));
    for (const page of ["index.html", "train.html"]) markStatic(join(beside, page));
    log("the library and its worker");
    await buildWebLibrary(join(beside, "browser"));
    const listed = modelUrls.map(({ id, url }) => ({ id, url: url.endsWith("/") ? url : `${url}/` })) as object[];
    for (const folder of models) {
      log(`the model ${basename(resolve(folder))}`);
      listed.push(await copyModel(folder, join(beside, "models")));
    }
    mkdirSync(join(beside, "models"), { recursive: true });
    writeFileSync(join(beside, "models/index.json"), `${JSON.stringify({ models: listed }, null, 2)}\n`);
    writeFileSync(join(beside, "_headers"), headersFile);
    writeFileSync(join(beside, ".nojekyll"), ""); // GitHub Pages leaves files beginning with "_" out otherwise
    await writeServiceWorker(beside);
    rmSync(out, { recursive: true, force: true });
    renameSync(beside, out);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Tells the page that there is no server behind it. */
function markStatic(file: string): void {
  const html = readFileSync(file, "utf8");
  if (!html.includes("<html")) throw new Error(`${file} has no <html> to mark`);
  writeFileSync(file, html.replace(' data-site="both"', "").replace("<html", '<html data-site="static"'));
}

async function copyModel(folder: string, models: string) {
  const id = basename(resolve(folder));
  if (!/^[\w.-]+$/.test(id)) throw new UserError(`"${id}" cannot be the name of a model in an address`);
  const { checkpoint } = await openCheckpoint(folder);
  const parameters = countParameters(
    checkpoint.names.map((name) => checkpoint.spec(name)!).filter(({ unused }) => !unused),
  );
  const { imageTokens, language } = checkpoint.config;
  await checkpoint.close();
  const target = join(models, id);
  mkdirSync(target, { recursive: true });
  const names = readdirSync(folder).filter(isModelFile);
  for (const name of names) cpSync(join(folder, name), join(target, name), { dereference: true });
  const manifest = await makeManifest(
    id,
    names.map((name) => [name, () => readFile(join(target, name))] as const),
  );
  writeFileSync(join(target, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  return { id, url: `${id}/`, parameters, contextLength: language.maxPositions, imageTokens };
}

/** The worker that keeps the page: every file of the site but the models, under a version that changes with them. */
async function writeServiceWorker(site: string): Promise<void> {
  const files = readdirSync(site, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(site.length + 1)
        .split("\\")
        .join("/"),
    )
    .filter((name) => !/^models\/[^/]+\/|^[._]/.test(name))
    .sort();
  const hash = createHash("sha256");
  for (const file of files)
    hash
      .update(file)
      .update("\0")
      .update(readFileSync(join(site, file)))
      .update("\0");
  // The WebGPU build of the runtime is 26 MB: kept by the browser when it is used, not before.
  const kept = files.filter((name) => !name.includes("asyncify"));
  await build({
    entryPoints: [join(root, "web/offline/service-worker.ts")],
    outfile: join(site, "service-worker.js"),
    bundle: true,
    format: "iife",
    minify: true,
    target: "es2022",
    define: { SITE: JSON.stringify({ version: hash.digest("hex").slice(0, 16), files: kept }) },
    legalComments: "none",
    logLevel: "warning",
  });
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      out: { type: "string", default: join(root, "dist/site") },
      model: { type: "string", multiple: true },
      "model-url": { type: "string", multiple: true, default: [] },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(
      readFileSync(fileURLToPath(import.meta.url), "utf8")
        .split("*/")[0]!
        .replace(/^\/\*\*\n|^ \* ?/gm, ""),
    );
    return;
  }
  const modelUrls = values["model-url"].map((text) => {
    const [, id, url] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
    if (!id || !url) throw new UserError(`--model-url is ${text}, expected a name and an address: mini=https://...`);
    return { id, url };
  });
  const models = values.model ?? (modelUrls.length > 0 ? [] : [join(root, "checkpoints/nano")]);
  for (const folder of models) if (!existsSync(folder)) throw new UserError(`${folder} does not exist`);
  await buildSite({ out: resolve(values.out), models, modelUrls, log: (line) => console.log(`> ${line}`) });
  console.log(`${values.out} is ready; any static host can serve it, from any path`);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await main().catch((error: unknown) => {
    console.error(error instanceof UserError ? `error: ${error.message}` : error);
    process.exitCode = 1;
  });
}
