import { describe, expect, test } from "vitest";
import { bfloat16ToFloat32, convert, float16ToFloat32, float32ToBfloat16, float32ToFloat16 } from "./half.ts";

const everyPattern = Uint16Array.from({ length: 1 << 16 }, (_, i) => i);

/** The value of a half, by the definition in IEEE 754. */
function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
}

describe("float16", () => {
  test("every pattern widens to its value", () => {
    const wide = float16ToFloat32(everyPattern);
    const wrong = [...everyPattern].filter((bits) => !Object.is(wide[bits], halfValue(bits)));
    expect(wrong).toEqual([]);
  });

  test("every number and every quiet NaN narrows back to its own bits", () => {
    const back = float32ToFloat16(float16ToFloat32(everyPattern));
    const signalling = (bits: number) => (bits & 0x7c00) === 0x7c00 && (bits & 0x3ff) !== 0 && (bits & 0x200) === 0;
    const wrong = [...everyPattern].filter((bits) => back[bits] !== (signalling(bits) ? bits | 0x200 : bits));
    expect(wrong).toEqual([]);
  });

  test("a point between two halves goes to the nearer one, the middle to the even one", () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x7bff; bits++) {
      const [below, above] = [halfValue(bits), halfValue(bits + 1)];
      const middle = Math.fround((below + above) / 2); // exact: one bit more than a half holds
      const nudge = (x: number, up: boolean) => {
        const view = new Uint32Array(Float32Array.of(x).buffer);
        view[0] = (view[0] as number) + (up ? 1 : -1);
        return new Float32Array(view.buffer)[0] as number;
      };
      const found = float32ToFloat16(Float32Array.of(nudge(middle, false), middle, nudge(middle, true), -middle));
      const even = bits & 1 ? bits + 1 : bits;
      if (found[0] !== bits || found[1] !== even || found[2] !== bits + 1 || found[3] !== (even | 0x8000))
        wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });

  test("what is too large becomes infinite, what is too small becomes a signed zero", () => {
    const edge = Float32Array.of(
      65504,
      65519.99609375,
      65520,
      1e38,
      -Number.POSITIVE_INFINITY,
      2 ** -25,
      -(2 ** -26),
      -0,
    );
    expect([...float32ToFloat16(edge)]).toEqual([0x7bff, 0x7bff, 0x7c00, 0x7c00, 0xfc00, 0, 0x8000, 0x8000]);
  });
});

describe("bfloat16", () => {
  test("every number and every quiet NaN survives the way there and back", () => {
    const back = float32ToBfloat16(bfloat16ToFloat32(everyPattern));
    const signalling = (bits: number) => (bits & 0x7f80) === 0x7f80 && (bits & 0x7f) !== 0 && (bits & 0x40) === 0;
    const wrong = [...everyPattern].filter((bits) => back[bits] !== (signalling(bits) ? bits | 0x40 : bits));
    expect(wrong).toEqual([]);
  });

  test("narrowing rounds to nearest, ties to even", () => {
    const bits = Uint32Array.of(0x3f808000, 0x3f818000, 0x3f808001, 0x3f807fff, 0x7f7fffff, 0x7f800001, 0xffffffff);
    const narrow = float32ToBfloat16(new Float32Array(bits.buffer));
    expect([...narrow]).toEqual([0x3f80, 0x3f82, 0x3f81, 0x3f80, 0x7f80, 0x7fc0, 0xffff]);
  });
});

describe("convert", () => {
  test("the same type is not copied", () => {
    const data = Float32Array.of(1, 2);
    expect(convert(data, "float32", "float32")).toBe(data);
  });

  test("16-bit kinds convert into each other through float32", () => {
    expect([...convert(Uint16Array.of(0x3c00, 0xc000), "float16", "bfloat16")]).toEqual([0x3f80, 0xc000]);
    expect([...convert(Uint16Array.of(0x3f80, 0xc000), "bfloat16", "float64")]).toEqual([1, -2]);
  });

  test("integers convert by value", () => {
    expect([...convert(BigInt64Array.of(-3n, 7n), "int64", "float32")]).toEqual([-3, 7]);
    expect([...convert(Int8Array.of(-3, 7), "int8", "float16")]).toEqual([0xc200, 0x4700]);
  });

  test("a large array converts like its elements", () => {
    const half = Uint16Array.from({ length: (1 << 20) + 3 }, (_, i) => i & 0x7bff);
    const brain = convert(half, "float16", "bfloat16");
    const direct = float32ToBfloat16(float16ToFloat32(half));
    expect(Buffer.from(brain.buffer).equals(Buffer.from(direct.buffer))).toBe(true);
  });

  test("packed weights are refused", () => {
    expect(() => convert(Uint8Array.of(1), "uint4", "float32")).toThrow("cannot convert packed uint4 weights");
    expect(() => convert(Float32Array.of(1), "float32", "int8")).toThrow("cannot convert float32 weights to int8");
  });
});
