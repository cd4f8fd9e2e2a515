import { expect, test } from "vitest";
import { isLeaf } from "../../../taxonomy.ts";
import { vegaLiteSvg } from "../../table-chart/charts/render.ts";
import { samplesOf, textsOf } from "../recognition/testing.ts";
import { chartToCode, drawingToSvg, flowchartToCode, formulaToCode } from "./code.ts";
import { conversionSources } from "./index.ts";
import { textInterpretation, textSummary } from "./text.ts";
import { uiToCode } from "./widgets.ts";

const bare = (answer: string) => answer.replace(/^```\w+\n/, "").replace(/\n```$/, "");
const codeOf = (pairs: readonly (readonly [string, string])[], question: RegExp) =>
  bare(pairs.find(([one]) => question.test(one))![1]);

test("every source gives clean exchanges under its own leaf", () => {
  for (const source of conversionSources) {
    const samples = samplesOf(source, 10, 240);
    expect(samples.length, source.name).toBeGreaterThan(7);
    for (const { draft, pairs } of samples) {
      expect(isLeaf(draft.leaf!), draft.leaf).toBe(true);
      expect(source.leaves).toContain(draft.leaf);
      for (const text of pairs.flat()) expect(text, source.name).not.toMatch(/undefined|NaN|\[object|^$/);
    }
    expect(
      new Set(samples.map(({ pairs, html, regions }) => JSON.stringify([pairs, html, regions]))).size,
      source.name,
    ).toBeGreaterThan(7);
  }
});

test("HTML and SVG in answers are what the picture was shot from", () => {
  for (const { pairs, html } of samplesOf(uiToCode, 12)) expect(html).toContain(codeOf(pairs, /HTML/));
  for (const { pairs, html } of samplesOf(drawingToSvg, 12)) expect(html).toContain(codeOf(pairs, /SVG/));
});

test("a Vega-Lite answer draws the chart again", () => {
  for (const { pairs, html } of samplesOf(chartToCode, 4)) {
    const again = vegaLiteSvg(JSON.parse(codeOf(pairs, /Vega-Lite/)));
    expect(html).toContain(again);
  }
});

test("Mermaid answers hold the labels of the drawing, LaTeX answers the formula's own source", () => {
  for (const asked of samplesOf(flowchartToCode, 12)) {
    const code = codeOf(asked.pairs, /Mermaid/);
    for (const name of [...asked.names("step"), ...asked.names("decision")]) expect(code).toContain(name);
  }
  for (const { pairs, regions } of samplesOf(formulaToCode, 12))
    expect(bare(pairs[0]![1]).replaceAll("$$", "")).toBe(regions[0]!.text);
});

test("summaries and quotations stand in the picture", () => {
  for (const { pairs, html } of samplesOf(textSummary, 8)) expect(textsOf(html).join(" ")).toContain(pairs[0]![1]);
  for (const { pairs, html } of samplesOf(textInterpretation, 20)) {
    for (const [question, answer] of pairs)
      if (/word for word|Quote/.test(question)) expect(answer).toBe(`"${textsOf(html).join(" ")}"`);
  }
});
