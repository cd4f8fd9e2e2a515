import { expect, test } from "vitest";
import { htmlArticle, htmlText } from "./html-article.ts";
import { licenceName } from "./licence.ts";
import { folderWith, imported, picture, readable } from "./testing/samples.ts";

const sentence =
  "The lighthouse stands on a rock in the sea and was built in the year 1811 by engineers who lived in the town.";
const paragraph = `${sentence} ${sentence}`;

const wikipedia = `<!DOCTYPE html><html class="client-nojs" lang="en" dir="ltr"><head><meta charset="UTF-8"><title>Lighthouse - Wikipedia</title>
<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/deed.en"></head><body>
<nav><ul><li><a href="/">Main page</a></li><li><a href="/random">Random article</a></li></ul></nav>
<h1 id="firstHeading" class="firstHeading">Lighthouse</h1><div id="mw-content-text"><div class="mw-content-ltr mw-parser-output">
<p>${paragraph}<sup id="cite_ref-1" class="reference"><a href="#cite_note-1">[1]</a></sup></p>
<figure class="mw-default-size" typeof="mw:File/Thumb"><a href="/wiki/File:Tower.png" class="mw-file-description"><img alt="" src="./Lighthouse_files/Tower%20a.png" width="220" height="165"></a><figcaption>The tower in <b>1900</b></figcaption></figure>
<div class="mw-heading mw-heading2"><h2 id="History">History</h2><span class="mw-editsection">[<a href="/edit">edit</a>]</span></div>
<p>${paragraph} Its height is <span class="mwe-math-element"><img src="https://wikimedia.org/api/rest_v1/media/math/render/svg/x" class="mwe-math-fallback-image-inline" alt="{\\displaystyle h^{2}}"></span>.</p>
<div class="thumb tright"><div class="thumbinner"><a class="image"><img src="//upload.wikimedia.org/wikipedia/commons/thumb/lamp.jpg" width="220" height="100"></a><div class="thumbcaption">The lamp</div></div></div>
<table class="wikitable"><tbody><tr><th>Year</th><th>Height | m</th></tr><tr><td>1811</td><td>35</td></tr></tbody></table>
<p>${paragraph}</p></div></div><footer><ul><li>Privacy policy</li></ul></footer></body></html>`;

