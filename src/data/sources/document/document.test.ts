import { marked } from "marked";
import { describe, expect, test } from "vitest";
import type { Shot } from "../../camera/camera.ts";
import { randomFor } from "../../random.ts";
import { partsOf } from "../../sample.ts";
import { Unfit } from "../../source.ts";
import { fitted } from "./fit.ts";
import { documentSources } from "./index.ts";
import { invoicePage } from "./layouts/bills.ts";
import { formPage, handwrittenPage, letterPage } from "./layouts/letters.ts";
import { articlePage, bookPage, newspaperPage, paperPage } from "./layouts/prose.ts";
import { examPage, textbookPage } from "./layouts/teaching.ts";
import { inlinePlain } from "./plain.ts";
import { article } from "./prose/article.ts";
import { paper, pictureOf, type Sheet, typography } from "./sheet.ts";
import { composePage, type TaskName } from "./tasks.ts";
import { hasBrowser, sharedCamera } from "./testing/shoot.ts";
import { blocksOf, hasMath, heading, paragraph } from "./tree.ts";
import { type SeenBlock, squeezed, visibleBlocks } from "./visible.ts";

const shoot = sharedCamera();
const answerOf = (sheet: Sheet, task: TaskName, shot: Shot) => {
  const { content } = composePage(randomFor(3, 0, "test"), sheet, task, shot);
  return partsOf(content)
    .flatMap((part) => (part.type === "text" && part.target ? [part.text] : []))
    .join("\n");
};

/** What a Markdown reader shows, spaces left out. */
function shownBy(markdown: string): string {
  const html = marked.parse(markdown.replaceAll(/\[\^(\d+)\]:? ?/g, "$1"), { async: false });
  const captions = html.replaceAll(/<img[^>]*alt="([^"]*)"[^>]*>/g, "$1");
  return squeezed(
    captions
      .replaceAll(/<[^>]*>/g, "")
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&"),
  );
}

