/** Compiles the package to `dist/` (JavaScript and type declarations). Usage: npm run build */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

const root = new URL("..", import.meta.url).pathname;
rmSync(join(root, "dist"), { recursive: true, force: true });
const { status } = spawnSync(join(root, "node_modules/.bin/tsc"), ["-p", "tsconfig.build.json"], {
  cwd: root,
  stdio: "inherit",
});
// what the compiler leaves out of the page that shows data
for (const file of ["index.html", "style.css"]) {
  cpSync(join(root, "src/data/view/page", file), join(root, "dist/src/data/view/page", file));
}
process.exitCode = status ?? 1;
