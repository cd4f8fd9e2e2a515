import { describe, expect, test } from "vitest";
import { constant, input, ShapeError } from "../tensor.ts";
import { checkGradient, evaluate } from "../testing.ts";
import { rotary } from "./rotary.ts";

/** Tables of the angles position * (i + 1) for i < half. */
function tables(length: number, half: number) {
  const table = (f: (angle: number) => number) =>
    constant(
      Float32Array.from({ length: length * half }, (_, k) => f(Math.floor(k / half) * ((k % half) + 1))),
      [length, half],
      "float32",
    );
  return [table(Math.cos), table(Math.sin)] as const;
}

test("gradients equal finite differences, heads of any even width", async () => {
  for (const [b, h, t, d] of [
    [1, 1, 1, 2],
    [2, 1, 3, 4],
    [2, 3, 2, 6],
  ] as const) {
    const [cosines, sines] = tables(5, d / 2);
    const positions = constant(
      Int32Array.from({ length: b * t }, (_, i) => (3 * i + 1) % 5),
      [b, t],
      "int32",
    );
    await checkGradient((x) => rotary(x, positions, cosines, sines), [[b, h, t, d]], { dtype: "float32" });
  }
});

test("channel i turns with channel i + d/2, by the angles of its position", async () => {
  const [cosines, sines] = tables(3, 2);
  const positions = constant(Int32Array.of(2, 1), [1, 2], "int32");
  const x = input("x", "float32", [1, 1, 2, 4]);
  const { y } = await evaluate(
    { y: rotary(x, positions, cosines, sines) },
    { x: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  );
  const turn = (a: number, b: number, angle: number) => [
    a * Math.cos(angle) - b * Math.sin(angle),
    b * Math.cos(angle) + a * Math.sin(angle),
  ];
  const expected = [
    [turn(1, 3, 2), turn(2, 4, 4)],
    [turn(5, 7, 1), turn(6, 8, 2)],
  ].flatMap(([a, b]) => [a![0]!, b![0]!, a![1]!, b![1]!]);
  y!.forEach((v, i) => void expect(v).toBeCloseTo(expected[i]!, 5));
});

test("a position outside the tables is refused, not read", async () => {
  const [cosines, sines] = tables(3, 1);
  const x = input("x", "float32", [1, 1, 1, 2]);
  const outside = rotary(x, constant(Int32Array.of(3), [1, 1], "int32"), cosines, sines);
  await expect(evaluate({ y: outside }, { x: Float32Array.of(1, 2) })).rejects.toThrow("out of range");
});

describe("misuse is refused where it happens", () => {
  const [cosines, sines] = tables(3, 2);
  const positions = input("p", "int64", [1, 2]);

  test.each([
    ["a width that is not the tables'", [1, 1, 2, 6]],
    ["another length", [1, 1, 3, 4]],
    ["another rank", [1, 2, 4]],
  ])("%s", (_, shape) => {
    const misuse = () => rotary(input("x", "float32", shape), positions, cosines, sines);
    expect(misuse).toThrow(ShapeError);
    expect(misuse).toThrow("rotary: need [B, H, T, d], positions [B, T] and tables [P, d/2]");
  });
});
