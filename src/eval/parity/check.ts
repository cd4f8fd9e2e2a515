/**
 * One comparison of what was computed with what the reference computed, and the limits that hold for each tensor
 * (shared goldens, README: tolerances of a float32 implementation).
 */
import type { Numbers } from "./numbers.ts";

export interface Check {
  /** The line of the report that it belongs to. */
  readonly group: string;
  readonly name: string;
  readonly error: number;
  readonly limit: number;
  /** What is wrong beside the numbers: an absent tensor, another shape. */
  readonly problem?: string;
}

export function passes({ error, limit, problem }: Check): boolean {
  return problem === undefined && error <= limit;
}

/** A comparison that cannot be made, and fails. */
export function failure(group: string, name: string, problem: string): Check {
  return { group, name, error: Number.NaN, limit: 0, problem };
}

/** How far a tensor may be off, and whether relative to its largest value or as it stands. */
export interface Limit {
  readonly limit: number;
  readonly absolute?: true;
}

/** The limit for an output of a fixture by its name. */
export function limitOf(name: string): Limit {
  // exactly zero but for rounding: a softmax does not see what is added to all its logits
  if (/^grad\..*\.self_attn\.k_proj\.bias$/.test(name)) return { limit: 1e-5, absolute: true };
  // one number, the sum of very many
  if (/^grad\..*(hd_alpha_downsamples|high_res_vision_alpha)$/.test(name)) return { limit: 1e-3 };
  if (name.startsWith("grad.")) return { limit: 3e-4 };
  if (name === "loss") return { limit: 1e-5 };
  if (/^(llm\.|logits$|generate\.logits$)/.test(name)) return { limit: 1e-4 };
  return { limit: 2e-5 };
}

/** The report's line for an output: layers and blocks together, gradients by module. */
export function groupOf(name: string): string {
  const module = /^grad\.(?:model\.)?([^.]+)(\.vision_tower_(?:high|low))?/.exec(name);
  if (module) return `grad.${module[1]}${module[2] ?? ""}`;
  return name.replace(/\.\d+$/, "");
}

/** Compares elementwise: the largest difference, relative to the largest reference value unless `absolute`. */
export function compare(
  at: { readonly group: string; readonly name: string },
  found: { readonly shape: readonly number[]; readonly data: ArrayLike<number> } | undefined,
  reference: Numbers,
  { limit, absolute }: Limit,
  /** Whether element `i` counts; default: all. */
  counts: (i: number) => boolean = () => true,
): Check {
  const { group, name } = at;
  if (!found) return failure(group, name, "this model computes no such tensor");
  if (essential(found.shape) !== essential(reference.shape) || found.data.length !== reference.data.length) {
    return failure(group, name, `has shape [${found.shape.join(", ")}], the reference [${reference.shape.join(", ")}]`);
  }
  let difference = 0;
  let scale = 0;
  for (let i = 0; i < reference.data.length; i++) {
    if (!counts(i)) continue;
    const expected = reference.data[i]!;
    const off = Math.abs(found.data[i]! - expected);
    // NaN must not get lost in a comparison
    if (!(off <= difference)) difference = off;
    scale = Math.max(scale, Math.abs(expected));
  }
  return { group, name, error: absolute || scale === 0 ? difference : difference / scale, limit };
}

/** A shape without axes of extent one: the layouts disagree about those. */
function essential(shape: readonly number[]): string {
  return shape.filter((d) => d !== 1).join();
}

/** Compares values that must be the same; the error is the number of differences. */
export function same(group: string, name: string, found: ArrayLike<unknown>, reference: ArrayLike<unknown>): Check {
  if (found.length !== reference.length) {
    return failure(group, name, `has ${found.length} values, the reference ${reference.length}`);
  }
  let differences = 0;
  for (let i = 0; i < reference.length; i++) if (found[i] !== reference[i]) differences++;
  return { group, name, error: differences, limit: 0 };
}
