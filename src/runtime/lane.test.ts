import { expect, test } from "vitest";
import { openLane, singleLane } from "./lane.ts";

test("a single lane runs tasks one after another, in order, also after a failure", async () => {
  const lane = singleLane();
  const events: string[] = [];
  const task = (name: string, fails = false) =>
    lane.run(async () => {
      events.push(`${name} starts`);
      await Promise.resolve();
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    });
  const results = await Promise.allSettled([task("a"), task("b", true), task("c")]);
  expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(events).toEqual(["a starts", "a ends", "b starts", "b ends", "c starts", "c ends"]);
  expect(lane.busy).toBe(false);
});

test("a single lane starts a task at once if it is free, and defers actions while one is under way", async () => {
  const lane = singleLane();
  const events: string[] = [];
  lane.defer(() => events.push("first"));
  const pending = lane.run(async () => {
    events.push("task");
    await Promise.resolve();
    events.push("end");
  });
  expect(events).toEqual(["first", "task"]);
  expect(lane.busy).toBe(true);
  lane.defer(() => events.push("deferred"));
  const next = lane.run(() => events.push("next"));
  await Promise.all([pending, next]);
  expect(events).toEqual(["first", "task", "end", "deferred", "next"]);
});

test("an open lane lets tasks overlap", async () => {
  const events: string[] = [];
  const task = (name: string) =>
    openLane.run(async () => {
      events.push(`${name} starts`);
      await Promise.resolve();
      events.push(`${name} ends`);
    });
  await Promise.all([task("a"), task("b")]);
  expect(events).toEqual(["a starts", "b starts", "a ends", "b ends"]);
});
