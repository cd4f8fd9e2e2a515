/**
 * ONNX models of a few nodes as bytes, for probing devices and testing this room. The real writer is `src/tensor/`, one
 * floor up. Fields are numbered as in onnx.proto.
 */
import { elementTypeOf } from "./element-type.ts";
import type { Dtype } from "./runtime.ts";

type Field = readonly [number: number, value: Uint8Array | string | number];

export interface TinyPort {
  readonly name: string;
  readonly dtype: Dtype;
  /** Without one, any number of dimensions is allowed. */
  readonly shape?: readonly (number | string)[];
}

export interface TinyNode {
  readonly op: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly domain?: string;
  /** Integer attributes. */
  readonly attributes?: Readonly<Record<string, number>>;
}

export interface TinyInitializer {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** The little-endian bytes, or where they lie in another file. */
  readonly data: Uint8Array | { readonly location: string; readonly offset: number; readonly length: number };
}

export interface TinyGraph {
  readonly inputs: readonly TinyPort[];
  readonly outputs: readonly TinyPort[];
  readonly nodes: readonly TinyNode[];
  readonly initializers?: readonly TinyInitializer[];
}

/** The graph as a serialised `ModelProto` (IR 10, opset 21). */
export function tinyModel({ inputs, outputs, nodes, initializers = [] }: TinyGraph): Uint8Array<ArrayBuffer> {
  const graph = message([
    ...nodes.map((node): Field => [1, nodeProto(node)]),
    [2, "tiny"],
    ...initializers.map((initializer): Field => [5, tensorProto(initializer)]),
    ...inputs.map((port): Field => [11, valueInfo(port)]),
    ...outputs.map((port): Field => [12, valueInfo(port)]),
  ]);
  const domains = new Set(["", ...nodes.map(({ domain }) => domain ?? "")]);
  const opsets = [...domains].map(
    (domain): Field => [
      8,
      message([
        [1, domain],
        [2, domain === "" ? 21 : 1],
      ]),
    ],
  );
  return message([[1, 10], [7, graph], ...opsets]);
}

function nodeProto({ op, inputs, outputs, domain, attributes = {} }: TinyNode): Uint8Array {
  return message([
    ...inputs.map((name): Field => [1, name]),
    ...outputs.map((name): Field => [2, name]),
    [4, op],
    ...Object.entries(attributes).map(
      ([name, value]): Field => [
        5,
        message([
          [1, name],
          [3, value],
          [20, 2],
        ]),
      ],
    ),
    ...(domain ? [[7, domain] as const] : []),
  ]);
}

function tensorProto({ name, dtype, shape, data }: TinyInitializer): Uint8Array {
  const head: Field[] = [...shape.map((size): Field => [1, size]), [2, elementTypeOf[dtype]], [8, name]];
  if (data instanceof Uint8Array) return message([...head, [9, data]]);
  const external = Object.entries(data).map(([key, value]): Field => [13, pair(key, String(value))]);
  return message([...head, ...external, [14, 1]]);
}

function valueInfo({ name, dtype, shape }: TinyPort): Uint8Array {
  const tensor: Field[] = [[1, elementTypeOf[dtype]]];
  if (shape) tensor.push([2, message(shape.map((size): Field => [1, dimension(size)]))]);
  return message([
    [1, name],
    [2, message([[1, message(tensor)]])],
  ]);
}

function pair(key: string, value: string): Uint8Array {
  return message([
    [1, key],
    [2, value],
  ]);
}

function dimension(size: number | string): Uint8Array {
  return message([typeof size === "number" ? [1, size] : [2, size]]);
}

function message(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const chunks: Uint8Array[] = [];
  const flush = () => chunks.push(Uint8Array.from(bytes.splice(0)));
  for (const [number, value] of fields) {
    if (typeof value === "number") {
      varint(bytes, number << 3);
      varint(bytes, value);
    } else {
      const payload = typeof value === "string" ? new TextEncoder().encode(value) : value;
      varint(bytes, (number << 3) | 2);
      varint(bytes, payload.length);
      flush();
      chunks.push(payload);
    }
  }
  flush();
  const result = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.length;
  }
  return result;
}

function varint(bytes: number[], value: number): void {
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}
