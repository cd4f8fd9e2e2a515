/** The page's own files. Installed they are JavaScript already; in the repository their types are taken off as they are served. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Asset {
  readonly type: string;
  readonly body: string;
}

const folder = fileURLToPath(new URL("./page/", import.meta.url));
/** Whether this runs from TypeScript; the page's modules then import each other as `.ts`. */
const development = import.meta.url.endsWith(".ts");

/** The page itself, which starts the modules. */
export async function indexPage(): Promise<string> {
  const html = await readFile(join(folder, "index.html"), "utf8");
  return development ? html : html.replace("main.ts", "main.js");
}

/** A stylesheet or module of the page, or undefined where there is none of that name. */
export async function asset(name: string): Promise<Asset | undefined> {
  if (name === "marked.js") return { type: "text/javascript", body: await marked() };
  if (!/^[a-z][a-z-]*\.(?:css|js|ts)$/.test(name) || name.endsWith(development ? ".js" : ".ts")) return undefined;
  const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  if (name.endsWith(".css")) return { type: "text/css", body: text };
  return { type: "text/javascript", body: (await plain(text)).replaceAll('from "marked"', 'from "./marked.js"') };
}

async function plain(source: string): Promise<string> {
  if (!development) return source;
  const { transform } = await import("esbuild");
  return (await transform(source, { loader: "ts", target: "es2022" })).code;
}

/** The parser of Markdown, as the package brings it: one module without imports. */
async function marked(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("marked");
  const text = await readFile(join(dirname(entry), "marked.esm.js"), "utf8");
  return text.replace(/^\/\/# sourceMappingURL=.*$/m, ""); // a map that is not served
}
