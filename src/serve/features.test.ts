import { expect, test, vi } from "vitest";
import { FeatureCache } from "./features.ts";

/** A cache whose computations end when they are told to. */
function held(maxBytes = 1000) {
  const begun: { hash: string; signal: AbortSignal; end: (features: Float32Array) => void; fail: () => void }[] = [];
  const cache = new FeatureCache(
    maxBytes,
    (hash, _, signal) =>
      new Promise((end, reject) => {
        begun.push({ hash, signal, end, fail: () => reject(new Error("no image")) });
      }),
  );
  return { cache, begun, get: (hash: string, signal?: AbortSignal) => cache.get(hash, new Uint8Array(1), signal) };
}

test("an image is computed once however many ask, and kept", async () => {
  const { begun, get, cache } = held();
  const asked = [get("a"), get("a")];
  expect(begun).toHaveLength(1);
  begun[0]!.end(new Float32Array([1]));
  expect((await Promise.all(asked)).map((found) => found!.computed)).toEqual([true, false]);
  expect((await get("a"))!.features).toEqual(new Float32Array([1]));
  expect([cache.hits, cache.misses, cache.bytes]).toEqual([2, 1, 4]);
});

test("when all who asked have left, the computation is told; before, it goes on for the others", async () => {
  const { begun, get } = held();
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [get("a", first.signal), get("a", second.signal)];
  first.abort();
  expect(await asked[0]).toBeUndefined();
  expect(begun[0]!.signal.aborted).toBe(false);
  second.abort();
  expect(await asked[1]).toBeUndefined();
  expect(begun[0]!.signal.aborted).toBe(true);
  expect(await get("b", first.signal)).toBeUndefined();
  expect(begun).toHaveLength(1);
});

test("whoever comes back waits for what goes on, and asks anew for what was given up", async () => {
  const { begun, get } = held();
  const leave = async () => {
    const stop = new AbortController();
    const asked = get("a", stop.signal);
    stop.abort();
    await asked;
  };
  await leave();
  const [back, another] = [get("a"), get("a")];
  begun[0]!.fail();
  await vi.waitFor(() => expect(begun).toHaveLength(2));
  begun[1]!.end(new Float32Array([1]));
  expect((await back)!.features[0]).toBe(1);
  expect((await another)!.features[0]).toBe(1);
  expect(begun).toHaveLength(2);
});

test("what was begun for somebody who left is kept, and computed once", async () => {
  const { begun, get } = held();
  const stop = new AbortController();
  const left = get("a", stop.signal);
  stop.abort();
  await left;
  const again = get("a");
  begun[0]!.end(new Float32Array([2]));
  expect(await again).toMatchObject({ computed: false, features: new Float32Array([2]) });
  expect((await get("a"))!.features[0]).toBe(2);
  expect(begun).toHaveLength(1);
});

test("what cannot be computed is told to all and asked for anew", async () => {
  const { begun, get } = held();
  const asked = [get("a"), get("a")];
  begun[0]!.fail();
  for (const one of asked) await expect(one).rejects.toThrow("no image");
  void get("a");
  expect(begun).toHaveLength(2);
});
