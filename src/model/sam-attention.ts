/**
 * SAM's attention: inside windows or over the whole grid, with decomposed relative positions added to the logits.
 * The window padding is zeros that take part in the attention, as in the reference (spec 1.3).
 */
import { linear, mergeHeads, type Scope, splitHeads } from "../nn/index.ts";
import {
  attention,
  constant,
  type GridBias,
  knownDim,
  matmul,
  pad,
  product,
  reshape,
  slice,
  type Tensor,
  transpose,
} from "../tensor/index.ts";

/** `[B, G, G, W]` to the same shape; `window` undefined means the whole grid. */
export function samAttention(x: Tensor, p: Scope, heads: number, window: number | undefined): Tensor {
  const grid = knownDim(x.shape[1], "samAttention");
  if (window === undefined) return gridAttention(x, p, heads);
  const padded = Math.ceil(grid / window) * window;
  const [batch, , , width] = x.shape as [number | string, number, number, number];
  const n = padded / window;
  const whole = pad(pad(x, 1, 0, padded - grid), 2, 0, padded - grid);
  const cut = transpose(reshape(whole, [batch, n, window, n, window, width]), [0, 1, 3, 2, 4, 5]);
  const windows = reshape(cut, [product([n * n, batch]), window, window, width]); // [B n n, w, w, W]
  const attended = reshape(gridAttention(windows, p, heads), [batch, n, n, window, window, width]);
  const joined = reshape(transpose(attended, [0, 1, 3, 2, 4, 5]), [batch, padded, padded, width]);
  return slice(slice(joined, 1, 0, grid), 2, 0, grid);
}

/** Attention of every cell of `[B, h, w, W]` to every other. */
function gridAttention(x: Tensor, p: Scope, heads: number): Tensor {
  const [batch, h, w, width] = x.shape as [number | string, number, number, number];
  const cells = h * w;
  const qkv = linear(reshape(x, [batch, cells, width]), p.at("qkv"), 3 * width);
  const [q, k, v] = splitHeads(qkv, heads); // [B, H, h w, d]
  const attended = attention(q, k, v, { grid: relativePositions(p, q, [h, w], width / heads) });
  return reshape(linear(mergeHeads(attended), p.at("proj"), width), [batch, h, w, width]);
}

/** Query times relative position, of the unscaled query: `[B, H, h w, h]` for rows and `[B, H, h w, w]` for columns. */
function relativePositions(p: Scope, q: Tensor, [h, w]: readonly [number, number], d: number): GridBias {
  const [batch, heads] = q.shape as [number | string, number];
  const cells = reshape(q, [batch, heads, h, w, d]);
  const [tall, wide] = [table(p, "rel_pos_h", h, d), table(p, "rel_pos_w", w, d)];
  const rows = positionProducts(cells, tall, 2);
  const columns = positionProducts(cells, wide, 3);
  return {
    rows: reshape(rows, [batch, heads, h * w, h]),
    columns: reshape(columns, [batch, heads, h * w, w]),
  };
}

/** Sides up to which products of one row of one head are too small to be worth a call of their own. */
const smallSide = 32;

/**
 * Products of the queries `[B, H, h, w, d]` at place i of `axis` (2: rows, 3: columns) with the vectors `[n, n, d]` of that
 * place: `[B, H, h, w, n]`. In small grids one product serves all images and heads.
 */
function positionProducts(cells: Tensor, vectors: Tensor, axis: 2 | 3): Tensor {
  const [batch, heads, h, w, d] = cells.shape as [number | string, number, number, number, number];
  const n = vectors.shape[0] as number;
  if (n > smallSide) {
    const turned = axis === 2 ? cells : transpose(cells, [0, 1, 3, 2, 4]);
    const products = matmul(turned, vectors, { transB: true });
    return axis === 2 ? products : transpose(products, [0, 1, 3, 2, 4]);
  }
  const [other, front, back] =
    axis === 2 ? [w, [2, 0, 1, 3, 4], [1, 2, 0, 3, 4]] : [h, [3, 0, 1, 2, 4], [1, 2, 3, 0, 4]];
  const rows = reshape(transpose(cells, front), [n, product([batch, heads, other]), d]);
  const products = matmul(rows, vectors, { transB: true }); // [n, B H other, n]
  return transpose(reshape(products, [n, batch, heads, other, n]), back);
}

/** The learnt vectors for every (query, key) distance, `[n, n, d]`: row i, column j holds distance i - j. */
function table(p: Scope, name: string, n: number, d: number): Tensor {
  const distances = 2 * n - 1;
  const learnt = p.parameter(name, [distances, d]);
  const select = new Float32Array(n * n * distances);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) select[(i * n + j) * distances + (i - j + n - 1)] = 1;
  }
  return reshape(matmul(constant(select, [n * n, distances], "float32"), learnt), [n, n, d]);
}
