/**
 * How rows must run for an answer to be the same to the last bit whoever it shares the batch with. Measured for ONNX
 * Runtime's CPU kernels (docs/serving.md): float products round alike for any number of rows and 4-bit ones for any even
 * number; 8-bit ones scale their input by its largest value in all rows, so that each row must run by itself.
 */
import type { SchedulerOptions } from "../../chat/scheduler.ts";

export function exactRows(bits: 4 | 8 | undefined): Pick<SchedulerOptions, "rowsFor" | "oneByOne"> {
  if (bits === undefined) return {};
  return bits === 4 ? { rowsFor: (answers) => 2 * Math.ceil(answers / 2) } : { oneByOne: true };
}
