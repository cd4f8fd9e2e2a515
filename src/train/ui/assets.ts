/** The page's scripts. Installed they are JavaScript already; in the repository their types are taken off as they are served. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("./page/", import.meta.url));
/** Whether this runs from TypeScript; the page's modules then import each other as `.ts`. */
const development = import.meta.url.endsWith(".ts");

/** A module of the page, or undefined where there is none of that name. `main.js` is the first. */
export async function pageScript(name: string): Promise<string | undefined> {
  const asked = name === "main.js" && development ? "main.ts" : name;
  if (!/^[a-z-]+\.(?:js|ts)$/.test(asked) || asked.startsWith("document.")) return undefined;
  const text = await readFile(join(folder, asked), "utf8").catch(() => undefined);
  if (text === undefined || !development) return text;
  const { transform } = await import("esbuild");
  return (await transform(text, { loader: "ts", target: "es2022" })).code;
}
