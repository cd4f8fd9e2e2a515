import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseChatLine } from "./chat-line.ts";

let root: string;
let picture: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "periscope line-"));
  picture = join(root, "my cat.png");
  await writeFile(picture, "");
});
afterAll(() => rm(root, { recursive: true }));

test("the reference's commands work with and without a slash, but not inside a question", () => {
  for (const name of ["help", "new", "exit"] as const) {
    expect(parseChatLine(name)).toEqual({ kind: name });
    expect(parseChatLine(` /${name} `)).toEqual({ kind: name });
  }
  expect(parseChatLine("/stats")).toEqual({ kind: "stats" });
  expect(parseChatLine("  ")).toEqual({ kind: "nothing" });
  expect(parseChatLine("help me")).toEqual({ kind: "question", text: "help me", paths: [] });
});

test("/image takes paths as a shell writes them", () => {
  const paths = parseChatLine(`/image ${picture.replaceAll(" ", "\\ ")} '${picture}' "${picture}" plain ~/x.png`);
  expect(paths).toEqual({ kind: "image", paths: [picture, picture, picture, "plain", join(homedir(), "x.png")] });
  expect(parseChatLine("/image")).toEqual({ kind: "image", paths: [] });
});

test("a path before or behind a question is an image, and alone it waits for one", () => {
  const dragged = picture.replaceAll(" ", "\\ ");
  expect(parseChatLine(`${dragged} `)).toEqual({ kind: "image", paths: [picture] });
  expect(parseChatLine(`'${picture}' What is  it, "this"?`)).toEqual({
    kind: "question",
    text: 'What is  it, "this"?',
    paths: [picture],
  });
  expect(parseChatLine(`What is it? ${dragged} ./other.JPG`)).toEqual({
    kind: "question",
    text: "What is it?",
    paths: [picture, "./other.JPG"],
  });
});

test("words that only look like a file stay words", () => {
  for (const text of ["What is an image.png", "word.png is what?", "Is ./a.png in the middle?", "It's mine", "a\\b"]) {
    expect(parseChatLine(text)).toEqual({ kind: "question", text, paths: [] });
  }
});

test("an unknown command is not asked of the model", () => {
  expect(parseChatLine("/imgae a.png")).toEqual({ kind: "unknown", command: "/imgae" });
  expect(parseChatLine("/etc/passwd is what?").kind).toBe("question");
});