describe.skipIf(!hasBrowser)("pages", () => {
  test("a Markdown reader shows the same characters as the page", { timeout: 240_000 }, async () => {
    const layouts = [articlePage, bookPage, newspaperPage, letterPage, invoicePage, formPage, handwrittenPage];
    const sheets = layouts.flatMap((layout) => [1, 2, 3].map((index) => layout(randomFor(11, index, "markdown"), 384)));
    const shots = await shoot(sheets.map(pictureOf));
    let compared = 0;
    for (const [i, sheet] of sheets.entries()) {
      const page = shots[i]!.marks.find(({ kind }) => kind === "page")!;
      let markdown: string;
      try {
        markdown = answerOf(sheet, "markdown-all", shots[i]!);
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
        continue;
      }
      expect(shownBy(markdown), sheet.template).toBe(squeezed(page.text));
      compared++;
    }
    expect(compared).toBeGreaterThan(sheets.length / 2);
  });

  test("columns of large pages are filled alike", { timeout: 120_000 }, async () => {
    const sheets = [paperPage, newspaperPage].flatMap((layout) =>
      Array.from({ length: 6 }, (_, index) => {
        const random = randomFor(17, index, "filled");
        return fitted(random, layout(random, 1024));
      }).filter(({ columns = 1 }) => columns === 2),
    );
    expect(sheets.length).toBeGreaterThan(4);
    const shots = await shoot(sheets.map(pictureOf));
    for (const [i, { marks, width, height }] of shots.entries()) {
      const lines = marks.filter(({ name }) => name?.startsWith("body.")).flatMap((mark) => mark.lines);
      const lowest = (left: boolean) =>
        Math.max(0, ...lines.filter(({ box }) => box.left < width / 2 === left).map(({ box }) => box.bottom));
      expect(lowest(false) / lowest(true), sheets[i]!.template).toBeGreaterThan(0.7);
      expect(lowest(true) / height, sheets[i]!.template).toBeGreaterThan(0.55);
    }
  });

  test("what goes on to the next page is not in the answer", { timeout: 120_000 }, async () => {
    const random = randomFor(5, 0, "cut");
    const size = { ...paper(random, 384, "portrait"), width: 280, height: 360, scale: 1, em: 12 };
    const words = Array.from({ length: 600 }, (_, i) => `w${i}`);
    const sheet: Sheet = {
      template: "cut",
      language: "en",
      size,
      look: typography(random, { language: "en" }),
      tree: {
        header: [],
        title: [heading(1, "Count")],
        body: [paragraph(words.join(" "))],
        notes: [],
        footer: [paragraph("end")],
      },
    };
    const [shot] = await shoot([pictureOf(sheet)]);
    const blocks = visibleBlocks(sheet.tree, shot!);
    const body = blocks.find(({ area }) => area === "body")!;
    const shown = answerOf(sheet, "text", shot!).split("\n\n")[1]!.split(" ");
    expect(body.cut).toBe(true);
    expect(shown).toEqual(words.slice(0, shown.length));
    expect(shown.length).toBeGreaterThan(60);
    expect(shown.length).toBeLessThan(500);
    const lastLine = body.mark.lines[body.mark.lines.length - 1]!;
    expect(lastLine.text.split(" ").pop()).toBe(shown[shown.length - 1]);
    expect(lastLine.box.bottom).toBeLessThanOrEqual(shot!.height);
  });

  test("formulas are in the answer as LaTeX and in the picture as KaTeX", { timeout: 120_000 }, async () => {
    const sheets = [examPage, textbookPage, textbookPage].map((layout, i) => layout(randomFor(21, i, "formula"), 640));
    const shots = await shoot(sheets.map(pictureOf));
    const answers = sheets.flatMap((sheet, i) => {
      try {
        return [answerOf(sheet, "markdown", shots[i]!)];
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
        return [];
      }
    });
    expect(answers.length).toBeGreaterThan(0);
    for (const answer of answers) expect(answer).toMatch(/\$[^$]+\$/);
  });

  test("a region reaches around all of its block's fractions, limits and matrices", { timeout: 120_000 }, async () => {
    const sheets = [examPage, textbookPage, paperPage].flatMap((layout) =>
      [0, 1, 2].map((i) => layout(randomFor(35, i, "reach"), 512)),
    );
    const shots = await shoot(sheets.map(pictureOf));
    let tall = 0;
    for (const [i, sheet] of sheets.entries()) {
      const seen = seenOf(sheet, shots[i]!);
      if (!seen) continue;
      const { regions } = composePage(randomFor(1, i, "text"), sheet, "text", shots[i]!);
      for (const [n, { block, mark }] of seen.entries()) {
        if (block.type !== "formula" && !(block.type === "paragraph" && hasMath(block))) continue;
        const [left, top, right, bottom] = regions![n]!.box!;
        for (const { box } of mark.lines) {
          const where = `${sheet.template}: ${regions![n]!.text}`;
          expect(box.left, where).toBeGreaterThanOrEqual(left - 1);
          expect(box.right, where).toBeLessThanOrEqual(right + 1);
          // lines of letters are taller than their ink
          expect((box.top + box.bottom) / 2, where).toBeGreaterThan(top);
          expect((box.top + box.bottom) / 2, where).toBeLessThan(bottom);
        }
        if (mark.lines.length > 2) tall++;
      }
    }
    expect(tall).toBeGreaterThan(5);
  });

  test("regions lie on ink, and a question's box follows when the picture is scaled", {
    timeout: 120_000,
  }, async () => {
    const sheets = [0, 1, 2].map((i) => articlePage(randomFor(31, i, "boxes"), 384));
    const shots = await shoot(sheets.map(pictureOf));
    for (const [i, sheet] of sheets.entries()) {
      const shot = shots[i]!;
      const { regions, content, rewrite } = composePage(randomFor(1, i, "box"), sheet, "box", shot);
      for (const { box, kind } of regions!)
        expect(contrast(shot, box!), `${sheet.template} ${kind}`).toBeGreaterThan(60);
      const moved = regions!.map((region) => ({
        ...region,
        box: region.box!.map((value, n) => value / 2 + (n % 2 === 0 ? 40 : 0)) as [number, number, number, number],
      }));
      const again = rewrite!(moved, [{ width: shot.width, height: shot.height }]);
      expect(JSON.stringify(again)).not.toBe(JSON.stringify(content));
      const [asked] = regions!;
      const left = Math.floor(((asked!.box![0] / 2 + 40) / shot.width) * 1000);
      expect(JSON.stringify(again)).toContain(`[${left}, `);
    }
  });

  test("what is asked of bills and forms can be read on them", { timeout: 120_000 }, async () => {
    const sheets = [invoicePage, formPage, letterPage].flatMap((layout) =>
      [0, 1].map((i) => layout(randomFor(41, i, "fields"), 512)),
    );
    const shots = await shoot(sheets.map(pictureOf));
    for (const [i, sheet] of sheets.entries()) {
      const page = squeezed(shots[i]!.marks.find(({ kind }) => kind === "page")!.text);
      try {
        for (const value of answerOf(sheet, "field", shots[i]!).split("\n")) expect(page).toContain(squeezed(value));
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
      }
    }
  });
});

