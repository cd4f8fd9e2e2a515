import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { codeLines, notebook } from "./notebook.ts";
import { folderWith, imported, picture, readable, targets } from "./testing/samples.ts";
import { webSight } from "./websight.ts";

const plot = [
  "import matplotlib.pyplot as plt\n",
  "x = [1, 2, 3]\n",
  "y = [4, 5, 6]\n",
  "plt.plot(x, y)\n",
  "plt.show()",
];
const code = (source: string | string[], outputs: unknown[]) => ({
  cell_type: "code",
  execution_count: 1,
  metadata: {},
  outputs,
  source,
});
const image = (png: string) => ({
  data: { "image/png": png, "text/plain": ["<Figure size 432x288>"] },
  metadata: {},
  output_type: "display_data",
});
const document = (cells: unknown[]) => ({
  cells,
  metadata: {
    kernelspec: { display_name: "Python 3", language: "python", name: "python3" },
    language_info: { name: "python" },
  },
  nbformat: 4,
  nbformat_minor: 5,
});

test("the paper's filter: exactly one picture, at least five lines of code", async () => {
  const png = `${(await picture()).toString("base64")}\n`;
  const cells = [
    { cell_type: "markdown", metadata: {}, source: ["# Title"] },
    code(plot, [{ output_type: "stream", name: "stdout", text: ["hello\n"] }, image(png)]),
    code(plot, [image(png), image(png)]),
    code(plot.slice(1), [image(png)]),
    code(["# a comment\n", "\n", ...plot.slice(1)], [image(png)]),
    code(plot, []),
    code(plot.join(""), [image("bm90IGEgcGljdHVyZQ==")]),
    code(plot, [{ data: { "image/png": png, "image/svg+xml": "<svg/>" }, output_type: "display_data" }]),
    { source: 3 },
  ];
  const { samples, rejections } = await imported(
    notebook,
    await folderWith({ "a.ipynb": JSON.stringify(document(cells)) }),
  );
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*#/, ""))).toEqual(["cell-1", "cell-7"]);
  expect(targets(samples[0])).toBe(`\`\`\`python\n${plot.join("")}\n\`\`\``);
  expect(samples[0]).toMatchObject({
    category: "web-code",
    flags: ["code-python"],
    images: [{ width: 64, height: 48 }],
    lineage: { template: "plot" },
  });
  expect(rejections.map(({ item, reason }) => [item.replace(/.*#/, ""), reason])).toEqual([
    ["cell-2", "a cell has several pictures"],
    ["cell-3", "a cell has too few lines of code"],
    ["cell-4", "a cell has too few lines of code"],
    ["cell-6", "a picture has an unknown format"],
    ["cell-8", "a cell is malformed"],
  ]);
});

test("notebooks of format 3 are read; what is no notebook is refused", async () => {
  const old = {
    metadata: { name: "old" },
    nbformat: 3,
    worksheets: [
      {
        cells: [
          {
            cell_type: "code",
            input: plot,
            language: "python",
            outputs: [{ output_type: "display_data", png: (await picture()).toString("base64") }],
          },
        ],
      },
    ],
  };
  const folder = await folderWith({ "a.ipynb": JSON.stringify(old), "b.ipynb": "{", "c.ipynb": "{}" });
  const { samples, rejections } = await imported(notebook, folder);
  expect(targets(samples[0])).toContain("plt.plot(x, y)");
  expect(rejections.map(({ reason }) => reason)).toEqual(["the JSON is malformed", "the file is no notebook"]);
});

test("a notebook's language is its own, its kernel's or its cell's, and odd metadata cost no cell", async () => {
  const png = (await picture()).toString("base64");
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="48"><rect width="30" height="20"/></svg>';
  const notebookOf = (metadata: unknown, more: object = {}) =>
    JSON.stringify({
      metadata,
      nbformat: 4,
      cells: [
        { cell_type: "code", source: plot, outputs: null },
        { cell_type: "code", source: plot, outputs: [{ data: { "image/png": png } }], ...more },
      ],
    });
  const folder = await folderWith({
    "a.ipynb": notebookOf({ kernelspec: { name: "ir", display_name: "R" } }),
    "b.ipynb": notebookOf({ kernelspec: { name: "conda-env-py310" }, license: null }),
    "c.ipynb": notebookOf({ kernelspec: null, language_info: { version: "3" }, license: { full_name: "MIT" } }),
    "d.ipynb": notebookOf({ name: "" }, { language: "julia" }),
    "e.ipynb": notebookOf(null, { outputs: [{ output_type: "display_data", svg: [drawing] }] }),
  });
  const { samples, rejections } = await imported(notebook, folder);
  expect(rejections).toEqual([]);
  expect(samples.map((sample) => /```(\w+)/.exec(targets(sample)!)![1])).toEqual([
    ...["r", "python", "python", "julia", "python"],
  ]);
  expect(readable(samples[0])).not.toContain("Python");
});

test("comments and empty lines are no lines of code", () => {
  expect(codeLines("a = 1\n\n# b\n  # c\nprint(a)  # d\n")).toBe(2);
});

test("WebSight: the answer is the page's HTML", async () => {
  const html = "<html>\n<style>body { color: red }</style>\n<body><h1>Shop</h1></body>\n</html>";
  const bytes = new Uint8Array(await picture("#eeeeee", 128, 72));
  const buffer = parquetWriteBuffer({
    schema: [
      { name: "root", num_children: 2 },
      { name: "image", num_children: 2, repetition_type: "OPTIONAL" },
      { name: "bytes", type: "BYTE_ARRAY", repetition_type: "OPTIONAL" },
      { name: "path", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
      { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    ],
    columnData: [
      {
        name: "image",
        data: [
          { bytes, path: null },
          { bytes, path: null },
        ],
      },
      { name: "text", data: [html, "no markup"] },
    ],
  });
  const { samples, rejections } = await imported(
    webSight,
    await folderWith({ "train-0.parquet": Buffer.from(buffer) }),
  );
  expect(targets(samples[0])).toBe(`\`\`\`html\n${html}\n\`\`\``);
  expect(readable(samples[0])).toMatch(/^\[0\]\S/);
  expect(samples[0]).toMatchObject({
    category: "web-code",
    images: [{ width: 128, height: 72 }],
    lineage: { source: "websight" },
  });
  expect(rejections.map(({ reason }) => reason)).toEqual(["the record has no HTML"]);
});
