/** The arena page's own files. Installed they are JavaScript already; in the repository their types are taken off as they are served. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("./page/", import.meta.url));
/** Whether this runs from TypeScript. */
const development = import.meta.url.endsWith(".ts");

export async function indexPage(): Promise<string> {
  const html = await readFile(join(folder, "index.html"), "utf8");
  return development ? html : html.replace("main.ts", "main.js");
}

/** The stylesheet or the module of the page, or undefined for another name. */
export async function asset(name: string): Promise<{ readonly type: string; readonly body: string } | undefined> {
  if (name === "style.css") return { type: "text/css", body: await readFile(join(folder, name), "utf8") };
  if (name !== (development ? "main.ts" : "main.js")) return undefined;
  const source = await readFile(join(folder, name), "utf8");
  if (!development) return { type: "text/javascript", body: source };
  const { transform } = await import("esbuild");
  return { type: "text/javascript", body: (await transform(source, { loader: "ts", target: "es2022" })).code };
}
