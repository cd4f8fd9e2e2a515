/**
 * What a browser needs that runs a served model itself: the list of models, a manifest of each with its files' hashes, the
 * files, and the runtime. Models too large for a tab are not in the list.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readJson } from "../checkpoint/files.ts";
import { parseModelConfig } from "../model/config.ts";
import type { AssetMount } from "../serve/assets.ts";
import type { ServedModel } from "../serve/index.ts";
import { isModelFile, MANIFEST_FILE, makeManifest } from "../web/manifest.ts";

/** WebAssembly has 4 GiB in all, and people wait for a download. */
const mostBytes = 512 * 2 ** 20;

/** `library`: the folder of the runtime; without it the list is empty. The manifests lie in a folder that goes with the process. */
export async function browserAssets(
  models: readonly ServedModel[],
  library: string | undefined,
): Promise<readonly AssetMount[]> {
  const lists = mkdtempSync(join(tmpdir(), "periscope-models-"));
  process.once("exit", () => rmSync(lists, { recursive: true, force: true }));
  const fitting = library === undefined ? [] : models.filter(({ id, folder }) => /^[\w.-]+$/.test(id) && fits(folder));
  const listed: Record<string, unknown>[] = [];
  for (const { id, folder } of fitting) {
    const { imageTokens, language } = parseModelConfig(await readJson(join(folder, "config.json")));
    listed.push({ id, url: `${id}/`, contextLength: language.maxPositions, imageTokens });
    const names = readdirSync(folder).filter(isModelFile);
    const manifest = await makeManifest(
      id,
      names.map((name) => [name, () => readFile(join(folder, name))] as const),
    );
    mkdirSync(join(lists, id));
    writeFileSync(join(lists, id, MANIFEST_FILE), JSON.stringify(manifest));
  }
  writeFileSync(join(lists, "index.json"), JSON.stringify({ models: listed }));
  return [
    { path: "/models", folder: lists },
    ...fitting.map(({ id, folder }) => ({ path: `/models/${id}`, folder })),
    ...(library === undefined ? [] : [{ path: "/browser", folder: library }]),
  ];
}

function fits(folder: string): boolean {
  const sizes = readdirSync(folder)
    .filter(isModelFile)
    .map((name) => statSync(join(folder, name)).size);
  return sizes.reduce((sum, size) => sum + size, 0) <= mostBytes;
}
