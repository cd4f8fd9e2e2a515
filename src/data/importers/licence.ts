/** Names of licences, as lineage has them. */
import { collapsed } from "./text.ts";

/** `https://creativecommons.org/licenses/by-sa/4.0/` -> `CC-BY-SA-4.0`. */
export function licenceName(text: string): string {
  const match = /creativecommons\.org\/(licenses|publicdomain)\/([a-z-]+)\/([\d.]+)/i.exec(text);
  if (match === null) return collapsed(text).slice(0, 200);
  const [, , kind, version] = match;
  if (kind === "mark") return `CC-PDM-${version}`;
  return kind === "zero" ? `CC0-${version}` : `CC-${kind!.toUpperCase()}-${version}`;
}
