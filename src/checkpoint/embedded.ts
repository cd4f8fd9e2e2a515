/** The model that comes with the package, found wherever the package lies and whatever it was compiled to. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Its name, which is also where it lies in the repository. */
export const embeddedName = "checkpoints/nano";

/** Its folder; undefined in a bundle that was made without it. */
export function embeddedModel(): string | undefined {
  // a bundle of CommonJS has no import.meta.url
  return import.meta.url ? above(dirname(fileURLToPath(import.meta.url))) : undefined;
}

function above(folder: string): string | undefined {
  const found = join(folder, embeddedName);
  if (existsSync(join(found, "config.json"))) return found;
  const parent = dirname(folder);
  return parent === folder ? undefined : above(parent);
}
