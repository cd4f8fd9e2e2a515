/**
 * How many rows must run for an answer to be the same to the last bit whoever it shares the batch with. Measured for ONNX
 * Runtime's CPU kernels (docs/serving.md): float products round alike for any number of rows, 4-bit ones for any even
 * number, 8-bit ones only for the same number.
 */
export function rowsFor(bits: 4 | 8 | undefined, maxRows: number): (answers: number) => number {
  if (bits === undefined) return (answers) => answers;
  if (bits === 4) return (answers) => 2 * Math.ceil(answers / 2);
  return () => maxRows;
}
