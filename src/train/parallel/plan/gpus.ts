/**
 * Accelerators by name, as their makers' data sheets have them: dense 16-bit matrix products with 32-bit sums, without
 * sparsity. What of a peak a training run reaches is another matter.
 */
import { UserError } from "../../../runtime/errors.ts";

export interface Gpu {
  readonly name: string;
  /** 10^12 operations a second in bfloat16 (float16 where there is none). */
  readonly teraflops: number;
  /** 10^9 bytes. */
  readonly memoryGb: number;
  /** 10^9 bytes a second, of the memory. */
  readonly memoryBandwidth: number;
  /** 10^9 bytes a second that one device sends to the others of its machine: half of the published sum of both directions. */
  readonly linkBandwidth: number;
}

const gpu = (
  name: string,
  teraflops: number,
  memoryGb: number,
  memoryBandwidth: number,
  linkBandwidth: number,
): Gpu => ({
  ...{ name, teraflops, memoryGb, memoryBandwidth, linkBandwidth },
});

/** PCIe 3, 4 and 5 with 16 lanes: 16, 32, 64 GB/s each way. */
export const gpus: readonly Gpu[] = [
  gpu("V100-32GB", 125, 32, 900, 150),
  gpu("T4", 65, 16, 320, 16),
  gpu("A100-40GB", 312, 40, 1555, 300),
  gpu("A100", 312, 80, 2039, 300),
  gpu("A100-PCIe-40GB", 312, 40, 1555, 32),
  gpu("A100-PCIe", 312, 80, 1935, 32),
  gpu("A800", 312, 80, 2039, 200),
  gpu("A40", 149.7, 48, 696, 32),
  gpu("A10", 125, 24, 600, 32),
  gpu("L4", 121, 24, 300, 32),
  gpu("L40S", 362, 48, 864, 32),
  gpu("H100", 989, 80, 3350, 450),
  gpu("H100-PCIe", 756, 80, 2000, 64),
  gpu("H800", 989, 80, 3350, 200),
  gpu("H200", 989, 141, 4800, 450),
  gpu("B200", 2250, 180, 7700, 900),
  gpu("RTX-3090", 71, 24, 936, 32),
  gpu("RTX-4090", 165, 24, 1008, 32),
  gpu("RTX-5090", 209.5, 32, 1792, 64),
  gpu("MI250X", 383, 128, 3277, 200),
  gpu("MI300X", 1307, 192, 5300, 448),
];

/** Throws a UserError for a name that is not in the table. */
export function gpuByName(name: string): Gpu {
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const found = gpus.find((one) => plain(one.name) === plain(name) || plain(one.name) === `${plain(name)}gb`);
  if (found) return found;
  throw new UserError(`there is no GPU "${name}" in the table; it has ${gpus.map((one) => one.name).join(", ")}`);
}
