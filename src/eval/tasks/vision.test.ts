/** Every vision task on small files in exactly the form of its distribution, written here; and on wrong ones. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parquetWriteFile } from "hyparquet-writer";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { Sample, Task } from "../contract.ts";
import { openFiles } from "../files/open-files.ts";
import { expectedOf } from "../run/run-task.ts";
import { picture } from "../testing/pictures.ts";
import { cmmmu } from "./cmmmu.ts";
import { mathvista } from "./mathvista.ts";
import { mmVet } from "./mm-vet.ts";
import { mmbench, mmbenchChinese } from "./mmbench.ts";
import { mmmu, pythonList } from "./mmmu.ts";
import { ocrbench } from "./ocrbench.ts";
import { pope } from "./pope.ts";
import { scienceqa } from "./scienceqa.ts";
import { seedbench } from "./seedbench.ts";

const root = mkdtempSync(join(tmpdir(), "periscope-vision-tasks-"));
let folders = 0;
let folder: string;
beforeEach(() => {
  folder = join(root, String(folders++));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

function put(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** Rows as a Parquet file; an image column is a struct of bytes and path, as Hugging Face writes it. */
function parquet(name: string, rows: readonly Record<string, unknown>[]): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  const columns = Object.keys(rows[0]!).map((column) => ({
    name: column,
    data: rows.map((row) => row[column] ?? null),
  }));
  const schema = [
    { name: "root", num_children: columns.length },
    ...columns.flatMap((column) => schemaOf(column.name, column.data)),
  ];
  parquetWriteFile({ filename: join(folder, name), columnData: columns, schema } as Parameters<
    typeof parquetWriteFile
  >[0]);
}

function schemaOf(name: string, data: readonly unknown[]): object[] {
  const value = data.find((one) => one !== null);
  const optional = { repetition_type: "OPTIONAL" };
  if (typeof value === "number") return [{ name, type: "INT32", ...optional }];
  if (Array.isArray(value)) {
    return [
      { name, ...optional, num_children: 1, converted_type: "LIST" },
      { name: "list", repetition_type: "REPEATED", num_children: 1 },
      { name: "element", type: "BYTE_ARRAY", converted_type: "UTF8", ...optional },
    ];
  }
  if (typeof value === "object" && value !== null) {
    return [
      { name, ...optional, num_children: 2 },
      { name: "bytes", type: "BYTE_ARRAY", ...optional },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", ...optional },
    ];
  }
  return [{ name, type: "BYTE_ARRAY", converted_type: "UTF8", ...optional }];
}

async function all(task: Task): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of task.samples(await openFiles(folder, expectedOf(task)))) samples.push(sample);
  return samples;
}

/** The user's message: text, with `#` for an image. */
function said({ prompt }: Sample): string {
  if ("text" in prompt) return prompt.text;
  return prompt.messages
    .at(-1)!
    .content.map((part) => (part.type === "text" ? part.text : "#"))
    .join("");
}

async function score(task: Task, sample: Sample, output: string) {
  return (await task.rule!(sample, output)).score;
}

describe("MMMU", () => {
  test("puts images where the question has them, and reads letters and open answers", async () => {
    const image = { bytes: await picture(1), path: "a.png" };
    parquet("Art/validation-00000-of-00001.parquet", [
      {
        id: "validation_Art_Theory_1",
        question: "What is <image 1>?",
        options: "['a vase', \"it's a jar\"]",
        image_1: image,
        image_2: null,
        answer: "B",
        question_type: "multiple-choice",
      },
      {
        id: "validation_Art_Theory_2",
        question: "How many in <image 1>?",
        options: "[]",
        image_1: image,
        image_2: null,
        answer: "2.5",
        question_type: "open",
      },
    ]);
    parquet("Art/test-00000-of-00001.parquet", [
      {
        id: "test_Art_1",
        question: "What?",
        options: "['a']",
        image_1: image,
        image_2: null,
        answer: "?",
        question_type: "multiple-choice",
      },
    ]);
    const [choice, open] = await all(mmmu);
    expect(said(choice!)).toBe(
      "What is #?\nA. a vase\nB. it's a jar\nAnswer with the option's letter from the given choices directly.",
    );
    expect(choice).toMatchObject({ id: "validation_Art_Theory_1", category: "Art Theory", letters: ["A", "B"] });
    expect(await score(mmmu, choice!, "B")).toBe(1);
    expect(await score(mmmu, choice!, "a vase")).toBe(0);
    expect(await score(mmmu, choice!, "Of (A) and (B) it must be (B)")).toBe(1);
    expect(await score(mmmu, choice!, "Not A but B ")).toBe(1);
    expect(await score(mmmu, choice!, "From its shape I see it's a jar of clay")).toBe(1);
    expect(await score(mmmu, open!, "So it is 2.50")).toBe(1);
    expect(await score(mmmu, open!, "x = 5 / 2 = 2.499")).toBe(1);
    expect(await score(mmmu, open!, "25")).toBe(0);
    const word = { ...open!, reference: { accepted: ["blue whale", "orca"] } };
    expect(await score(mmmu, word, "It is a Blue Whale.")).toBe(1);
    expect(await score(mmmu, word, "a shark")).toBe(0);
  });

  test("refuses another file with what it expected", async () => {
    parquet("validation-0.parquet", [{ id: "x", question: "What?" }]);
    await expect(all(mmmu)).rejects.toThrow(
      /validation-0\.parquet, record 0: "options".*expected MMMU as distributed: Parquet files/,
    );
    expect(pythonList("['a', \"b's\", 'c\\'d']", "here")).toEqual(["a", "b's", "c'd"]);
    expect(() => pythonList("a, b", "here")).toThrow("expected one like ['a', 'b']");
  });
});

