import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TypedArray } from "../runtime/runtime.ts";
import { openCheckpointTensors, openSafetensors } from "./safetensors.ts";
import { type TensorSource, writeCheckpointTensors, writeSafetensors } from "./safetensors-write.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "periscope-safetensors-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file made by hand: the header as given, then `dataBytes` zeros. */
async function handMade(header: unknown, dataBytes: number, lengthField?: bigint): Promise<string> {
  const text = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(lengthField ?? BigInt(text.length));
  const path = join(folder, "hand-made.safetensors");
  await writeFile(path, Buffer.concat([length, text, Buffer.alloc(dataBytes)]));
  return path;
}

const everyType: TensorSource[] = [
  { name: "f32", dtype: "float32", shape: [2, 8], data: Float32Array.from({ length: 16 }, (_, i) => i / 3) },
  { name: "f16", dtype: "float16", shape: [3], data: Uint16Array.of(1, 2, 0x7bff) },
  { name: "bf16", dtype: "bfloat16", shape: [1, 1], data: Uint16Array.of(0x3f80) },
  { name: "f64", dtype: "float64", shape: [], data: Float64Array.of(Math.PI) },
  { name: "i8", dtype: "int8", shape: [5], data: Int8Array.of(-1, 2, -3, 4, -128) },
  { name: "u8", dtype: "uint8", shape: [64], data: Uint8Array.from({ length: 64 }, (_, i) => i) },
  { name: "i32", dtype: "int32", shape: [1], data: Int32Array.of(-7) },
  { name: "i64", dtype: "int64", shape: [2], data: BigInt64Array.of(-(2n ** 62n), 1n) },
  { name: "flags", dtype: "bool", shape: [3], data: Uint8Array.of(1, 0, 1) },
  { name: "nothing", dtype: "float32", shape: [0, 4], data: new Float32Array(0) },
  { name: '7 "quoted" ünï', dtype: "float32", shape: [1], data: () => Promise.resolve(Float32Array.of(5)) },
];

