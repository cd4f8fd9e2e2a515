import { expect, test } from "vitest";
import type { ApiError } from "./errors.ts";
import { parseChatRequest } from "./request.ts";

const ask = (fields: object) => parseChatRequest({ messages: [{ role: "user", content: "What?" }], ...fields });
const refusal = (fields: object): ApiError => {
  try {
    ask(fields);
  } catch (error) {
    return error as ApiError;
  }
  throw new Error("it was not refused");
};

test("neighbours of one role become one message", () => {
  const { messages } = ask({
    messages: [
      { role: "developer", content: "Be brief." },
      { role: "user", content: "a" },
      { role: "user", content: [{ type: "text", text: "b" }] },
    ],
  });
  expect(messages.map(({ role, content }) => [role, content.map((part) => "text" in part && part.text)])).toEqual([
    ["system", ["Be brief."]],
    ["user", ["a", "\n\n", "b"]],
  ]);
});

test.each<[string, object[]]>([
  ["messages", new Array(50_000).fill({ role: "user", content: "" })],
  ["parts", [{ role: "user", content: new Array(50_000).fill({ type: "text", text: "" }) }]],
])("%s are bounded before they are read", (_, messages) => {
  expect(refusal({ messages })).toMatchObject({ status: 400, param: "messages" });
  expect(refusal({ messages }).message).toMatch(/at most 10000 are accepted/);
});

test.each<[object, string, string]>([
  [
    { messages: [{ role: "user", content: null }] },
    "messages[0].content",
    'messages[0].content: expected a text or a list of parts of type "text" or "image_url"',
  ],
  [
    { response_format: { type: "json_schema", json_schema: { name: "x", schema: [] } } },
    "response_format.json_schema.schema",
    "response_format.json_schema.schema: expected a schema: an object, true or false",
  ],
  [
    { response_format: { type: "xml" } },
    "response_format.type",
    'response_format.type: expected "text", "json_object" or "json_schema"',
  ],
  [{ stop: 5 }, "stop", "stop: expected a text or a list of at most 16"],
])("a field of another form is told what is expected: %j", (fields, param, message) => {
  expect(refusal(fields)).toMatchObject({ param, message });
});

test.each(["logit_bias", "frequency_penalty", "presence_penalty", "tools"])("%s is not supported", (field) => {
  const value = { logit_bias: { 5: 1 }, tools: [{}] }[field] ?? 0.5;
  expect(refusal({ [field]: value })).toMatchObject({ status: 400, param: field, code: "unsupported" });
  expect(ask({ [field]: field === "tools" ? [] : field === "logit_bias" ? {} : 0 }).choices).toBe(1);
});
