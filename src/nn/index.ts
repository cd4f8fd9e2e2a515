/** Layers that several towers share. */
export * from "./attention.ts";
export * from "./linear.ts";
export * from "./norm.ts";
export * from "./patches.ts";
export * from "./resample.ts";
export * from "./rotary.ts";
export * from "./scope.ts";
