import { expect, test } from "vitest";
import { tinyModel } from "./tiny-onnx.ts";
import { inPlaceOutputs } from "./web-in-place.ts";

const port = (name: string) => ({ name, dtype: "float32", shape: [1] }) as const;

test("only outputs of operators that append to a cache may share its buffer", () => {
  const model = tinyModel({
    inputs: ["q", "k", "v", "past_key", "past_value"].map(port),
    outputs: ["sum", "present_key", "present_value"].map(port),
    nodes: [
      {
        op: "GroupQueryAttention",
        domain: "com.microsoft",
        inputs: ["q", "k", "v", "past_key", "past_value"],
        outputs: ["out", "present_key", "present_value"],
        attributes: { num_heads: 300 },
      },
      { op: "Add", inputs: ["out", "out"], outputs: ["sum"] },
    ],
    initializers: [{ name: "unused", dtype: "uint8", shape: [300], data: new Uint8Array(300).fill(7) }],
  });
  expect([...inPlaceOutputs(model)]).toEqual(["out", "present_key", "present_value"]);
});

test("bytes that are no model have none", () => {
  expect(inPlaceOutputs(Uint8Array.of(0xff, 0xff, 0x03)).size).toBe(0);
  expect(inPlaceOutputs(new Uint8Array(0)).size).toBe(0);
});