test("a Wikipedia article: figures in their places with captions, headings, formulas, tables; no menus, no reference marks", async () => {
  const folder = await folderWith({
    "Lighthouse.html": wikipedia,
    "Lighthouse_files/Tower a.png": await picture("#c81e28", 120, 90),
    "Lighthouse_files/lamp.jpg": await picture("#2040a0", 80, 40),
  });
  const { samples, rejections } = await imported(htmlArticle, folder);
  expect(rejections).toEqual([]);
  expect(readable(samples[0])).toBe(
    `# Lighthouse\n\n${paragraph}\n\n[0]\nThe tower in 1900\n\n## History\n\n${paragraph} Its height is $h^{2}$.\n\n[1]\nThe lamp\n\n| Year | Height \\| m |\n| --- | --- |\n| 1811 | 35 |\n\n${paragraph}`,
  );
  expect(samples[0]).toMatchObject({
    category: "interleaved",
    language: "en",
    images: [
      { width: 120, height: 90 },
      { width: 80, height: 40 },
    ],
    flags: [],
    lineage: { source: "html-article", licence: "CC-BY-SA-4.0", template: "article" },
  });
  expect(samples[0]!.lineage.origin).toMatch(/\/Lighthouse\.html#0$/);
});

test("a WikiHow article: lazy pictures belong to their steps", async () => {
  const step = (n: number) =>
    `<li id="step-id-0${n}"><div class="mwimg largeimage floatcenter"><a class="image"><div class="content-spacer"><img data-src="images/step${n}.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="460" height="345"><noscript><img src="https://www.wikihow.com/images/step${n}.jpg"></noscript></div></a></div>
     <div class="step_num">${n}</div><div class="step" id="step_0_${n}"><b class="whb">Do the thing number ${n}.</b> ${sentence}</div></li>`;
  const html = `<!DOCTYPE html><html lang="en"><head><title>How to Boil an Egg - wikiHow</title></head><body><div id="header">Log in</div><h1>How to Boil an Egg</h1>
    <div id="bodycontents"><div class="section"><p>${paragraph}</p></div><div class="section steps"><h2>Steps</h2><ol class="steps_list_2">${step(1)}${step(2)}</ol></div></div></body></html>`;
  const folder = await folderWith({
    "egg.html": html,
    "images/step1.jpg": await picture("#ffffff"),
    "images/step2.jpg": await picture("#000000"),
  });
  const { samples } = await imported(htmlArticle, folder);
  const text = readable(samples[0]);
  expect(text).toContain("# How to Boil an Egg");
  expect(text).not.toContain("Log in");
  const order = ["[0]", "Do the thing number 1.", "[1]", "Do the thing number 2."].map((piece) => text.indexOf(piece));
  expect(order.every((at, i) => at > (order[i - 1] ?? -1))).toBe(true);
  expect(samples[0]!.images).toHaveLength(2);
});

test("pictures outside the folder, of other pages, broken or on the network are not taken", async () => {
  const html = (sources: string[]) =>
    `<html><body><article><h1>Title of the page</h1>${sources.map((source) => `<p>${paragraph}</p><img src="${source}" width="300" height="200">`).join("")}</article></body></html>`;
  const folder = await folderWith({
    "secret.png": await picture(),
    "site/a/page.html": html(["../../secret.png", "missing.png", "good.png", "https://example.org/x.png", "bad.png"]),
    "site/a/good.png": await picture(),
    "site/a/bad.png": "no picture",
    "site/b/missing.png": await picture(),
    "site/c/page.html": html(["gone.png"]),
  });
  const { samples, rejections } = await imported(htmlArticle, `${folder}/site`);
  expect(samples.map((sample) => sample.images.length)).toEqual([1]);
  expect(samples[0]!.flags).toEqual(["missing-pictures"]);
  expect(rejections.map(({ item, reason }) => [item, reason])).toEqual([
    ["site/c/page.html#0", "an article has no pictures"],
  ]);
});

test("a long article is cut where sections begin, and every picture stays with its section", async () => {
  const section = (i: number) =>
    `<h2>Section ${i}</h2><p>${paragraph} ${paragraph}</p><figure><img src="${i}.png" width="200" height="100"><figcaption>Figure ${i}</figcaption></figure>`;
  const html = `<html><body><article><h1>A long page</h1>${[1, 2, 3, 4].map(section).join("")}</article></body></html>`;
  const pictures = Object.fromEntries(
    await Promise.all([1, 2, 3, 4].map(async (i) => [`${i}.png`, await picture("#123456", 60 + i, 40)] as const)),
  );
  const { samples } = await imported(htmlArticle, await folderWith({ "x.html": html, ...pictures }), { maxImages: 2 });
  expect(samples.map((sample) => sample.images.map(({ width }) => width - 60))).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(readable(samples[1])).toMatch(/^## Section 3/);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*#/, ""))).toEqual(["0.0", "0.1"]);
});

test("html-text keeps the article's text alone", async () => {
  const { samples } = await imported(htmlText, await folderWith({ "Lighthouse.html": wikipedia }));
  expect(samples[0]).toMatchObject({
    category: "text",
    images: [],
    lineage: { source: "html-text", licence: "CC-BY-SA-4.0" },
  });
  expect(readable(samples[0])).toContain(sentence);
  expect(readable(samples[0])).not.toMatch(/Privacy|Random|edit/);
});

test("a page without an article is refused; an old encoding is read", async () => {
  const latin = Buffer.from(
    `<html><head><meta charset="iso-8859-1"></head><body><article><p>Das schöne Märchen. ${paragraph}</p></article></body></html>`,
    "latin1",
  );
  const { samples, rejections } = await imported(
    htmlText,
    await folderWith({ "a.html": "<html><body></body></html>", "b.html": latin }),
  );
  expect(rejections.map(({ reason }) => reason)).toEqual(["no article was found"]);
  expect(readable(samples[0])).toContain("Das schöne Märchen.");
});

test("a page's encoding is what its mark says, else what it says itself, else UTF-8 or what browsers take it for", async () => {
  const page = (head = "") =>
    `<html><head>${head}</head><body><article><p>Das schöne Märchen. ${paragraph}</p></article></body></html>`;
  const folder = await folderWith({
    "a.html": Buffer.from(`\ufeff${page()}`, "utf16le"),
    "b.html": Buffer.from(`\ufeff${page()}`, "utf16le").swap16(),
    "c.html": Buffer.from(page(), "latin1"),
    "d.html": page('<meta charset="utf-16">'),
    "e.html": `\ufeff${page('<meta charset="iso-8859-1">')}`,
    "f.html": Buffer.concat([Buffer.from(page()), Buffer.from([0xe4])]), // one byte is damaged
  });
  const { samples } = await imported(htmlText, folder);
  expect(samples.map((sample) => readable(sample).includes("Das schöne Märchen."))).toEqual(Array(6).fill(true));
});

test("pages that are nested as none is are set aside at once, however small", async () => {
  const nested = (depth: number, times = 1) =>
    `<html><body>${`${"<div>".repeat(depth)}<p>${paragraph}</p>${"</div>".repeat(depth)}`.repeat(times)}</body></html>`;
  const folder = await folderWith({
    "a.html": nested(3000),
    "b.html": nested(60_000),
    "c.html": nested(400, 150), // nowhere too deep, but 12 million depths
    "d.html": nested(100),
    "e.html": `<html><body><article>${`<p>${paragraph}`.repeat(600)}</article></body></html>`, // ends that HTML implies
  });
  const { samples, rejections } = await imported(htmlText, folder);
  expect(rejections.map(({ item, reason, detail }) => [item.split("/").at(-1), reason, detail])).toEqual([
    ["a.html", "a page is nested too deeply", "more than 512 elements deep"],
    ["b.html", "a page is nested too deeply", "more than 512 elements deep"],
    ["c.html", "a page is nested too deeply", "the depths of its elements are more than 10000000 in all"],
  ]);
  expect(new Set(samples.map(({ lineage }) => lineage.origin!.replace(/^.*\/|#.*/g, "")))).toEqual(
    new Set(["d.html", "e.html"]),
  );
});

test.each([
  ['<meta name="license" content="https://creativecommons.org/licenses/by/4.0/">', "CC-BY-4.0"],
  ['<meta name="DCTERMS.license" content="MIT">', "MIT"],
  ['<meta property="dcterms:license" content="https://creativecommons.org/publicdomain/zero/1.0/">', "CC0-1.0"],
  [
    '<meta name="license" content="MIT"><link rel="license" href="https://creativecommons.org/licenses/by/2.0/">',
    "CC-BY-2.0",
  ],
  ['<meta name="license" content=" "><meta name="author" content="MIT">', "unknown"],
])("a page's licence: %s", async (head, licence) => {
  const page = `<html><head>${head}</head><body><article><p>${paragraph} ${paragraph}</p></article></body></html>`;
  const { samples } = await imported(htmlText, await folderWith({ "a.html": page }));
  expect(samples[0]!.lineage.licence).toBe(licence);
});

test("addresses of licences become SPDX identifiers", () => {
  expect(licenceName("http://creativecommons.org/licenses/by-nc-sa/2.0/")).toBe("CC-BY-NC-SA-2.0");
  expect(licenceName("https://creativecommons.org/publicdomain/zero/1.0/")).toBe("CC0-1.0");
  expect(licenceName("https://creativecommons.org/publicdomain/mark/1.0/")).toBe("CC-PDM-1.0");
  expect(licenceName("All rights\n reserved")).toBe("All rights reserved");
});
