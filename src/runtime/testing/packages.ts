/** Packages as an installation that left something out has them. */
import Module from "node:module";
import { vi } from "vitest";

type Load = (request: string, ...rest: unknown[]) => unknown;

function replaceLoading(names: readonly string[], fail: (name: string) => Error): void {
  const loader = Module as unknown as { _load: Load };
  const original = loader._load;
  vi.spyOn(loader, "_load").mockImplementation((request, ...rest) => {
    if (names.includes(request)) throw fail(request);
    return original(request, ...rest);
  });
}

/** Until mocks are restored, these packages lack what is made for this machine; each has its own words for it. */
export function withoutParts(...names: string[]): void {
  replaceLoading(
    names,
    (name) => new Error(`there is no ${name}.node. Please try again\nPossible solutions:\n- others`),
  );
}

/** Until mocks are restored, these packages are not installed. */
export function withoutPackages(...names: string[]): void {
  const text = (name: string) => `Cannot find module '${name}'\nRequire stack:\n- /somewhere.js`;
  replaceLoading(names, (name) => Object.assign(new Error(text(name)), { code: "MODULE_NOT_FOUND" }));
}

/** For `--import`, which a process runs first: it finds no part of this package that is made for this machine. */
export function importWithoutParts(name: string): string {
  const code = `import Module from "node:module";
    const load = Module._load;
    Module._load = (name, ...rest) => {
      if (name === ${JSON.stringify(name)}) throw new Error("no part for this machine");
      return load(name, ...rest);
    };`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
