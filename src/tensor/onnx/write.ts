/**
 * Writes symbolic tensors as an ONNX model. Parameters become graph inputs (training) or initialisers, which may point
 * into files on disk (ONNX external data), so that a checkpoint is mapped and never passes through JavaScript.
 */
import { create, toBinary } from "@bufbuild/protobuf";
import { lengthOf } from "../../runtime/dtype.ts";
import { elementTypeOf } from "../../runtime/element-type.ts";
import type { Dtype, TypedArray } from "../../runtime/runtime.ts";
import type { Shape } from "../shape.ts";
import { type AttributeValue, type Emitter, type Node, nameOf, type Target, type Tensor } from "../tensor.ts";
import {
  type AttributeProto,
  AttributeProtoSchema,
  ModelProtoSchema,
  type NodeProto,
  NodeProtoSchema,
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from "./onnx_pb.ts";

/** Codes of the ONNX standard. */
const attributeType = { float: 1, int: 2, string: 3, ints: 7 } as const;
const externalLocation = 1;

/** Where a parameter's values come from. */
export type Initializer =
  | { readonly kind: "data"; readonly dtype: Dtype; readonly data: TypedArray }
  /** `length` bytes at `offset` of file `location` (relative to the model's folder). */
  | {
      readonly kind: "external";
      readonly dtype: Dtype;
      readonly location: string;
      readonly offset: number;
      readonly length: number;
    };

export interface WriteOptions {
  readonly target: Target;
  /** The source of a parameter; `undefined` makes it a graph input. Default: all parameters are inputs. */
  readonly initializer?: (name: string, parameter: Tensor) => Initializer | undefined;
  /** Tensors that are not computed but given, as inputs of these names. */
  readonly given?: ReadonlyMap<Tensor, string>;
}

/** The ONNX model that computes the named outputs. */
export function toOnnx(outputs: Readonly<Record<string, Tensor>>, options: WriteOptions): Uint8Array {
  const writer = new Writer(options, outputs);
  const { given = new Map<Tensor, string>() } = options;
  const computed = Object.values(outputs).filter((t) => !given.has(t));
  const nodes = inOrder(
    computed.map((t) => t.node),
    given,
  );
  const read = new Set([...Object.values(outputs), ...nodes.flatMap((n) => [...n.inputs, ...n.follows])]);
  for (const [t, name] of given) writer.addInput(name, t);
  for (const node of nodes) writer.add(node, read);
  return writer.finish();
}

/** Every node that the roots need beside what is `given`, inputs before users and whatever a node follows before that node. */
export function inOrder(roots: readonly Node[], given: ReadonlyMap<Tensor, unknown> = new Map()): Node[] {
  const inputs = (node: Node) => node.inputs.filter((t) => !given.has(t));
  const needed = new Set(depthFirst(roots, inputs));
  return depthFirst(roots, (node) => [...inputs(node), ...node.follows.filter((t) => needed.has(t.node))]);
}

function depthFirst(roots: readonly Node[], before: (node: Node) => readonly Tensor[]): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const stack: [Node, boolean][] = [...roots].reverse().map((n) => [n, false]);
  while (stack.length > 0) {
    const [node, ready] = stack.pop()!;
    if (ready) {
      order.push(node);
    } else if (!seen.has(node)) {
      seen.add(node);
      stack.push([node, true]);
      for (const t of [...before(node)].reverse()) stack.push([t.node, false]);
    }
  }
  return order;
}

/** The inputs and parameters that `outputs` depend on, in order of first use. */
export function leavesOf(outputs: readonly Tensor[], kind: "input" | "parameter"): Tensor[] {
  return inOrder(outputs.map((t) => t.node))
    .filter((n) => n.leaf?.kind === kind)
    .map((n) => n.outputs[0]!);
}

class Writer implements Emitter {
  readonly target: Target;
  private readonly options: WriteOptions;
  private readonly outputs: Readonly<Record<string, Tensor>>;
  /** Output names of the tensors that they are given to where these are computed. */
  private readonly published = new Map<Tensor, string>();
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly inputs: ValueInfoProto[] = [];
  private readonly names = new Map<Tensor, string>();
  private readonly constants = new Map<string, string>();
  private readonly taken = new Set<string>();
  private scope = "";
  private fresh = 0;

  constructor(options: WriteOptions, outputs: Readonly<Record<string, Tensor>>) {
    this.options = options;
    this.target = options.target;
    this.outputs = outputs;
    for (const [name, t] of Object.entries(outputs)) {
      if (!t.node.leaf && !options.given?.has(t)) this.published.set(t, name);
    }
  }

  add(node: Node, read: ReadonlySet<Tensor>): void {
    this.scope = node.scope;
    if (node.leaf) {
      this.addLeaf(node);
      return;
    }
    const outs = node.outputs.map((t, i) => {
      const name = this.published.get(t) ?? `${node.op}_${node.id}${i ? `_${i}` : ""}`;
      this.names.set(t, name);
      return name;
    });
    const ins = node.inputs.map((t) => this.name(t));
    const used = node.outputs.map((t) => read.has(t));
    node.lower(this, ins, outs, used);
  }

