/**
 * The update rule of Muon (Jordan et al. 2024): a matrix moves in the direction of its momentum with all singular values
 * made about 1, so that what is rarely asked for is learnt as fast as what is asked for all the time. Scaled as Liu et al.
 * (arXiv 2502.16982) do, an update has the size of AdamW's at the same rate.
 */
import { add, div, matmul, mul, reduceSum, sqrt, square, sub, type Tensor, transpose } from "../tensor/index.ts";

/** The momentum keeps this share of itself at each step; a gradient counts with the rest, once more ahead of time. */
const memory = 0.95;

/** Coefficients of the quintic that drives singular values from (0, 1] to about 1 in five rounds. */
const [a, b, c] = [3.4445, -4.775, 2.0315];
const rounds = 5;

export interface MuonTensors {
  readonly parameter: Tensor;
  /** Clipped already. */
  readonly gradient: Tensor;
  readonly momentum: Tensor;
}

/** One update of a matrix `[M, N]`. */
export function muonRule(
  { parameter, gradient, momentum }: MuonTensors,
  rate: Tensor,
): Pick<MuonTensors, "parameter" | "momentum"> {
  const toward = (from: Tensor) => add(mul(from, memory), mul(gradient, 1 - memory));
  const next = toward(momentum);
  return { parameter: sub(parameter, mul(orthogonalized(toward(next)), rate)), momentum: next };
}

/** The direction of an update from a momentum `[M, N]`; its root mean square is about 0.2. */
export function orthogonalized(momentum: Tensor): Tensor {
  const [rows, columns] = momentum.shape as [number, number];
  const tall = rows > columns;
  let x = tall ? transpose(momentum, [1, 0]) : momentum; // [min, max]
  x = div(x, add(sqrt(reduceSum(square(x))), 1e-7));
  for (let round = 0; round < rounds; round++) {
    const gram = matmul(x, transpose(x, [1, 0])); // [min, min]
    x = add(mul(x, a), matmul(add(mul(gram, b), mul(matmul(gram, gram), c)), x));
  }
  const scaled = mul(x, 0.2 * Math.sqrt(Math.max(rows, columns)));
  return tall ? transpose(scaled, [1, 0]) : scaled;
}
