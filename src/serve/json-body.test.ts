import { expect, test } from "vitest";
import { ApiError } from "./errors.ts";
import { parseBody } from "./json-body.ts";

const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const refusal = (text: string): ApiError => {
  try {
    parseBody(text);
  } catch (error) {
    if (error instanceof ApiError) return error;
  }
  throw new Error("it was not refused");
};

test("a body is what its JSON says, brackets and quotes in strings included", () => {
  const text = `[${nested(100)}`.repeat(1000);
  const values = [{ text, '\\"[': ['"', "\\", '\\"', "\\\\", "{".repeat(1000)] }, nested(299), 1, null];
  expect(parseBody(JSON.stringify(values))).toEqual(values);
  expect(parseBody(nested(300))).toHaveLength(1);
  expect(parseBody(`[${"1,".repeat(199_997)}1]`)).toHaveLength(199_998);
});

test.each<[string, string, string]>([
  ["deep", nested(301), "the body is nested more than 300 deep"],
  ["deep and cut off", "[".repeat(10_000_000), "the body is nested more than 300 deep"],
  ["deep behind strings", `{"a\\"":"\\\\","b":${nested(300)}}`, "the body is nested more than 300 deep"],
  ["wide", `[${"{},".repeat(100_000)}1]`, "the body has more than 200000 values"],
  ["no JSON", "{", "the body is not valid JSON: "],
  ["an open string", `{"a": "${"[".repeat(1000)}`, "the body is not valid JSON: "],
  ["closed too often", `[]]]${"[".repeat(10)}`, "the body is not valid JSON: "],
])("one that is %s is refused", (_, text, message) => {
  expect(refusal(text).status).toBe(400);
  expect(refusal(text).message).toContain(message);
});