  private addLeaf(node: Node): void {
    const tensor = node.outputs[0]!;
    if (node.leaf!.kind === "constant") {
      this.names.set(tensor, this.constant(tensor.dtype, tensor.shape as number[], node.leaf!.data));
      return;
    }
    const name = nameOf(tensor);
    const source = node.leaf!.kind === "parameter" ? this.options.initializer?.(name, tensor) : undefined;
    if (!source) {
      this.addInput(name, tensor);
      return;
    }
    this.take(name);
    this.initializers.push(initializer(name, source, tensor.shape as number[]));
    const sameType = source.dtype === tensor.dtype;
    this.names.set(tensor, sameType ? name : this.node("Cast", [name], 1, { to: elementTypeOf[tensor.dtype] })[0]!);
  }

  addInput(name: string, tensor: Tensor): void {
    this.take(name);
    this.inputs.push(valueInfo(name, tensor));
    this.names.set(tensor, name);
  }

  private take(name: string): void {
    if (this.taken.has(name)) throw new Error(`two different tensors of one program are called "${name}"`);
    this.taken.add(name);
  }

  find(t: Tensor): string | undefined {
    return this.names.get(t);
  }

  private name(t: Tensor): string {
    const name = this.names.get(t);
    if (name === undefined) throw new Error(`${t.node.op}: used before it was written`);
    return name;
  }

  node(
    type: string,
    inputs: readonly string[],
    outputs: readonly string[] | number,
    attributes: Readonly<Record<string, AttributeValue | undefined>> = {},
    domain = "",
  ): readonly string[] {
    const outs = typeof outputs === "number" ? Array.from({ length: outputs }, () => this.freshName(type)) : outputs;
    this.nodes.push(
      create(NodeProtoSchema, {
        opType: type,
        domain,
        name: `${this.scope ? `${this.scope}/` : ""}${type}_${this.nodes.length}`,
        input: [...inputs],
        output: [...outs],
        attribute: Object.entries(attributes).flatMap(([name, v]) => (v === undefined ? [] : [attribute(name, v)])),
      }),
    );
    return outs;
  }

  private freshName(type: string): string {
    return `${type}__${this.fresh++}`;
  }

  constant(dtype: Dtype, shape: readonly number[], data: TypedArray): string {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    // small constants repeat often (axes, scales, vectors of ones), so equal ones are written once
    const key = bytes.length <= 1 << 14 ? `${dtype}[${shape}]${bytesKey(bytes)}` : undefined;
    const known = key && this.constants.get(key);
    if (known) return known;
    const name = this.freshName("constant");
    this.initializers.push(initializer(name, { kind: "data", dtype, data }, shape));
    if (key) this.constants.set(key, name);
    return name;
  }

  ints(values: readonly number[]): string {
    return this.constant(
      "int64",
      [values.length],
      BigInt64Array.from(values, (v) => BigInt(v)),
    );
  }

  finish(): Uint8Array {
    this.scope = "";
    const infos = Object.entries(this.outputs).map(([name, tensor]) => {
      if (this.taken.has(name)) throw new Error(`an output and another tensor of one program are called "${name}"`);
      // a tensor may be an output under several names, or be a leaf that has a name already
      if (this.published.get(tensor) !== name) this.node("Identity", [this.name(tensor)], [name]);
      return valueInfo(name, tensor);
    });
    const model = create(ModelProtoSchema, {
      irVersion: 10n,
      producerName: "periscope",
      opsetImport: [
        { domain: "", version: 21n },
        { domain: "com.microsoft", version: 1n },
      ],
      graph: {
        name: "periscope",
        node: this.nodes,
        initializer: this.initializers,
        input: this.inputs,
        output: infos,
      },
    });
    return toBinary(ModelProtoSchema, model);
  }
}

function bytesKey(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function initializer(name: string, source: Initializer, shape: readonly number[]): TensorProto {
  const base = { name, dims: shape.map((d) => BigInt(d)), dataType: elementTypeOf[source.dtype] };
  if (source.kind === "external") {
    return create(TensorProtoSchema, {
      ...base,
      dataLocation: externalLocation,
      externalData: [
        { key: "location", value: source.location },
        { key: "offset", value: String(source.offset) },
        { key: "length", value: String(source.length) },
      ],
    });
  }
  const { data } = source;
  const expected = lengthOf(source.dtype, shape);
  if (data.length !== expected) {
    throw new Error(`${name}: ${data.length} values for shape [${shape}], expected ${expected}`);
  }
  return create(TensorProtoSchema, { ...base, rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
}

function valueInfo(name: string, tensor: { dtype: Dtype; shape: Shape }): ValueInfoProto {
  return create(ValueInfoProtoSchema, {
    name,
    type: {
      value: {
        case: "tensorType",
        value: {
          elemType: elementTypeOf[tensor.dtype],
          shape: {
            dim: tensor.shape.map((d) =>
              typeof d === "number"
                ? { value: { case: "dimValue" as const, value: BigInt(d) } }
                : { value: { case: "dimParam" as const, value: d } },
            ),
          },
        },
      },
    },
  });
}

function attribute(name: string, value: AttributeValue): AttributeProto {
  if (typeof value === "number") {
    return create(AttributeProtoSchema, { name, type: attributeType.int, i: BigInt(value) });
  }
  if (typeof value === "string") {
    return create(AttributeProtoSchema, { name, type: attributeType.string, s: new TextEncoder().encode(value) });
  }
  if ("float" in value) return create(AttributeProtoSchema, { name, type: attributeType.float, f: value.float });
  return create(AttributeProtoSchema, { name, type: attributeType.ints, ints: value.map((v) => BigInt(v)) });
}