/** The visible blocks of a page, undefined where the page is unfit. */
function seenOf(sheet: Sheet, shot: Shot): SeenBlock[] | undefined {
  try {
    composePage(randomFor(1, 0, "text"), sheet, "text", shot);
    return visibleBlocks(sheet.tree, shot);
  } catch (error) {
    expect(error).toBeInstanceOf(Unfit);
    return undefined;
  }
}

/** Darkest to lightest grey inside a box. */
function contrast(
  { data, width }: Shot,
  [left, top, right, bottom]: readonly [number, number, number, number],
): number {
  let [low, high] = [255, 0];
  for (let y = Math.floor(top); y < Math.floor(bottom); y++) {
    for (let x = Math.floor(left); x < Math.floor(right); x++) {
      const grey = data[(y * width + x) * 3 + 1]!;
      low = Math.min(low, grey);
      high = Math.max(high, grey);
    }
  }
  return high - low;
}

test("a draft is the same for the same random numbers and another for others", () => {
  for (const source of documentSources) {
    const html = (index: number) => {
      const { pictures, template } = source.draft({
        random: randomFor(7, index, source.name),
        maxSide: 384,
        split: "train",
      });
      return template + pictures.map((one) => (one.kind === "page" ? one.html : "")).join("");
    };
    expect(html(1), source.name).toBe(html(1));
    expect(html(1), source.name).not.toBe(html(2));
  }
});

test("pages are never larger than asked for", () => {
  for (const source of documentSources) {
    for (const maxSide of [384, 1024]) {
      const [picture] = source.draft({ random: randomFor(8, maxSide, source.name), maxSide, split: "train" }).pictures;
      if (picture?.kind !== "page") throw new Error("a document is a page");
      expect(Math.max(picture.width, picture.height) * (picture.scale ?? 1)).toBeLessThanOrEqual(maxSide);
    }
  }
});

test("choices of an exercise differ", () => {
  let groups = 0;
  for (let index = 0; index < 60; index++) {
    const { tree } = examPage(randomFor(12, index, "choices"), 512);
    const choices: string[][] = [];
    for (const block of blocksOf(tree.body)) {
      if (block.type !== "paragraph") continue;
      if (block.look === "ask") choices.push([]);
      else choices[choices.length - 1]!.push(inlinePlain(block.inlines).slice(3));
    }
    for (const group of choices.filter(({ length }) => length > 0)) {
      expect(new Set(group).size, group.join(", ")).toBe(group.length);
      groups++;
    }
  }
  expect(groups).toBeGreaterThan(40);
});

test("the sums of invoices add up", () => {
  for (let index = 0; index < 20; index++) {
    const { fields } = invoicePage(randomFor(9, index, "sums"), 512);
    const cents = (key: string) => Number(fields!.find((one) => one.key === key)!.value.replaceAll(/\D/g, ""));
    expect(cents("subtotal") + cents("tax")).toBe(cents("total"));
  }
});

test("texts answer their own questions", () => {
  for (const language of ["en", "de", "fr", "es", "zh"] as const) {
    for (let index = 0; index < 30; index++) {
      const { sections, questions, title } = article(randomFor(10, index, language), language);
      const all = sections.flatMap(({ paragraphs }) => paragraphs).join("\n");
      expect(title + all).not.toMatch(/[{}[\]|]/);
      for (const { sentence } of questions) expect(all).toContain(sentence);
    }
  }
});
