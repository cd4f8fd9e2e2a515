/**
 * Writes a LLaMA with random 4-bit weights as a GGUF file (format version 3, tensor type Q4_0), so that llama.cpp can be
 * timed on DeepSeek-VL-1.3B's shape without anybody's weights. Blocks are drawn directly; nothing is quantised here.
 */
import { randomFillSync } from "node:crypto";
import { closeSync, existsSync, openSync, renameSync, statSync, writeSync } from "node:fs";

/** The dimensions of a LLaMA decoder. Defaults elsewhere in the benches: DeepSeek-VL-1.3B's. */
export interface LlamaShape {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  readonly context: number;
}

/** DeepSeek-VL-1.3B's language model (spec 1.6). */
export const SHAPE_1_3B: LlamaShape = {
  layers: 24,
  hidden: 2048,
  heads: 16,
  intermediate: 5632,
  vocabulary: 102_400,
  context: 2048,
};

const ALIGNMENT = 32;
const BLOCK_VALUES = 32; // a Q4_0 block: one float16 scale, then 32 values of 4 bits
const BLOCK_BYTES = 18;
const SCALE_F16 = 0x1419; // 0.001: random weights of about 0.005, so that activations stay finite
const GGML_F32 = 0;
const GGML_Q4_0 = 2;

interface TensorPlan {
  readonly name: string;
  /** Innermost dimension first, as GGUF stores it. */
  readonly dims: readonly number[];
  readonly type: number;
  readonly bytes: number;
}

