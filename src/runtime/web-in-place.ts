/**
 * Which outputs of a model may be written to the buffer that one of its inputs lies in.
 * WebGPU forbids a program to read and write the same buffer; only operators made for it, those that append to a cache,
 * avoid that. This reads the model's nodes to find their outputs, and nothing else.
 */

const appendingOperators: ReadonlySet<string> = new Set(["GroupQueryAttention"]);

/** Field numbers of onnx.proto. */
const graphOfModel = 7;
const nodeOfGraph = 1;
const outputOfNode = 2;
const operatorOfNode = 4;

/** Names of the outputs of operators that append to a cache in place. */
export function inPlaceOutputs(model: Uint8Array): ReadonlySet<string> {
  const names = new Set<string>();
  const text = new TextDecoder();
  for (const [graphField, graph] of fields(model)) {
    if (graphField !== graphOfModel) continue;
    for (const [nodeField, node] of fields(graph)) {
      if (nodeField !== nodeOfGraph) continue;
      const parts = [...fields(node)];
      const operator = parts.find(([field]) => field === operatorOfNode);
      if (!operator || !appendingOperators.has(text.decode(operator[1]))) continue;
      for (const [field, name] of parts) if (field === outputOfNode) names.add(text.decode(name));
    }
  }
  return names;
}

/** The length-delimited fields of a protobuf message; the others are passed over, and damage ends the list. */
function* fields(message: Uint8Array): Generator<[number: number, payload: Uint8Array]> {
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let scale = 1; at < message.length; scale *= 128) {
      const byte = message[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    const wireType = tag % 8;
    if (wireType === 0) varint();
    else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const length = varint();
      yield [Math.floor(tag / 8), message.subarray(at, at + length)];
      at += length;
    } else return;
  }
}
