import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createNativeRuntime } from "../runtime/native.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { loadRunWeights, openCheckpoints, type RunPlace } from "./checkpoints.ts";
import { parameterSet } from "./parameters.ts";
import { tinyRecipe } from "./testing/tiny-recipe.ts";

let runtime: Runtime;
let folder = "";
beforeAll(async () => {
  runtime = await createNativeRuntime("cpu", { threads: 1 });
});
afterAll(() => runtime.dispose());
afterEach(() => folder && rmSync(folder, { recursive: true }));

const recipe = tinyRecipe({ checkpoints: { keep: 2 } });
function open() {
  folder = mkdtempSync(join(tmpdir(), "periscope-checkpoints-"));
  const set = parameterSet();
  set.values.set("w", runtime.value("float32", [2], Float32Array.of(1, 2)));
  set.moments.set("w", { first: runtime.value("bfloat16", [2]), second: runtime.value("bfloat16", [2]) });
  return { checkpoints: openCheckpoints(folder, recipe), set };
}
const place = (at: number, best?: RunPlace["best"]): RunPlace => ({ stage: "joint", step: at, at, seconds: 1, best });
const kept = () => readdirSync(join(folder, "checkpoints")).sort();

describe("checkpoints", () => {
  test("the last two stay, and the best one", async () => {
    const { checkpoints, set } = open();
    const best = { value: 1, checkpoint: "00000001-joint" };
    for (let at = 1; at <= 5; at++) await checkpoints.save(set, place(at, best));
    expect(kept()).toEqual(["00000001-joint", "00000004-joint", "00000005-joint"]);
  });

  test("come back with weights, moments in their element type, and the place", async () => {
    const { checkpoints, set } = open();
    await checkpoints.save(set, { ...place(3), lanes: { language: [{ count: 2, offset: 5 }], multimodal: [] } });
    const latest = (await checkpoints.latest())!;
    expect(latest.place.lanes!.language).toEqual([{ count: 2, offset: 5 }]);
    const read = parameterSet();
    await checkpoints.load(latest.name, read, runtime);
    expect([...(read.values.get("w")!.data as Float32Array)]).toEqual([1, 2]);
    expect(read.moments.get("w")!.first.dtype).toBe("bfloat16");
    const weights = parameterSet();
    await loadRunWeights(folder, weights, runtime);
    expect([...weights.values.keys()]).toEqual(["w"]);
    expect(weights.moments.size).toBe(0);
  });

  test("a damaged one and one that a killed run left unfinished do not count", async () => {
    const { checkpoints, set } = open();
    for (const at of [1, 2]) await checkpoints.save(set, place(at));
    truncateSync(join(folder, "checkpoints", "00000002-joint", "state.safetensors"), 40);
    writeFileSync(join(folder, "checkpoints", ".00000003-joint.abcd.tmp"), "");
    // it was on another host, of which nobody here knows whether it lives
    const claim = JSON.stringify({ pid: 1, host: "elsewhere", started: "1" });
    for (const name of [".00000003-joint.lock", ".00000003-joint.lock.0123abcd"]) {
      writeFileSync(join(folder, "checkpoints", name), claim);
    }
    const { name, damaged } = (await checkpoints.latest())!;
    expect([name, damaged]).toEqual([
      "00000001-joint",
      [{ name: "00000002-joint", problem: expect.stringMatching(/state\.safetensors/) }],
    ]);
    expect(kept()).toEqual(["00000001-joint", "00000002-joint"]);
    await checkpoints.setAside("00000002-joint");
    expect(kept()).toEqual(["00000001-joint", "damaged-00000002-joint"]);
  });

  test("a byte that has changed since it was written is noticed", async () => {
    const { checkpoints, set } = open();
    for (const at of [1, 2]) await checkpoints.save(set, place(at));
    const path = join(folder, "checkpoints", "00000002-joint", "state.safetensors");
    const bytes = readFileSync(path);
    bytes[bytes.length - 1]! ^= 1;
    writeFileSync(path, bytes);
    const { name, damaged } = (await checkpoints.latest())!;
    expect([name, damaged[0]!.problem]).toEqual([
      "00000001-joint",
      `${path} is not what was written: its checksum differs`,
    ]);
    const placeOf = join(folder, "checkpoints", "00000002-joint", "place.json");
    const { stateCrc32, ...old } = JSON.parse(readFileSync(placeOf, "utf8"));
    expect(stateCrc32).toMatch(/^[0-9a-f]{8}$/);
    writeFileSync(placeOf, JSON.stringify(old)); // as before there were checksums
    expect((await checkpoints.latest())!.name).toBe("00000002-joint");
  });

  test("where all are damaged nothing is taken for a fresh start", async () => {
    const { checkpoints, set } = open();
    for (const at of [1, 2]) await checkpoints.save(set, place(at));
    writeFileSync(join(folder, "checkpoints", "00000001-joint", "place.json"), "{");
    rmSync(join(folder, "checkpoints", "00000002-joint", "place.json"));
    const told = /no checkpoint of .* is whole: 00000002-joint \(.*it does not exist\), 00000001-joint \(.*place\.json/;
    await expect(checkpoints.latest()).rejects.toThrow(told);
    await expect(loadRunWeights(folder, parameterSet(), runtime)).rejects.toThrow(told);
  });

  test("a checkpoint of doubtful weights takes no other's place", async () => {
    const { checkpoints, set } = open();
    for (const step of [1, 2]) await checkpoints.save(set, place(step));
    const before = kept();
    const name = await checkpoints.save(set, place(3), { spare: true });
    expect(kept()).toEqual([...before, name]);
  });

  test("a full disk is a sentence, and the checkpoint before stays whole", async () => {
    const { checkpoints, set } = open();
    await checkpoints.save(set, place(1));
    const full = async () => {
      throw Object.assign(new Error("no space"), { code: "ENOSPC" });
    };
    await expect(checkpoints.save(set, place(2), { write: full })).rejects.toThrow(
      /the disk is full.*00000001-joint.*--resume/,
    );
    expect(kept()).toEqual(["00000001-joint"]);
    expect((await checkpoints.latest())!.place.at).toBe(1);
  });
});
