import { spawnSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findChromium } from "../../../runtime/chromium.ts";
import type { Camera, Shot } from "../../camera/camera.ts";
import { openCamera } from "../../camera/chromium-camera.ts";
import { randomFor } from "../../random.ts";
import { partsOf } from "../../sample.ts";
import type { Draft, PagePicture, Source } from "../../source.ts";
import { randomChart } from "../table-chart/charts/random-chart.ts";
import { vegaLiteSvg } from "../table-chart/charts/render.ts";
import { randomFormat, randomTheme } from "../table-chart/charts/theme.ts";
import { vegaKinds, vegaLiteSpec } from "../table-chart/charts/vega-lite.ts";
import { altairCode } from "./altair.ts";
import { chartToCode, specPage } from "./chart.ts";
import { unfenced } from "./code.ts";
import { drawingPage, drawingToCode } from "./drawing.ts";
import { flowchartToCode } from "./flowchart.ts";
import { formulaToCode } from "./formula.ts";
import { webCodeSources } from "./index.ts";
import { pageOfDocument, pageToCode } from "./page.ts";

const drafts = (source: Source, count: number, maxSide = 384): Draft[] =>
  Array.from({ length: count }, (_, index) =>
    source.draft({ random: randomFor(5, index, source.name), maxSide, split: "train" }),
  );

describe.skipIf(!findChromium())("the code of an answer", () => {
  let camera: Camera;
  beforeAll(async () => {
    camera = await openCamera();
  });
  afterAll(() => camera.close());

  /** Drafts with their shots and the code that they answer with; unfit ones are left out. */
  async function answered(source: Source, count: number) {
    const list = drafts(source, count);
    const shots = await camera.shoot(list.map(({ pictures }) => pictures[0] as PagePicture));
    const found = list.flatMap((draft, i) => {
      const shot = shots[i]!;
      if (shot instanceof Error) throw shot;
      try {
        const parts = partsOf(draft.compose([shot]).content);
        const answer = parts.find((part) => part.type === "text" && part.target) as { text: string };
        return [{ draft, shot, picture: draft.pictures[0] as PagePicture, code: unfenced(answer.text) }];
      } catch {
        return [];
      }
    });
    expect(found.length).toBeGreaterThan(count / 2);
    return found;
  }

  // byte by byte: a matcher would walk half a million numbers
  const same = (a: Shot, b: Shot) => a.width === b.width && Buffer.compare(a.data, b.data) === 0;
  const again = async (picture: PagePicture, html: string): Promise<Shot> => {
    const [shot] = await camera.shoot([{ ...picture, html }]);
    if (shot instanceof Error) throw shot;
    return shot!;
  };

  test("of a page renders back to the picture, pixel by pixel", async () => {
    for (const { picture, shot, code } of await answered(pageToCode, 4)) {
      expect(same(await again(picture, pageOfDocument(code)), shot)).toBe(true);
    }
  });

  test("of a chart is a Vega-Lite specification that draws the picture again", async () => {
    const charts = (await answered(chartToCode, 6)).filter(({ draft }) => draft.template.startsWith("vega-lite"));
    expect(charts.length).toBeGreaterThan(1);
    for (const { picture, shot, code } of charts) {
      expect(same(await again(picture, specPage(JSON.parse(code))), shot)).toBe(true);
    }
  });

  test("of a flowchart is the Mermaid that draws the picture, and every text of it can be seen", async () => {
    for (const { picture, shot, code } of await answered(flowchartToCode, 4)) {
      expect(picture.html).toContain(code.replaceAll(">", "&gt;").replaceAll("<", "&lt;"));
      const seen = shot.marks
        .map(({ text }) => text)
        .join("")
        .replaceAll(/\s/g, "");
      for (const [, label] of code.matchAll(/[[({|]+([A-Za-z][^[\](){}|]*?)[\])}|]+/g)) {
        expect(seen).toContain(label!.replaceAll(/\s/g, ""));
      }
    }
  });

  test("of a drawing is the SVG that is in the picture", async () => {
    for (const { picture, shot, code } of await answered(drawingToCode, 3)) {
      expect(same(await again(picture, drawingPage(code)), shot)).toBe(true);
    }
  });

  test("of a formula is the LaTeX that was set, whole within the picture", async () => {
    for (const { shot, code } of await answered(formulaToCode, 8)) {
      const mark = shot.marks.find(({ kind }) => kind === "formula")!;
      const digits = (text: string) =>
        text
          .replaceAll(/[^0-9]/g, "")
          .split("")
          .sort()
          .join("");
      expect(digits(mark.text)).toBe(digits(code.replaceAll(/\\sqrt\[3\]/g, "3\\sqrt")));
    }
  });
});

