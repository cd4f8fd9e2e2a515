import { describe, expect, test } from "vitest";
import { createGuard } from "./guard.ts";

describe("the guard", () => {
  const settings = { spike: 3, action: "skip" as const, patience: 3 };
  const settled = () => {
    const guard = createGuard(settings, "refused");
    for (let step = 0; step < 30; step++) {
      expect(guard.judge({ step, modality: "language", loss: 2 })).toEqual({ accepted: true });
      guard.judgeNorm(1, step);
    }
    return guard;
  };

  test("skips what is no number, and stops when it happens again and again", () => {
    const guard = settled();
    const bad = { step: 40, modality: "language", loss: Number.NaN };
    expect(guard.judge(bad)).toMatchObject({
      accepted: false,
      remark: expect.stringContaining("language loss is NaN"),
    });
    expect(guard.lost()).toBe("the language loss of step 41 is NaN");
    expect(guard.judge({ ...bad, loss: 2 }).accepted).toBe(true);
    expect(guard.judgeNorm(Number.POSITIVE_INFINITY, 41).accepted).toBe(false);
    expect(guard.lost()).toBe("the gradient norm of step 42 is Infinity");
    expect(() => guard.judge(bad)).toThrow(/the run stops.*refused/);
    expect(guard.lost()).toBe("the language loss of step 41 is NaN");
  });

  test("a spike is skipped, stopped at or noted, as the recipe says; modalities have means of their own", () => {
    const spike = { step: 40, modality: "language", loss: 9 };
    expect(settled().judge(spike).accepted).toBe(false);
    expect(settled().judge({ ...spike, modality: "multimodal" })).toEqual({ accepted: true });
    const state = settled().state();
    expect(createGuard({ ...settings, action: "note" }, "r", state).judge(spike)).toMatchObject({
      accepted: true,
      remark: expect.stringContaining("4.5 times"),
    });
    expect(() => createGuard({ ...settings, action: "stop" }, "r", state).judge(spike)).toThrow("the run stops");
  });
});
