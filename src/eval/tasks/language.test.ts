/** Every language task on small files in exactly the form of its distribution, written here; and on wrong ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Sample, Task } from "../contract.ts";
import { openFiles } from "../files/open-files.ts";
import { expectedOf } from "../run/run-task.ts";
import { picture } from "../testing/pictures.ts";
import { agieval } from "./agieval.ts";
import { gsm8k } from "./gsm8k.ts";
import { hellaswag } from "./hellaswag.ts";
import { taskNamed } from "./index.ts";
import { mbpp, programOf } from "./mbpp.ts";
import { mmlu } from "./mmlu.ts";
import { pile } from "./pile.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-language-tasks-"));
let folders = 0;
let folder: string;
beforeEach(() => {
  folder = join(root, String(folders++));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

function put(name: string, content: string | readonly object[]): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  const text = typeof content === "string" ? content : content.map((line) => `${JSON.stringify(line)}\n`).join("");
  writeFileSync(join(folder, name), text);
}

async function all(task: Task): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of task.samples(await openFiles(folder, expectedOf(task)))) samples.push(sample);
  return samples;
}

function messagesOf({ prompt }: Sample): { content: { text?: string }[] }[] {
  if ("text" in prompt) throw new Error("a plain text has no messages");
  return prompt.messages.map(({ content }) => ({ content: content as unknown as { text?: string }[] }));
}

async function score(task: Task, sample: Sample, output: string) {
  return (await task.rule!(sample, output)).score;
}

test("HellaSwag joins its context and takes WikiHow's marks out", async () => {
  const line = {
    ind: 24,
    activity_label: "Roof",
    ctx_a: "A man [step] sits.",
    ctx_b: "he",
    ctx: "",
    endings: ["runs.", "[header] rips.", "c", "d"],
    label: 1,
  };
  put("hellaswag_val.jsonl", [line]);
  expect(await all(hellaswag)).toEqual([
    {
      ...{ id: "24", category: "Roof", prompt: { text: "Roof: A man sits. He" } },
      ...{ options: [" runs.", " rips.", " c", " d"], reference: { option: 1, letter: "B" } },
    },
  ]);
  put("hellaswag_val.jsonl", [{ ...line, endings: ["one"] }]);
  await expect(all(hellaswag)).rejects.toThrow(/record 1: "endings".*expected HellaSwag/);
  put("hellaswag_val.jsonl", [{ ...line, label: "" }]);
  await expect(all(hellaswag)).rejects.toThrow("the test split has none");
});

test("MMLU shows five examples of the subject and compares letters", async () => {
  const rows = Array.from({ length: 6 }, (_, i) => `Example ${i}?,w,x,y,z,${"ABCD"[i % 4]}`);
  put("dev/abstract_algebra_dev.csv", rows.join("\n"));
  put("test/abstract_algebra_test.csv", '"What, then?",1,2,3,4,D\n');
  const [sample] = await all(mmlu);
  const { text } = sample!.prompt as { text: string };
  expect(text).toMatch(
    /^The following are multiple choice questions \(with answers\) about abstract algebra\.\n\nExample 0\?\nA\. w/,
  );
  expect(text.match(/Answer: [A-D]/g)).toHaveLength(5);
  expect(text.endsWith("What, then?\nA. 1\nB. 2\nC. 3\nD. 4\nAnswer:")).toBe(true);
  expect(sample).toMatchObject({
    options: [" A", " B", " C", " D"],
    reference: { option: 3, letter: "D" },
    category: "abstract_algebra",
  });
  put("test/abstract_algebra_test.csv", "What?,1,2,3,4,E\n");
  await expect(all(mmlu)).rejects.toThrow(/row 1: .*the last field is no letter from A to D; expected MMLU/);
  put("test/abstract_algebra_test.csv", "What?,1,2\n");
  await expect(all(mmlu)).rejects.toThrow(/other than the six fields/);
});

test("GSM8K shows answers of train without its calculator marks", async () => {
  put(
    "train.jsonl",
    Array.from({ length: 9 }, (_, i) => ({ question: `q${i}`, answer: `2<<1+1=2>>2 #### ${i}` })),
  );
  put("test.jsonl", [{ question: "How many?", answer: "So 1,250.\n#### 1,250" }]);
  const [sample] = await all(gsm8k);
  const messages = messagesOf(sample!);
  expect(messages).toHaveLength(17);
  expect(messages[1]!.content[0]!.text).toBe("22 #### 0");
  expect(await score(gsm8k, sample!, "The answer is 1250.")).toBe(1);
  expect(await score(gsm8k, sample!, "1251")).toBe(0);
  put("socratic/test.jsonl", [{ question: "How many?", answer: "#### 7" }]);
  put("main/test.jsonl", [{ question: "How many?", answer: "#### 8" }]);
  expect((await all(gsm8k)).map(({ reference }) => reference)).toEqual([{ number: "8" }]);
  put("test_socratic.jsonl", [{ question: "How many?", answer: "How? ** 9\n#### 9" }]);
  expect(await all(gsm8k)).toHaveLength(1);
  put("main/test.jsonl", [{ question: "How many?", answer: "many" }]);
  await expect(all(gsm8k)).rejects.toThrow(/"answer": has no "#### number" at its end; expected GSM8K/);
});

test("MBPP shows tasks 2 to 4 and asks 11 to 510; programs are found in answers", async () => {
  const task = (task_id: number) => ({
    task_id,
    text: `Write ${task_id}.`,
    code: "def f():\r\n    return 1",
    test_list: ["assert f() == 1"],
    test_setup_code: "",
    challenge_test_list: [],
  });
  put("mbpp.jsonl", [task(2), task(3), task(4), task(11), task(600)]);
  const samples = await all(mbpp);
  expect(samples.map(({ id }) => id)).toEqual(["11"]);
  const messages = messagesOf(samples[0]!);
  expect(messages).toHaveLength(7);
  expect(messages[1]!.content[0]!.text).toBe("[BEGIN]\ndef f():\n    return 1\n[DONE]");
  expect(programOf("Sure:\n[BEGIN]\nx = 1\n").program).toBe("x = 1\n");
  expect(programOf("```python\nx = 1\n```\nDone").program).toBe("x = 1\n");
  const { text: words, test_setup_code: _, ...rest } = task(11);
  put("sanitized-mbpp.json", JSON.stringify([{ ...rest, prompt: words, test_imports: ["import math"] }]));
  expect(await all(mbpp)).toHaveLength(1); // the repository has both
  rmSync(join(folder, "mbpp.jsonl"));
  expect((await all(mbpp))[0]!.reference).toMatchObject({ setup: "import math\n" });
  put("mbpp.jsonl", [{ ...task(11), test_list: [] }]);
  await expect(all(mbpp)).rejects.toThrow(/"test_list".*expected MBPP/);
});

test("AGIEval has choices of one and several letters, and values", async () => {
  put("sat-math.jsonl", [{ passage: null, question: "x?", options: ["(A) 1", "(B)2"], label: "B", answer: null }]);
  put("jec-qa-kd.jsonl", [
    { passage: "", question: "哪些？", options: ["(A)一", "(B)二", "(C)三"], label: ["A", "C"], answer: null },
  ]);
  put("math.jsonl", [{ passage: null, question: "Solve.", options: null, label: null, answer: "\\frac{1}{2}" }]);
  const [several, value, one] = await all(agieval);
  expect(one).toMatchObject({ id: "sat-math-1", category: "sat-math", options: ["1", "2"] });
  expect(await score(agieval, one!, "B")).toBe(1);
  expect(await score(agieval, several!, "答案 A、C")).toBe(1);
  expect(await score(agieval, value!, "It is $\\boxed{\\frac{1}{2}}$.")).toBe(1);
  expect(await score(agieval, value!, "It is 2")).toBe(0);
  expect(await score(agieval, value!, "So $x = \\frac12$.")).toBe(1);
  put("sat-math.jsonl", [{ question: "x?", options: ["(A) 1"], label: "D" }]);
  await expect(all(agieval)).rejects.toThrow(/the label is "D", expected the letter of an option/);
});

test("AGIEval's own oddities: options out of their letters' order, sets of right letters, none at all, intervals", async () => {
  put("logiqa-en.jsonl", [
    { passage: "p", question: "Who?", options: ["(A)Al", "(C)Cy", "(B)Bo", "(D)Di"], label: "C", answer: null },
    { passage: "p", question: "Who?", options: ["A No dangshen", "B No Shouwu"], label: "B", answer: null },
  ]);
  put("jec-qa-kd.jsonl", [
    { passage: null, question: "哪项？", options: ["(A)一", "(B)二"], label: ["A", "。"], answer: null },
    { passage: null, question: "哪项？", options: ["(A)一", "(B)二"], label: [], answer: null },
  ]);
  put("gaokao-mathqa.jsonl", [{ question: "则？", options: ["(A)1", "(B)2", "(C)3"], label: "A C", answer: null }]);
  put("math.jsonl", [{ passage: null, question: "Solve.", options: null, label: null, answer: "(3,4]" }]);
  const samples = await all(agieval);
  const [mathqa, oneOfSet, noneOfSet, ordered, plainly, interval] = samples;
  expect(ordered!.options).toEqual(["Al", "Bo", "Cy", "Di"]);
  expect(await score(agieval, ordered!, "C")).toBe(1);
  expect(plainly).toMatchObject({ options: ["A No dangshen", "B No Shouwu"], reference: { letter: "B" } });
  expect(oneOfSet!.reference).toMatchObject({ several: "A", option: 0 });
  expect(await score(agieval, oneOfSet!, "A")).toBe(1);
  expect(await score(agieval, oneOfSet!, "A、B")).toBe(0);
  expect(await score(agieval, noneOfSet!, "A")).toBe(0);
  expect(await score(agieval, mathqa!, "AC")).toBe(1);
  expect(await score(agieval, interval!, "\\boxed{(3, 4]}")).toBe(1);
  expect(await score(agieval, interval!, "\\boxed{[3, 4]}")).toBe(0);
});

describe("the Pile", () => {
  test("is texts with the name of their part", async () => {
    put("test.jsonl", [{ text: "Ein Text.", meta: { pile_set_name: "EuroParl" } }]);
    expect(await all(pile)).toEqual([
      { id: "1", category: "EuroParl", prompt: { text: "Ein Text." }, reference: null },
    ]);
  });
  test("is read as it is distributed, packed with Zstandard", async () => {
    const lines = Buffer.from(`${JSON.stringify({ text: "Ein Text.", meta: { pile_set_name: "EuroParl" } })}\n`);
    // a frame of one piece whose size is in its head, with one block that is not compressed
    const head = Buffer.from([
      0x28,
      0xb5,
      0x2f,
      0xfd,
      0x20,
      lines.length,
      ((lines.length << 3) & 0xff) | 1,
      lines.length >> 5,
      0,
    ]);
    put("test.jsonl.zst", "");
    writeFileSync(join(folder, "test.jsonl.zst"), Buffer.concat([head, lines]));
    expect((await all(pile)).map(({ prompt }) => prompt)).toEqual([{ text: "Ein Text." }]);
    writeFileSync(join(folder, "test.jsonl.zst"), "no such thing");
    await expect(all(pile)).rejects.toThrow(/test\.jsonl\.zst cannot be understood .*expected Pile/);
  });
  test("refuses lines without text", async () => {
    put("test.jsonl", [{ content: "x" }]);
    await expect(all(pile)).rejects.toThrow(/record 1: "text".*expected Pile/);
  });
});

describe("a task of one's own", () => {
  const yaml = `name: signs
data: signs.jsonl
prompt: "{question}\\n{options}"
image: picture
answer: answer
options: choices
category: kind
parser: choice
`;
  test("is a YAML file beside its records", async () => {
    put("pictures/1.png", "x");
    put("signs.jsonl", [
      { question: "Which?", picture: "pictures/1.png", answer: "stop", choices: ["go", "stop"], kind: "road" },
    ]);
    put("signs.yaml", yaml);
    const task = await taskNamed(join(folder, "signs.yaml"));
    const [sample] = await all(task);
    expect(sample).toMatchObject({ id: "1", category: "road", options: ["go", "stop"], reference: { letter: "B" } });
    expect(messagesOf(sample!)[0]!.content).toEqual([
      { type: "image", image: join(folder, "pictures/1.png") },
      { type: "text", text: "Which?\nA. go\nB. stop" },
    ]);
    expect(await score(task, sample!, "B")).toBe(1);
    expect(await score(task, sample!, "The answer is a stop sign.")).toBe(1);
    // an endpoint without likelihoods answers in words, which the rule reads
    for (const scoring of ["generate", "letters", "likelihood"]) {
      put("signs.yaml", yaml.replace("parser: choice", `parser: choice\nscoring: ${scoring}`));
      expect((await taskNamed(join(folder, "signs.yaml"))).protocol.parser).toMatch(/, edition \d+$/);
    }
  });

  test("has its images as files, in base64 or as bytes, as published sets have them", async () => {
    put("signs.yaml", yaml.replaceAll("signs", "base64").replace("base64.jsonl", "signs.jsonl"));
    const png = await picture(1);
    const base64 = png.toString("base64");
    put(
      "signs.jsonl",
      [base64, `data:image/png;base64,${base64}`, [{ bytes: base64, path: null }]].map((shown) => ({
        ...{ question: "Which?", picture: shown, answer: "stop", choices: ["go", "stop"], kind: "road" },
      })),
    );
    const imagesOf = async (file: string) =>
      (await all(await taskNamed(join(folder, file)))).map((sample) => messagesOf(sample)[0]!.content[0]);
    const shown = { type: "image", image: new Uint8Array(png) };
    expect(await imagesOf("signs.yaml")).toEqual([shown, shown, shown]);
    put("bytes.yaml", 'name: bytes\ndata: bytes.parquet\nprompt: "{question}"\nimage: picture\nanswer: answer\n');
    const columnData = [
      { name: "question", data: ["What?"] },
      { name: "answer", data: ["stop"] },
      { name: "picture", data: [new Uint8Array(png)], type: "BYTE_ARRAY" as const },
    ];
    parquetWriteFile({ filename: join(folder, "bytes.parquet"), columnData });
    expect(await imagesOf("bytes.yaml")).toEqual([shown]);
    const numbers = { name: "picture", data: [7n], type: "INT64" as const };
    parquetWriteFile({ filename: join(folder, "bytes.parquet"), columnData: [...columnData.slice(0, 2), numbers] });
    await expect(imagesOf("bytes.yaml")).rejects.toThrow("an image is 7, expected a file's name, bytes or base64");
    put("signs.jsonl", [{ question: "Which?", picture: 7, answer: "stop", choices: ["go", "stop"], kind: "road" }]);
    await expect(imagesOf("signs.yaml")).rejects.toThrow("an image is 7, expected a file's name, bytes or base64");
  });

  test("that is wrong is refused by its field", async () => {
    put("signs.yaml", yaml.replace("parser: choice", "parser: guess"));
    await expect(taskNamed(join(folder, "signs.yaml"))).rejects.toThrow(/signs\.yaml \("parser"\)/);
    put("signs.yaml", "a: [");
    await expect(taskNamed(join(folder, "signs.yaml"))).rejects.toThrow("is not valid YAML");
    put("signs.yaml", yaml);
    put("signs.jsonl", [{ question: "Which?", picture: "1.png", choices: ["go", "stop"] }]);
    await expect(all(await taskNamed(join(folder, "signs.yaml")))).rejects.toThrow(
      /record 1: "kind" is missing|"answer" is missing|names the image/,
    );
    await expect(taskNamed("signs")).rejects.toThrow(/there is no task "signs"; known are mmmu, cmmmu/);
  });

  test("compares numbers by what they are, and nothing with none", async () => {
    put("sums.yaml", 'name: sums\ndata: sums.jsonl\nprompt: "{question}"\nanswer: answer\nparser: number\n');
    put(
      "sums.jsonl",
      ["3/4", "−5", "1 000 000", "0", ""].map((answer) => ({ question: "?", answer })),
    );
    const task = await taskNamed(join(folder, "sums.yaml"));
    expect(task.protocol.parser).toBe("number, edition 3");
    const [share, minus, million, zero, nothing] = await all(task);
    expect(await score(task, share!, "It is 0.75.")).toBe(1);
    expect(await score(task, minus!, "-5")).toBe(1);
    expect(await score(task, million!, "1,000,000")).toBe(1);
    expect(await score(task, zero!, "#### .")).toBe(0);
    expect(await score(task, nothing!, "0")).toBe(0);
  });

  test("is a module that exports a task", async () => {
    put(
      "own.mjs",
      'export const task = { name: "own", title: "Own", field: "language", protocol: { version: 1, scoring: ["generate"] }, async *samples() { yield { id: "1", prompt: { text: "x" }, reference: null }; } };',
    );
    expect(await all(await taskNamed(join(folder, "own.mjs")))).toHaveLength(1);
    put("bad.mjs", "export const task = { name: 1 };");
    await expect(taskNamed(join(folder, "bad.mjs"))).rejects.toThrow(/"task\.name"/);
  });
});