test("Altair code states every value, colour and text of its specification", () => {
  const spec = {
    title: { text: "Rain" },
    width: 300,
    height: 200,
    autosize: { type: "fit", contains: "padding" },
    data: {
      values: [
        { city: "Oslo", rain: 12.5 },
        { city: "Lima", rain: 3 },
      ],
    },
    mark: { type: "bar", color: "#123456" },
    encoding: {
      x: { field: "city", type: "nominal", sort: null, title: null, axis: { labelAngle: 0 } },
      y: { field: "rain", type: "quantitative", scale: { domain: [0, 20] }, axis: null },
    },
    config: {
      background: "#ffffff",
      font: "Lato",
      axis: { gridColor: "#dddddd" },
      view: { stroke: null },
      legend: {},
      title: { fontSize: 15 },
    },
  };
  const code = altairCode(spec);
  expect(code).toContain('{"city": "Oslo", "rain": 12.5}');
  expect(code).toContain('.mark_bar(color="#123456")');
  expect(code).toContain('x=alt.X(field="city", type="nominal", sort=None, title=None, axis=alt.Axis(labelAngle=0))');
  expect(code).toContain("scale=alt.Scale(domain=[0, 20])");
  expect(code).toContain("axis=None");
  expect(code).toContain('.configure_axis(gridColor="#dddddd")');
});

describe("Altair code of every kind of chart", () => {
  const codes = vegaKinds.flatMap((kind) =>
    Array.from({ length: 12 }, (_, index) => {
      const random = randomFor(5, index, kind);
      const format = randomFormat({ random, maxSide: 384, split: "train" }, 1.3);
      const chart = randomChart(random, kind, "en", format);
      const labelled = index % 2 === 0 && kind !== "stacked-area" ? { ...chart, reading: "labels" as const } : chart;
      return { kind, code: altairCode(vegaLiteSpec(labelled, randomTheme(random, "en", format), format, random)) };
    }),
  );

  test("has no empty argument", () => {
    for (const { kind, code } of codes) {
      const bare = code.replaceAll(/"(?:[^"\\]|\\.)*"/g, "text").replaceAll(/\s/g, "");
      expect(bare, kind).not.toMatch(/[([{,],|=[,)]/);
    }
  });

  test.skipIf(spawnSync("python3", ["--version"]).status !== 0)("is Python to python3", () => {
    const program = "import ast, json, sys\nfor code in json.load(sys.stdin): ast.parse(code)";
    const input = JSON.stringify(codes.map(({ code }) => code));
    expect(spawnSync("python3", ["-c", program], { input, encoding: "utf8" }).stderr).toBe("");
  });
});

test("the same seed gives the same bytes, and samples of a source differ", () => {
  for (const source of webCodeSources) {
    const pages = drafts(source, 6).map(({ pictures }) => (pictures[0] as PagePicture).html);
    expect(drafts(source, 6).map(({ pictures }) => (pictures[0] as PagePicture).html)).toEqual(pages);
    expect(new Set(pages).size, source.name).toBe(pages.length);
  }
});

test("a specification is drawn alike whatever was drawn before it", () => {
  const spec = JSON.parse(specOf(drafts(chartToCode, 6)));
  const first = vegaLiteSvg(spec);
  drafts(chartToCode, 3);
  expect(vegaLiteSvg(spec)).toBe(first);
});

/** The first Vega-Lite answer among the drafts, composed from a shot in which everything can be seen. */
function specOf(list: readonly Draft[]): string {
  for (const draft of list) {
    if (!draft.template.startsWith("vega-lite")) continue;
    const texts = [...(draft.pictures[0] as PagePicture).html.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(
      ([, text]) => text!,
    );
    const box = { left: 1, top: 1, right: 2, bottom: 2 };
    const mark = {
      kind: "seen",
      text: texts.join(" ").replaceAll("&amp;", "&").replaceAll("&lt;", "<").replaceAll("&gt;", ">"),
      box,
      lines: [],
      words: [],
      characters: [],
    };
    const parts = partsOf(draft.compose([{ width: 10, height: 10, data: new Uint8Array(300), marks: [mark] }]).content);
    return unfenced((parts.find((part) => part.type === "text" && part.target) as { text: string }).text);
  }
  throw new Error("no draft answers with Vega-Lite");
}
