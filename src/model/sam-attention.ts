/**
 * SAM's attention: inside windows or over the whole grid, with decomposed relative positions added to the logits.
 * The window padding is zeros that take part in the attention, as in the reference (spec 1.3).
 */
import { attend, linear, type Scope, splitHeads } from "../nn/index.ts";
import {
  broadcastTo,
  concat,
  constant,
  knownDim,
  matmul,
  mul,
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
  const d = width / heads;
  // the position terms ride along in the product: [q / sqrt(d), rows, columns] . [k, onehot(row), onehot(column)]
  const queries = concat([mul(q, 1 / Math.sqrt(d)), relativePositions(p, q, [h, w], d)], -1);
  const places = broadcastTo(constant(cellPlaces(h, w), [cells, h + w], "float32"), [batch, heads, cells, h + w], k);
  const attended = attend(queries, concat([k, places], -1), v, { scale: 1 });
  const merged = reshape(transpose(attended, [0, 2, 1, 3]), [batch, cells, width]);
  return reshape(linear(merged, p.at("proj"), width), [batch, h, w, width]);
}

/** Query times relative position, of the unscaled query: `[B, H, h w, h + w]`, rows before columns. */
function relativePositions(p: Scope, q: Tensor, [h, w]: readonly [number, number], d: number): Tensor {
  const [batch, heads] = q.shape as [number | string, number];
  const cells = reshape(q, [batch, heads, h, w, d]);
  const rows = matmul(cells, table(p, "rel_pos_h", h, d), { transB: true }); // [B, H, h, w, h]
  const turned = transpose(cells, [0, 1, 3, 2, 4]); // [B, H, w, h, d]
  const columns = matmul(turned, table(p, "rel_pos_w", w, d), { transB: true }); // [B, H, w, h, w]
  const both = concat([rows, transpose(columns, [0, 1, 3, 2, 4])], -1);
  return reshape(both, [batch, heads, h * w, h + w]);
}

/** For each cell of the grid, its row and its column as two one-hot vectors side by side. */
function cellPlaces(h: number, w: number): Float32Array {
  const places = new Float32Array(h * w * (h + w));
  for (let i = 0; i < h * w; i++) {
    places[i * (h + w) + Math.floor(i / w)] = 1;
    places[i * (h + w) + h + (i % w)] = 1;
  }
  return places;
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