test("CMMMU has choices of one and several letters, true or false, and gaps", async () => {
  const image = { bytes: await picture(2), path: "12.jpg" };
  const common = {
    option1: "-",
    option2: "-",
    option3: "-",
    option4: "-",
    image_1: image,
    image_1_filename: "12.jpg",
    category: "艺术与设计",
  };
  parquet("val-00000-of-00001.parquet", [
    {
      ...common,
      id: "1",
      type: "选择",
      question: '这是什么？<img="12.jpg">',
      option1: "猫",
      option2: "狗",
      answer: "B",
    },
    {
      ...common,
      id: "2",
      type: "选择",
      question: "哪些？",
      option1: "一",
      option2: "二",
      option3: "三",
      option4: "四",
      answer: "AC",
    },
    { ...common, id: "3", type: "判断", question: "图中有猫。", answer: "错" },
    { ...common, id: "4", type: "填空", question: "有几只？", answer: "3" },
    { ...common, id: "5", type: "填空", question: "是什么构造？", answer: "球—枕" },
    { ...common, id: "6", type: "选择", question: "？", option1: '<img="12.jpg">', option2: "无", answer: "A" },
  ]);
  const [one, several, judgement, gap, words, pictured] = await all(cmmmu);
  expect(said(one!)).toBe("这是什么？#\nA. 猫\nB. 狗\n请直接回答选项字母。");
  expect(await score(cmmmu, one!, "答案是B")).toBe(1);
  expect(await score(cmmmu, one!, "猫")).toBe(0);
  expect(await score(cmmmu, one!, "狗")).toBe(1);
  expect(await score(cmmmu, one!, "（B）狗，不是A")).toBe(1);
  expect(await score(cmmmu, one!, "A或B")).toBe(0); // both are named, so both are the answer
  expect(await score(cmmmu, several!, "AC")).toBe(1);
  expect(await score(cmmmu, words!, "由图可知，答案是球—枕构造。")).toBe(1);
  expect(await score(cmmmu, words!, "层理")).toBe(0);
  expect(said(pictured!)).toBe("？\nA. #\nB. 无\n请直接回答选项字母。");
  expect(await score(cmmmu, several!, "C和A")).toBe(1);
  expect(await score(cmmmu, several!, "A")).toBe(0);
  expect(await score(cmmmu, judgement!, "不正确")).toBe(1);
  expect(await score(cmmmu, judgement!, "正确")).toBe(0);
  expect(await score(cmmmu, gap!, "3")).toBe(1);
  expect(await score(cmmmu, gap!, "一共有3.00只")).toBe(1);
  expect(await score(cmmmu, gap!, "13")).toBe(0);
});

