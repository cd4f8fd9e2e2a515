/**
 * Packages whose code is made for one kind of machine: each has a part by itself for Linux, macOS or Windows, which npm can
 * leave out. They are loaded when they are first used, so that what needs none of them works without, and whatever does not
 * load ends in a sentence.
 */
import { createRequire } from "node:module";
import { SetupError } from "./errors.ts";

/**
 * The package, or one of its exports, that loads with the first use. A use throws a SetupError where the package or its part
 * for this machine is missing.
 */
export function nativePackage<T extends object>(name: string, exported?: string): T {
  let found: T | undefined;
  const use = (): T => {
    if (found === undefined) {
      const all = loadPackage(name) as Record<string, unknown>;
      found = (exported === undefined ? all : all[exported]) as T;
    }
    return found;
  };
  function target() {} // only what stands for a function can be called and constructed
  return new Proxy(target as unknown as T, {
    get: (_, key) => Reflect.get(use(), key),
    apply: (_, self, values) => Reflect.apply(use() as () => unknown, self, values),
    construct: (_, values) => Reflect.construct(use() as new () => object, values),
  });
}

/** Why a package cannot be used here, as a sentence; undefined if it can. */
export function packageProblem(name: string): string | undefined {
  try {
    loadPackage(name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The `require` that finds the packages this one depends on. */
export function packageRequire(): NodeJS.Require {
  return createRequire(import.meta.url || __filename); // a bundle as CommonJS has only the second
}

/** The package's exports, at once. Throws a SetupError where it or its part for this machine is missing. */
export function loadPackage(name: string): unknown {
  try {
    return packageRequire()(name);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [reason] = message.split(/\n|\. /, 1); // advice of the package's own follows
    const text =
      code === "MODULE_NOT_FOUND" && reason === `Cannot find module '${name}'`
        ? `the package ${name} is not installed; run npm install ${name}.`
        : `the package ${name} cannot be loaded (${reason}); run npm install ${name}, without --omit=optional, which leaves out its part for this machine.`;
    throw new SetupError(text, { cause: error });
  }
}
