/** Where ONNX Runtime's shared library lies on this machine. Knows paths only; loads nothing. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UserError } from "./errors.ts";
import { packageRequire } from "./native-package.ts";

const fileNames: Readonly<Record<string, string>> = {
  linux: "libonnxruntime.so.1",
  darwin: "libonnxruntime.1.dylib",
  win32: "onnxruntime.dll",
};

/** Platforms whose binaries `onnxruntime-node` carries. */
const shipped = ["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"];

export interface LibraryLocation {
  /** The shared library. */
  readonly path: string;
  /** Version of the `onnxruntime-node` package it came from; undefined for `PERISCOPE_ORT_LIBRARY`. */
  readonly packageVersion?: string;
}

/**
 * The shared library to load: `PERISCOPE_ORT_LIBRARY` if set, else the one inside the installed `onnxruntime-node`.
 * Throws a UserError that says what to do where there is none (an Intel Mac, for instance).
 */
export function findLibrary(
  environment: Readonly<Record<string, string | undefined>> = process.env,
  platform: string = process.platform,
  architecture: string = process.arch,
): LibraryLocation {
  const override = environment.PERISCOPE_ORT_LIBRARY;
  if (override) {
    if (!existsSync(override)) throw new UserError(`PERISCOPE_ORT_LIBRARY names ${override}, which does not exist.`);
    return { path: override };
  }
  const target = `${platform}-${architecture}`;
  const fileName = fileNames[platform];
  if (!fileName || !shipped.includes(target)) {
    throw new UserError(
      `onnxruntime-node carries no ONNX Runtime for ${target} (it has ${shipped.join(", ")}); set PERISCOPE_ORT_LIBRARY to a shared library of ONNX Runtime 1.24 or later built for this machine.`,
    );
  }
  const manifest = packageManifest();
  const path = join(dirname(manifest), "bin", "napi-v6", platform, architecture, fileName);
  if (!existsSync(path)) {
    throw new UserError(
      `ONNX Runtime's shared library is missing at ${path}; install onnxruntime-node again (npm install onnxruntime-node).`,
    );
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  return { path, packageVersion: version };
}

/** `package.json` of the installed onnxruntime-node, wherever the package manager put it. */
function packageManifest(): string {
  try {
    return packageRequire().resolve("onnxruntime-node/package.json");
  } catch {
    throw new UserError("the package onnxruntime-node is not installed; run npm install onnxruntime-node.");
  }
}
