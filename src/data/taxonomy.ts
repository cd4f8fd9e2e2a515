/** The paper's use-case taxonomy (Table 3): paths of its leaves, `Conversion/Image to Code/UI to Code`. */
import taxonomy from "./taxonomy.json" with { type: "json" };

/** All leaves in the order of the paper. A group without leaves of its own is a leaf itself. */
export const leaves: readonly string[] = Object.entries(taxonomy as Record<string, Record<string, string[]>>).flatMap(
  ([major, groups]) =>
    Object.entries(groups).flatMap(([group, names]) => {
      const path = group === "-" ? major : `${major}/${group}`;
      return names.length === 0 ? [path] : names.map((name) => `${path}/${name.replaceAll("/", " or ")}`);
    }),
);

const known = new Set(leaves);

export function isLeaf(path: string): boolean {
  return known.has(path);
}