describe("MMBench", () => {
  const header = "index\tquestion\thint\tA\tB\tC\tD\tanswer\tcategory\timage\tsource\tl2-category\tcomment\tsplit";
  test("asks every rotation of the options, of quoted and reused fields too", async () => {
    const base64 = (await picture(3)).toString("base64");
    put(
      "mmbench_dev_en.tsv",
      [
        header,
        `7\t"Which one is ""red""?\nLook."\tnan\tone\ttwo\tthree\t\tB\tattribute\t${base64}\ts\tl\tc\tdev`,
        `8\tAnd now?\tSee it\tyes\tno\t\t\tA\trelation\t7\ts\tl\tc\tdev`,
      ].join("\n"),
    );
    put("mmbench_dev_cn.tsv", [header, `9\t哪个？\tnan\t一\t二\t\t\tA\t属性\t${base64}\ts\tl\tc\tdev`].join("\n"));
    const samples = await all(mmbench);
    expect(samples.map(({ id, group, reference }) => [id, group, (reference as { letter: string }).letter])).toEqual([
      ["7-0", "7", "B"],
      ["7-1", "7", "A"],
      ["7-2", "7", "C"],
      ["8-0", "8", "A"],
      ["8-1", "8", "B"],
    ]);
    expect(said(samples[1]!)).toMatch(/^#Which one is "red"\?\nLook\.\nA\. two\nB\. three\nC\. one\n/);
    expect(said(samples[3]!)).toMatch(/^#See it\nAnd now\?/);
    expect(await score(mmbench, samples[1]!, "A")).toBe(1);
    const [chinese] = await all(mmbenchChinese);
    expect(said(chinese!)).toBe("#哪个？\nA. 一\nB. 二\n请直接回答选项字母。");
  });

  test("refuses another language, and several editions, whose questions are the same in part", async () => {
    const base64 = (await picture(4)).toString("base64");
    const file = [header, `9\tWhich?\tnan\tone\ttwo\t\t\tA\tc\t${base64}\ts\tl\tc\tdev`].join("\n");
    put("MMBench_DEV_CN.tsv", file);
    await expect(all(mmbench)).rejects.toThrow(/MMBench_DEV_CN\.tsv is in Chinese, expected .* in English/);
    put("MMBench_DEV_EN.tsv", file);
    put("MMBench_TEST_EN.tsv", file);
    expect(await all(mmbench)).toHaveLength(2);
    put("MMBench_DEV_EN_V11.tsv", file);
    await expect(all(mmbench)).rejects.toThrow(
      "several files of MMBench in English (MMBench_DEV_EN.tsv, MMBench_DEV_EN_V11.tsv); name one of them with --data",
    );
  });

  test("refuses a file without images, and a test split", async () => {
    put("mmbench_dev_en.tsv", "index\tquestion\tA\tB\tanswer\n1\tWhat?\ta\tb\tA");
    await expect(all(mmbench)).rejects.toThrow(/row 1: "image".*expected MMBench as distributed: MMBench's TSV file/);
    put("mmbench_dev_en.tsv", `${header}\n1\tWhat?\t\ta\tb\t\t\tA\tc\tnothing at all\ts\tl\tc\tdev`);
    await expect(all(mmbench)).rejects.toThrow(/row 1: "image" is no picture in base64/);
    put("mmbench_dev_en.tsv", `${header}\n1\tWhat?\t\ta\tb\t\t\tA\tc\t77\ts\tl\tc\tdev`);
    await expect(all(mmbench)).rejects.toThrow(/row 1: "image" is 77, expected the index of a row before it/);
    put(
      "mmbench_dev_en.tsv",
      `${header}\n1\tWhat?\t\ta\tb\t\t\t\tc\t${(await picture(1)).toString("base64")}\ts\tl\tc\ttest`,
    );
    await expect(all(mmbench)).rejects.toThrow("the test split has no answers");
  });
});

test("SEED-Bench leaves videos out and finds its images", async () => {
  put("SEED-Bench-image/1.png", await picture(4));
  put("SEED-Bench-image/1454426_2591111986", await picture(4)); // most have no ending
  const question = {
    choice_a: "a",
    choice_b: "b",
    choice_c: "c",
    choice_d: "d",
    answer: "C",
    question: "What?",
    question_id: "1_0",
    question_type_id: 1,
  };
  const questions = [
    { ...question, data_id: "1.png", data_type: "image" },
    { ...question, question_id: "2_0", data_id: "x.mp4", data_type: "video" },
    { ...question, question_id: "3_0", data_id: "1454426_2591111986", data_type: "image", choice_a: 2 },
  ];
  put("SEED-Bench.json", JSON.stringify({ question_type: { "Scene Understanding": 1 }, questions }));
  const samples = await all(seedbench);
  expect(samples.map(({ id }) => id)).toEqual(["1_0", "3_0"]);
  expect(samples[0]).toMatchObject({ id: "1_0", category: "Scene Understanding" });
  expect(samples[1]!.options![0]).toBe("2");
  expect(await score(seedbench, samples[0]!, "C")).toBe(1);
  put("SEED-Bench.json", JSON.stringify({ questions }));
  await expect(all(seedbench)).rejects.toThrow(/"question_type".*expected SEED-Bench/);
  put(
    "SEED-Bench.json",
    JSON.stringify({ question_type: {}, questions: [{ ...questions[0], data_id: "../../../etc/passwd" }] }),
  );
  await expect(all(seedbench)).rejects.toThrow("which is in none of");
});

test("OCRBench is read as JSON with a folder and as Parquet", async () => {
  put("OCRBench_Images/a/1.png", await picture(5));
  const row = {
    dataset_name: "IIIT5K",
    image_path: "a/1.png",
    question: "what is written?",
    answers: ["CENTRE"],
    type: "Regular Text Recognition",
  };
  put("OCRBench.json", JSON.stringify([row, { ...row, dataset_name: "HME100k", answers: "x ^ { 2 }" }]));
  const [word, formula] = await all(ocrbench);
  expect(await score(ocrbench, word!, "It says centre.")).toBe(1);
  expect(await score(ocrbench, formula!, "x^{2}")).toBe(1);
  expect(await score(ocrbench, formula!, "X^{2}")).toBe(0);
  put("OCRBench.json", JSON.stringify([{ ...row, answers: [] }]));
  await expect(all(ocrbench)).rejects.toThrow(/record 0: "answers"/);
  parquet("test-00000-of-00001.parquet", [
    {
      dataset: "IIIT5K",
      image: { bytes: await picture(5), path: null },
      question: "what?",
      question_type: "t",
      answer: ["one"],
    },
  ]);
  expect((await all(ocrbench)).map(({ id }) => id)).toEqual(["0"]);
});

test("POPE's three files of JSON Lines", async () => {
  put("val2014/COCO_1.jpg", await picture(6));
  const line = { question_id: 1, image: "COCO_1.jpg", text: "Is there a dog in the image?", label: "no" };
  put("coco/coco_pope_random.json", JSON.stringify(line));
  put(
    "coco/coco_pope_popular.json",
    `${JSON.stringify(line)}\n${JSON.stringify({ ...line, question_id: 2, label: "yes" })}\n`,
  );
  const samples = await all(pope);
  expect(samples.map(({ id }) => id)).toEqual(["popular-1", "popular-2", "random-1"]);
  expect(await score(pope, samples[0]!, "No, there is none.")).toBe(1);
  expect(await score(pope, samples[1]!, "No")).toBe(0);
  expect(await score(pope, samples[1]!, "There is a dog in the image.")).toBe(1); // no negation: a yes
  expect(await score(pope, samples[1]!, "")).toBe(0);
  // the benchmark's scorer, whatever we would read
  expect(await score(pope, samples[1]!, "There isn't a dog.")).toBe(1);
  expect(await score(pope, samples[0]!, "Yes, there is no dog.")).toBe(1);
  put("seem/gqa_pope_seem_random.json", JSON.stringify(line)); // of the same repository, another set
  expect(await all(pope)).toHaveLength(3);
  put("coco/coco_pope_random.json", JSON.stringify({ ...line, label: "maybe" }));
  await expect(all(pope)).rejects.toThrow(
    /coco_pope_random\.json, record \d: "label": is neither "yes" nor "no"; expected POPE/,
  );
});

test("ScienceQA with and without image", async () => {
  const row = {
    question: "Which?",
    choices: ["solid", "liquid"],
    answer: 1,
    hint: "Water.",
    subject: "natural science",
  };
  parquet("data/test-00000-of-00001.parquet", [
    { ...row, image: { bytes: await picture(7), path: null } },
    { ...row, image: null, hint: "" },
  ]);
  const [seen, unseen] = await all(scienceqa);
  expect(said(seen!)).toMatch(/^#Context: Water\.\nWhich\?\nA\. solid/);
  expect(said(unseen!)).toMatch(/^Which\?/);
  expect(unseen!.category).toBe("natural science, without image");
  expect(await score(scienceqa, seen!, "liquid")).toBe(1);
});

describe("MathVista", () => {
  const problem = {
    question: "How long?",
    image: "images/1.png",
    choices: null,
    unit: "cm",
    precision: 1,
    answer: "3.5",
    question_type: "free_form",
    answer_type: "float",
    metadata: { task: "geometry" },
  };
  test("compares by the answer's type", async () => {
    put("images/1.png", await picture(8));
    put(
      "testmini.json",
      JSON.stringify({
        1: { ...problem, pid: "1" },
        2: {
          ...problem,
          choices: ["145°", "55°"],
          unit: null,
          precision: null,
          answer: "55°",
          question_type: "multi_choice",
          answer_type: "text",
        },
        3: { ...problem, answer: "[1, 2]", answer_type: "list" },
        4: { ...problem, answer: "12", answer_type: "integer", precision: null },
      }),
    );
    const [float, choice, list, integer] = await all(mathvista);
    expect(said(float!)).toBe(
      "#Hint: End with the answer as a number with 1 decimal place, such as 1.3.\nQuestion: How long? (Unit: cm)",
    );
    expect(await score(mathvista, float!, "It is 3.52 cm")).toBe(1);
    expect(await score(mathvista, float!, "3.6")).toBe(0);
    expect(await score(mathvista, choice!, "(B)")).toBe(1);
    expect(await score(mathvista, list!, "so [1,2]")).toBe(1);
    expect(await score(mathvista, integer!, "The answer is 12.0")).toBe(1);
    expect(mathvista.rubric!.read(float!, "3.5")).toMatchObject({ score: 1 });
    expect(mathvista.rubric!.read(choice!, "NONE")).toMatchObject({ score: 0, read: null });
    expect(mathvista.rubric!.read(choice!, "(B) 55°")).toMatchObject({ score: 1, read: "55°" });
    expect(mathvista.rubric!.read(choice!, "56")).toMatchObject({ score: 1, read: "55°" }); // the nearest in spelling
    put("query.json", JSON.stringify({ 1: "Hint: as published.\nQuestion: How long?" }));
    expect(said((await all(mathvista))[0]!)).toBe("#Hint: as published.\nQuestion: How long?");
  });

  test("refuses a wrong problem by its number", async () => {
    put("testmini.json", JSON.stringify({ 5: { ...problem, answer_type: "sound" } }));
    await expect(all(mathvista)).rejects.toThrow(/problem 5: "answer_type".*expected MathVista/);
  });
});

test("MM-Vet's rule is the share of what must be said; a judge's number is read", async () => {
  put("images/v1_0.png", await picture(9));
  const one = {
    imagename: "v1_0.png",
    question: "What is x?",
    answer: "-1 <AND> -5<OR>minus one",
    capability: ["ocr", "math"],
  };
  put("mm-vet.json", JSON.stringify({ v1_0: one }));
  const [sample] = await all(mmVet);
  expect(sample).toMatchObject({ id: "v1_0", category: "math+ocr" });
  expect(await score(mmVet, sample!, "x = -1 or x = -5")).toBe(1);
  expect(await score(mmVet, sample!, "x = -1")).toBe(0.5);
  expect(mmVet.rubric!.read(sample!, "0.7")).toEqual({ score: 0.7, read: "0.7" });
  expect(mmVet.rubric!.read(sample!, "Correctness: 1.0")).toEqual({ score: 1, read: "1.0" });
  const reads = (reply: string) => mmVet.rubric!.read(sample!, reply)?.score;
  expect(["I give it 0.5.", "**0.4** of 1.0", "0.3 - half of it is missing, so no 1.0", "1."].map(reads)).toEqual([
    0.5, 0.4, 0.3, 1,
  ]);
  for (const vague of ["I cannot", "7/10", "100%", "3", "On a scale from 0.0 to 1.0 it is 0.5"])
    expect(mmVet.rubric!.read(sample!, vague)).toBeUndefined();
  put("mm-vet.json", JSON.stringify({ v1_0: { ...one, answer: undefined } }));
  await expect(all(mmVet)).rejects.toThrow(/"v1_0\.answer".*expected MM-Vet/);
});

test("a folder without the task's files is refused with what was expected", async () => {
  for (const task of [mmmu, cmmmu, mmbench, seedbench, ocrbench, pope, mathvista, mmVet, scienceqa]) {
    await expect(all(task)).rejects.toThrow(`${folder} has no file that fits; expected ${task.title} as distributed`);
  }
  await expect(openFiles(join(folder, "nowhere"), "something")).rejects.toThrow("does not exist; expected something");
});
