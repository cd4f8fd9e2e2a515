import { expect, test } from "vitest";
import {
  type Conversation,
  messagesFor,
  newAnswer,
  picturesBefore,
  settled,
  titleOf,
  withAnswer,
  withTurnLast,
  withVariant,
} from "./conversation.ts";

const base: Conversation = {
  ...{ id: "c", title: "", createdAt: 0, updatedAt: 0, models: ["server:a", "server:b"], settings: {} },
  turns: [
    { id: "1", text: "first", pictures: [{ id: "p", name: "p.png" }], columns: [] },
    { id: "2", text: "second", pictures: [], columns: [] },
  ],
};
const answered = (c: Conversation, turn: string, column: number, id: string, text: string) =>
  withAnswer(withVariant(c, turn, column, newAnswer(id, "server:a")), turn, id, (answer) => ({
    ...answer,
    text,
    state: "done" as const,
  }));

test("each column of a comparison has a history of its own", () => {
  const both = answered(answered(base, "1", 0, "x", "from a"), "1", 1, "y", "from b");
  const said = (column: number) => messagesFor(both, "2", column, () => undefined).map(({ text }) => text);
  expect(said(0)).toEqual(["first", "from a", "second"]);
  expect(said(1)).toEqual(["first", "from b", "second"]);
});

test("the model is told the variant that is shown, and pictures that are at hand", () => {
  const two = answered(answered(base, "1", 0, "x", "one"), "1", 0, "y", "two");
  const blob = new Blob();
  const [question, answer] = messagesFor(two, "2", 0, () => blob);
  expect(question!.images).toEqual([blob]);
  expect(answer!.text).toBe("two");
});

test("a question without an answer is not told, so that user and assistant alternate", () => {
  const roles = messagesFor(base, "2", 0, () => undefined).map(({ role, text }) => `${role}: ${text}`);
  expect(roles).toEqual(["user: second"]);
  expect(messagesFor({ ...base, system: "" }, "2", 0, () => undefined)[0]).toEqual({ role: "system", text: "" });
});

test("an unanswered question becomes the last one and keeps what came after; an answered one takes its place alone", () => {
  const second = answered(base, "2", 0, "x", "said");
  expect(withTurnLast(second, "1").turns.map(({ id }) => id)).toEqual(["2", "1"]);
  const both = answered(second, "1", 0, "y", "said too");
  expect(withTurnLast(both, "1").turns.map(({ id }) => id)).toEqual(["1"]);
});

test("pictures count where a model is told of them", () => {
  expect(picturesBefore(base)).toBe(0);
  const both = answered(answered(base, "1", 0, "x", "one"), "2", 0, "y", "two");
  expect(picturesBefore(both)).toBe(1);
  expect(picturesBefore(both, "2")).toBe(1);
  expect(picturesBefore(both, "1")).toBe(0);
});

test("an answer that failed gives way to the next; one that said something stays", () => {
  const failed = withAnswer(withVariant(base, "1", 0, newAnswer("x", "server:a")), "1", "x", (answer) => ({
    ...answer,
    state: "failed" as const,
  }));
  expect(withVariant(failed, "1", 0, newAnswer("y", "server:a")).turns[0]!.columns[0]!.variants).toHaveLength(1);
  const good = answered(base, "1", 0, "x", "said");
  expect(withVariant(good, "1", 0, newAnswer("y", "server:a")).turns[0]!.columns[0]).toMatchObject({ shown: 1 });
});

test("an answer that was under way when the page was left is stopped when it is opened again", () => {
  const running = withVariant(base, "1", 0, newAnswer("x", "server:a"));
  expect(settled(running).turns[0]!.columns[0]!.variants[0]!.state).toBe("stopped");
  expect(settled(base)).toBe(base);
});

test("a title is the first line of the question, cut at a word", () => {
  expect(titleOf("What is this?\nPlease", [])).toBe("What is this?");
  expect(titleOf("", [{ id: "p", name: "cat.png" }])).toBe("cat.png");
  expect(titleOf("a very long question about pictures that goes on and on and on", [])).toBe(
    "a very long question about pictures that goes…",
  );
});
