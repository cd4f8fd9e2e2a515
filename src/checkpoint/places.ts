/** How a runtime reaches the files that a model's weights lie in, without a copy through JavaScript. */
import type { SessionOptions } from "../runtime/runtime.ts";

export interface WeightPlaces {
  /** The name of a file inside a model; undefined for a file that a runtime cannot reach. */
  location(path: string): string | undefined;
  /** What a session needs to find files by those names. */
  readonly session: SessionOptions;
}
