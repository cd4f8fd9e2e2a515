import { expect, test } from "vitest";
import type { Shot } from "../../camera/camera.ts";
import { randomFor } from "../../random.ts";
import { conversationOf, partsOf, target } from "../../sample.ts";
import { Unfit } from "../../source.ts";
import { hasBrowser, sharedCamera } from "../document/testing/shoot.ts";
import { statementsOf, tableFigure } from "./figure.ts";
import { howTo } from "./how-to.ts";
import { interleavedSources } from "./index.ts";
import { bookPages } from "./pages.ts";
import { wikiArticle } from "./wiki.ts";

const shoot = sharedCamera();
const blank: Shot = { width: 10, height: 10, data: new Uint8Array(300), marks: [] };

test("instructions name every picture once, in order, and each picture adds to the one before", () => {
  for (let index = 0; index < 15; index++) {
    const draft = howTo.draft({ random: randomFor(1, index, "how-to"), maxSide: 384, split: "train" });
    const { content } = draft.compose(draft.pictures.map(() => blank));
    expect(content.kind).toBe("document");
    const images = partsOf(content).flatMap((part) => (part.type === "image" ? [part.image] : []));
    expect(images).toEqual(draft.pictures.map((_, i) => i));
    const drawn = draft.pictures.map((one) => (one.kind === "page" ? one.html.replace(/<\/g><\/svg>$/, "") : ""));
    for (let i = 1; i < drawn.length; i++) {
      expect(drawn[i]!.startsWith(drawn[i - 1]!)).toBe(true);
      expect(drawn[i]!.length).toBeGreaterThan(drawn[i - 1]!.length);
    }
  }
});

test("numbers that an encyclopedia article names for its chart are drawn in it", () => {
  let named = 0;
  for (let index = 0; index < 30; index++) {
    const draft = wikiArticle.draft({ random: randomFor(2, index, "wiki"), maxSide: 384, split: "train" });
    const [picture] = draft.pictures;
    const text = partsOf(draft.compose([blank]).content)
      .flatMap((part) => (part.type === "text" ? [part.text] : []))
      .join("");
    const claim = /largest value in figure 1 is ([\d,]+) \((\w+)\), the smallest ([\d,]+)/.exec(text);
    if (!claim || picture?.kind !== "page") continue;
    named++;
    const values = [...picture.html.matchAll(/(?:&nbsp;|<span>)([\d,]+)<\/(?:span)/g)].map(([, value]) =>
      Number(value!.replaceAll(",", "")),
    );
    const [largest, smallest] = [claim[1]!, claim[3]!].map((value) => Number(value.replaceAll(",", "")));
    expect(values).toContain(largest);
    expect(values).toContain(smallest);
  }
  expect(named).toBeGreaterThan(3);
});

test("bars are as long as their numbers say", () => {
  const table = {
    caption: "Levels",
    head: ["a", "b"],
    rows: [
      ["x", "50"],
      ["y", "200"],
    ],
  };
  for (let index = 0; index < 6; index++) {
    const { picture } = tableFigure(randomFor(3, index, "bars"), 384, table)!;
    if (picture.kind !== "page") throw new Error("a chart is a page");
    const [short, long] = [...picture.html.matchAll(/class="fill" style="(?:width|height):([\d.]+)/g)].map(
      ([, length]) => Number(length),
    );
    expect(short! / long!).toBeCloseTo(0.25, 2);
  }
});

test("statements of figures leave out places, code and other languages", () => {
  expect(statementsOf({ content: { kind: "document", parts: [target("Two red circles.")] } }).text).toBe(
    "Two red circles.",
  );
  expect(statementsOf({ content: conversationOf([["How many?", "Two."]]) }).exercises).toEqual([["How many?", "Two."]]);
  expect(statementsOf({ content: conversationOf([["Where?", "[1, 2, 3, 4]"]]) }).exercises).toEqual([]);
  const content = conversationOf([["How many?", "Two."]]);
  expect(statementsOf({ content, rewrite: () => content }).exercises).toEqual([]);
  expect(statementsOf({ content, language: "zh" }).exercises).toEqual([]);
});

test.skipIf(!hasBrowser)(
  "books' pages are fit for their questions, those about figures too",
  {
    timeout: 120_000,
  },
  async () => {
    let about = 0;
    for (let index = 0; index < 40; index++) {
      const { template, pictures, compose } = bookPages.draft({
        random: randomFor(5, index, "book-pages"),
        maxSide: 384,
        split: "train",
      });
      const { content } = compose(await shoot(pictures));
      const text = partsOf(content).flatMap((part) => (part.type === "text" ? [part.text] : []));
      if (template.endsWith(":figure") && /figure \d/.test(text.join(" "))) about++;
    }
    expect(about).toBeGreaterThan(2);
  },
);

test("a draft is the same for the same random numbers", () => {
  for (const source of interleavedSources) {
    const html = (index: number) => {
      try {
        const { pictures } = source.draft({ random: randomFor(7, index, source.name), maxSide: 384, split: "train" });
        return pictures.map((one) => (one.kind === "page" ? one.html : "drawn")).join("");
      } catch (error) {
        expect(error).toBeInstanceOf(Unfit);
        return "unfit";
      }
    };
    expect(html(1), source.name).toBe(html(1));
  }
});