describe("one file", () => {
  test("every element type comes back as it was written", async () => {
    const path = join(folder, "types.safetensors");
    await writeSafetensors(path, everyType, { made: "here" });
    const file = await openSafetensors(path);
    expect(file.metadata).toEqual({ made: "here" });
    expect(file.tensors.size).toBe(everyType.length);
    for (const { name, dtype, shape, data } of everyType) {
      expect(file.tensors.get(name)).toMatchObject({ dtype, shape });
      expect(await file.read(name)).toEqual(typeof data === "function" ? await data() : data);
    }
    await expect(file.read("other")).rejects.toThrow(`${path} has no tensor "other"`);
    await file.close();
  });

  test("data is aligned to 64 bytes where possible and always to its elements", async () => {
    const path = join(folder, "types.safetensors");
    await writeSafetensors(path, everyType);
    const file = await openSafetensors(path);
    for (const { byteOffset, byteLength, shape } of file.tensors.values()) {
      const size = shape.includes(0) ? 1 : byteLength / shape.reduce((a, b) => a * b, 1);
      expect(byteOffset % (byteLength % 64 === 0 ? 64 : size)).toBe(0);
    }
    await file.close();
  });

  test("a failed write leaves the old file and no other", async () => {
    const room = await mkdtemp(join(folder, "atomic-"));
    const path = join(room, "model.safetensors");
    await writeSafetensors(path, [{ name: "a", dtype: "float32", shape: [1], data: Float32Array.of(1) }]);
    const before = readFileSync(path);
    const short: TensorSource = { name: "b", dtype: "float32", shape: [9], data: Float32Array.of(1) };
    await expect(writeSafetensors(path, [short])).rejects.toThrow(
      'tensor "b" of shape [9] came with 4 bytes, expected 36',
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(await readdir(room)).toEqual(["model.safetensors"]);
  });

  test("two tensors of one name are refused", async () => {
    const twice = [everyType[0], everyType[0]] as TensorSource[];
    await expect(writeSafetensors(join(folder, "twice"), twice)).rejects.toThrow('the same name "f32"');
  });
});

describe("shards", () => {
  const tensor = (name: string, n: number): TensorSource => ({
    name,
    dtype: "float32",
    shape: [n],
    data: new Float32Array(n).fill(n),
  });

  test("a model over the limit is split, indexed and read as one", async () => {
    const room = await mkdtemp(join(folder, "shards-"));
    const progress: number[] = [];
    await writeCheckpointTensors(room, [tensor("c", 20), tensor("a", 5), tensor("b", 30), tensor("d", 1)], {
      maxShardBytes: 100,
      onProgress: (written, total) => progress.push(written / total),
    });
    expect((await readdir(room)).sort()).toEqual([
      "model-00001-of-00003.safetensors",
      "model-00002-of-00003.safetensors",
      "model-00003-of-00003.safetensors",
      "model.safetensors.index.json",
    ]);
    expect(progress.at(-1)).toBe(1);
    const index = JSON.parse(readFileSync(join(room, "model.safetensors.index.json"), "utf8"));
    expect(index.metadata.total_size).toBe(56 * 4);
    const all = await openCheckpointTensors(room);
    expect([...all.tensors.keys()].sort()).toEqual(["a", "b", "c", "d"]);
    expect(await all.read("b")).toEqual(new Float32Array(30).fill(30));
    await all.close();
  });

  test("a later, smaller write takes the old shards away", async () => {
    const room = await mkdtemp(join(folder, "stale-"));
    await writeCheckpointTensors(room, [tensor("a", 50), tensor("b", 50)], { maxShardBytes: 100 });
    await writeFile(join(room, "model-card.md"), "kept");
    await writeCheckpointTensors(room, [tensor("a", 1)]);
    expect((await readdir(room)).sort()).toEqual(["model-card.md", "model.safetensors"]);
  });

  const weightMaps: [string, unknown, RegExp][] = [
    ["leads out of the folder", { a: "../model.safetensors" }, /expected a .safetensors file of the same folder/],
    ["is absolute", { a: "/etc/passwd.safetensors" }, /expected a .safetensors file of the same folder/],
    ["is no file name", { a: 7 }, /is 7, expected a .safetensors file/],
    ["is empty", {}, /"weight_map" names no tensor/],
    ["is a list", ["a"], /"weight_map" is missing or not an object/],
    ["names a file that is not there", { a: "gone.safetensors" }, /cannot open .*gone.safetensors: it does not exist/],
    ["names a tensor that is not there", { z: "one.safetensors" }, /tensor "z" is in one.safetensors, but it is not/],
    ["names one tensor in two files", { a: "one.safetensors", b: "two.safetensors" }, /tensor "a" is both in/],
  ];
  test.each(weightMaps)("an index whose map %s is refused", async (_, map, sentence) => {
    const room = await mkdtemp(join(folder, "index-"));
    await writeSafetensors(join(room, "one.safetensors"), [tensor("a", 1)]);
    await writeSafetensors(join(room, "two.safetensors"), [tensor("a", 1), tensor("b", 1)]);
    await writeFile(join(room, "model.safetensors.index.json"), JSON.stringify({ weight_map: map }));
    await expect(openCheckpointTensors(room)).rejects.toThrow(sentence);
  });

  test("a folder without weights says what is missing", async () => {
    const room = await mkdtemp(join(folder, "empty-"));
    await expect(openCheckpointTensors(room)).rejects.toThrow("has neither model.safetensors nor");
    await writeFile(join(room, "pytorch_model.bin"), "");
    await expect(openCheckpointTensors(room)).rejects.toThrow("only in PyTorch's own format");
    await expect(openCheckpointTensors(join(room, "gone"))).rejects.toThrow(/gone does not exist$/);
    await expect(openCheckpointTensors(join(room, "pytorch_model.bin"))).rejects.toThrow("is not a folder");
  });
});

describe("hostile and damaged files", () => {
  const one = (fields: Record<string, unknown>) => ({
    t: { dtype: "F32", shape: [2], data_offsets: [0, 8], ...fields },
  });
  const cases: [string, unknown, number, RegExp][] = [
    ["a list for a header", [], 0, /its header is not a JSON object/],
    ["a broken header", '{"t":', 0, /its header is not a JSON object/],
    ["null for a tensor", { t: null }, 0, /tensor "t" is not described by an object/],
    ["an unknown type", one({ dtype: "F8_E4M3" }), 8, /element type "F8_E4M3", expected F32, F16/],
    ["a type from the prototype", one({ dtype: "constructor" }), 8, /element type "constructor"/],
    ["a negative size", one({ shape: [-2] }), 8, /shape \[-2\], expected a list of whole numbers/],
    ["a fractional size", one({ shape: [2.5] }), 8, /expected a list of whole numbers/],
    ["a size beyond counting", one({ shape: [2 ** 53] }), 8, /expected a list of whole numbers/],
    ["a product beyond counting", one({ shape: [2 ** 40, 2 ** 40] }), 8, /more elements than can be counted/],
    ["no shape", one({ shape: undefined }), 8, /has shape none/],
    ["deep nesting", `{"t":{"dtype":"F32","shape":[${"[".repeat(50000)}${"]".repeat(50000)}]}}`, 8, /has shape deeply/],
    [
      "bytes that do not fit the shape",
      one({ shape: [3] }),
      8,
      /takes bytes 0 to 8, but shape \[3\] of float32 needs 12/,
    ],
    ["an end before the beginning", one({ data_offsets: [8, 0] }), 8, /takes bytes 8 to 0/],
    ["negative offsets", one({ data_offsets: [-8, 0] }), 8, /has data_offsets \[-8,0\]/],
    ["data that is missing", one({}), 7, /is cut short: tensor "t" should end at byte/],
    ["data that belongs to nothing", one({}), 9, /belong to no tensor/],
    ["a gap", { ...one({}), u: { dtype: "U8", shape: [1], data_offsets: [9, 10] } }, 10, /belong to no tensor/],
    [
      "an overlap",
      { ...one({}), u: { dtype: "U8", shape: [4], data_offsets: [4, 8] } },
      8,
      /tensor "u" overlaps another/,
    ],
    ["metadata that is no text", { __metadata__: { a: 1 } }, 0, /is not an object of strings/],
    [
      "one name twice",
      `{"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"\\u0074"${" ".repeat(99)}:{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}`,
      0,
      /its header names "t" twice/,
    ],
    ["one field twice", '{"t":{"dtype":"U8","dtype":"I8","shape":[0],"data_offsets":[0,0]}}', 0, /names "dtype" twice/],
  ];
  test.each(cases)("%s is refused", async (_, header, dataBytes, sentence) => {
    const path = await handMade(header, dataBytes);
    await expect(openSafetensors(path)).rejects.toThrow(expect.objectContaining({ name: "UserError" }));
    await expect(openSafetensors(path)).rejects.toThrow(sentence);
  });

  test.each([
    [2n ** 63n, /more than the format's 100000000/],
    [100_000_001n, /more than the format's 100000000/],
    [50_000n, /is cut short: its header should take 50000 bytes/],
  ])("a header of %d bytes in a small file is refused before anything is allocated", async (length, sentence) => {
    await expect(openSafetensors(await handMade({}, 0, length))).rejects.toThrow(sentence);
  });

  test("a key called __proto__ is a name like any other", async () => {
    const file = await openSafetensors(
      await handMade('{"__proto__":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}', 1),
    );
    expect(await file.read("__proto__")).toEqual(Uint8Array.of(0));
    await file.close();
  });

  test("a file cut at any byte is refused", async () => {
    const path = join(folder, "cut.safetensors");
    await writeSafetensors(path, everyType);
    const whole = readFileSync(path);
    for (let length = whole.length - 1; length >= 0; length -= 7) {
      await truncate(path, length);
      await expect(openSafetensors(path)).rejects.toThrow(/cut short|fewer than the 8|belong to no tensor/);
    }
  });

  test("a file that shrinks while it is open is noticed", async () => {
    const path = join(folder, "shrinking.safetensors");
    await writeSafetensors(path, everyType);
    const file = await openSafetensors(path);
    await truncate(path, 100);
    await expect(file.read("f32")).rejects.toThrow(/ended at byte \d+ while it was being read/);
    await file.close();
  });

  test("any flipped bit gives either tensors of the declared size or a UserError", async () => {
    const path = join(folder, "flipped.safetensors");
    await writeSafetensors(path, everyType, { key: "value" });
    const whole = readFileSync(path);
    const random = generator(1);
    const seen = { read: 0, refused: 0 };
    for (let round = 0; round < 600; round++) {
      const damaged = Buffer.from(whole);
      for (let flips = random(3); flips >= 0; flips--) {
        const at = random(whole.length);
        damaged[at] = (damaged[at] as number) ^ (1 << random(8));
      }
      await writeFile(path, damaged);
      const result = await readAll(path);
      if (result instanceof Error) expect(result.name, result.message).toBe("UserError");
      seen[result instanceof Error ? "refused" : "read"]++;
    }
    expect(seen.read).toBeGreaterThan(50);
    expect(seen.refused).toBeGreaterThan(50);
  });
});

const golden = fileURLToPath(new URL("../../../shared/goldens/a_hybrid_tiny", import.meta.url));
test.skipIf(!existsSync(golden))("a file that Python wrote is read", async () => {
  const tensors = await openCheckpointTensors(golden);
  const norm = await tensors.read("language_model.model.norm.weight");
  expect(norm.length).toBe(64);
  expect(tensors.tensors.get("language_model.model.norm.weight")).toMatchObject({ dtype: "float32", shape: [64] });
  await tensors.close();
});

async function readAll(path: string): Promise<TypedArray[] | Error> {
  try {
    const file = await openSafetensors(path);
    try {
      const all: TypedArray[] = [];
      for (const [name, { byteLength }] of file.tensors) {
        const data = await file.read(name);
        expect(data.byteLength).toBe(byteLength);
        all.push(data);
      }
      return all;
    } finally {
      await file.close();
    }
  } catch (error) {
    return error as Error;
  }
}

/** Reproducible numbers below `n` (a linear congruential generator: the quality needed here is low). */
function generator(seed: number): (n: number) => number {
  let state = seed;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}