/** Creates `path` unless a file of the right size is there already. Returns its size in bytes. */
export function writeRandomLlamaGguf(path: string, shape: LlamaShape = SHAPE_1_3B): number {
  const plans = tensorPlans(shape);
  const header = encodeHeader(plans, shape);
  const total = plans.reduce((sum, plan) => sum + align(plan.bytes), header.length);
  if (existsSync(path) && statSync(path).size === total) return total;
  const temporary = `${path}.part`;
  const file = openSync(temporary, "w");
  try {
    writeSync(file, header);
    for (const plan of plans) writeAll(file, tensorBytes(plan));
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  return total;
}

function tensorPlans({ layers, hidden, intermediate, vocabulary }: LlamaShape): TensorPlan[] {
  const weight = (name: string, input: number, output: number): TensorPlan => ({
    name,
    dims: [input, output],
    type: GGML_Q4_0,
    bytes: ((input * output) / BLOCK_VALUES) * BLOCK_BYTES,
  });
  const norm = (name: string): TensorPlan => ({ name, dims: [hidden], type: GGML_F32, bytes: hidden * 4 });
  const plans = [weight("token_embd.weight", hidden, vocabulary)];
  for (let layer = 0; layer < layers; layer++) {
    const at = `blk.${layer}`;
    plans.push(
      norm(`${at}.attn_norm.weight`),
      ...["q", "k", "v", "output"].map((part) => weight(`${at}.attn_${part}.weight`, hidden, hidden)),
      norm(`${at}.ffn_norm.weight`),
      weight(`${at}.ffn_gate.weight`, hidden, intermediate),
      weight(`${at}.ffn_up.weight`, hidden, intermediate),
      weight(`${at}.ffn_down.weight`, intermediate, hidden),
    );
  }
  plans.push(norm("output_norm.weight"), weight("output.weight", hidden, vocabulary));
  return plans;
}

function tensorBytes(plan: TensorPlan): Uint8Array {
  const bytes = new Uint8Array(align(plan.bytes));
  if (plan.type === GGML_F32) {
    new Float32Array(bytes.buffer, 0, plan.bytes / 4).fill(1);
    return bytes;
  }
  for (let at = 0; at < bytes.length; at += 1 << 30) randomFillSync(bytes.subarray(at, at + (1 << 30)));
  for (let at = 0; at < plan.bytes; at += BLOCK_BYTES) {
    bytes[at] = SCALE_F16 & 0xff;
    bytes[at + 1] = SCALE_F16 >> 8;
  }
  return bytes;
}

function encodeHeader(plans: readonly TensorPlan[], shape: LlamaShape): Uint8Array {
  const { layers, hidden, heads, intermediate, vocabulary, context } = shape;
  const out = new Writer();
  const integers: Record<string, number> = {
    "general.alignment": ALIGNMENT,
    "llama.context_length": context,
    "llama.embedding_length": hidden,
    "llama.block_count": layers,
    "llama.feed_forward_length": intermediate,
    "llama.attention.head_count": heads,
    "llama.attention.head_count_kv": heads,
    "llama.rope.dimension_count": hidden / heads,
    "llama.vocab_size": vocabulary,
    "tokenizer.ggml.bos_token_id": 1,
    "tokenizer.ggml.eos_token_id": 2,
    "tokenizer.ggml.unknown_token_id": 0,
  };
  const strings = { "general.architecture": "llama", "general.name": "random", "tokenizer.ggml.model": "llama" };
  const lists = 3;
  const floats = 1;
  out.bytes(new TextEncoder().encode("GGUF")).u32(3).u64(plans.length);
  out.u64(Object.keys(integers).length + Object.keys(strings).length + lists + floats);
  for (const [key, value] of Object.entries(strings)) out.text(key).u32(8).text(value);
  for (const [key, value] of Object.entries(integers)) out.text(key).u32(4).u32(value);
  out.text("llama.attention.layer_norm_rms_epsilon").u32(6).f32(1e-6);

  // A vocabulary that only has to exist: <unk>, <s>, </s>, the 256 bytes, then invented words.
  const tokens = Array.from({ length: vocabulary }, (_, id) => tokenText(id));
  out.text("tokenizer.ggml.tokens").u32(9).u32(8).u64(vocabulary);
  for (const token of tokens) out.text(token);
  out.text("tokenizer.ggml.scores").u32(9).u32(6).u64(vocabulary);
  for (let id = 0; id < vocabulary; id++) out.f32(-id);
  out.text("tokenizer.ggml.token_type").u32(9).u32(5).u64(vocabulary);
  for (let id = 0; id < vocabulary; id++) out.u32(id === 0 ? 2 : id < 3 ? 3 : id < 259 ? 6 : 1);

  let offset = 0;
  for (const plan of plans) {
    out.text(plan.name).u32(plan.dims.length);
    for (const dim of plan.dims) out.u64(dim);
    out.u32(plan.type).u64(offset);
    offset += align(plan.bytes);
  }
  return out.padded(ALIGNMENT);
}

function tokenText(id: number): string {
  if (id < 3) return ["<unk>", "<s>", "</s>"][id] ?? "";
  if (id < 259) return `<0x${(id - 3).toString(16).toUpperCase().padStart(2, "0")}>`;
  return `\u2581t${id}`;
}

const align = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;

function writeAll(file: number, bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(1 << 28, bytes.length - at));
}

/** Little-endian bytes, growing. */
class Writer {
  private buffer = new DataView(new ArrayBuffer(1 << 20));
  private length = 0;

  private room(size: number): number {
    const at = this.length;
    if (at + size > this.buffer.byteLength) {
      const larger = new Uint8Array(Math.max(this.buffer.byteLength * 2, at + size));
      larger.set(new Uint8Array(this.buffer.buffer));
      this.buffer = new DataView(larger.buffer);
    }
    this.length += size;
    return at;
  }
  bytes(data: Uint8Array): this {
    const at = this.room(data.length);
    new Uint8Array(this.buffer.buffer).set(data, at);
    return this;
  }
  u32(value: number): this {
    const at = this.room(4);
    this.buffer.setUint32(at, value, true);
    return this;
  }
  u64(value: number): this {
    const at = this.room(8);
    this.buffer.setBigUint64(at, BigInt(value), true);
    return this;
  }
  f32(value: number): this {
    const at = this.room(4);
    this.buffer.setFloat32(at, value, true);
    return this;
  }
  text(value: string): this {
    const data = new TextEncoder().encode(value);
    return this.u64(data.length).bytes(data);
  }
  padded(multiple: number): Uint8Array {
    return new Uint8Array(this.buffer.buffer, 0, Math.ceil(this.length / multiple) * multiple);
  }
}
