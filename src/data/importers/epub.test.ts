import { expect, test } from "vitest";
import { epub } from "./epub.ts";
import { folderWith, imported, picture, readable } from "./testing/samples.ts";
import { type ZipEntry, zip } from "./testing/zip.ts";

const container: ZipEntry = {
  name: "META-INF/container.xml",
  content: `<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
    <rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/></rootfiles></container>`,
};
const opf: ZipEntry = {
  name: "OEBPS/content.opf",
  content: `<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
    <dc:title>Physics</dc:title><dc:language>en-US</dc:language><dc:rights>https://creativecommons.org/licenses/by-nc/4.0/</dc:rights></metadata>
    <manifest><item id="c2" href="text/two%20b.xhtml" media-type="application/xhtml+xml"/><item id="c1" href="text/one.xhtml" media-type="application/xhtml+xml"/>
    <item id="i" href="images/lever.png" media-type="image/png"/></manifest>
    <spine><itemref idref="c1"/><itemref idref="c2"/></spine></package>`,
};
const chapter = (body: string) =>
  `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body>${body}</body></html>`;
const one: ZipEntry = {
  name: "OEBPS/text/one.xhtml",
  content: chapter(
    `<h1>The lever</h1><p>A lever&nbsp;is a <a id="a1"/>bar.<br/>It turns.</p><figure><img src="../images/lever.png" alt=""/><figcaption>Fig. 1 A lever</figcaption></figure><p>After <i>it</i>.</p><img src="../images/missing.png"/><img src="../../../outside.png"/>`,
  ),
};
const two: ZipEntry = {
  name: "OEBPS/text/two b.xhtml",
  content: chapter("<h2>The wheel</h2><ol><li>Round</li><li>Turns</li></ol>"),
};

async function book(...more: ZipEntry[]): Promise<Buffer> {
  const image = { name: "OEBPS/images/lever.png", content: await picture() };
  return zip([{ name: "mimetype", content: "application/epub+zip" }, container, opf, one, two, image, ...more]);
}

test("chapters in the order of the spine, figures in their places, language and licence of the package", async () => {
  const { samples, rejections } = await imported(epub, await folderWith({ "book.epub": await book() }));
  expect(rejections).toEqual([]);
  expect(samples.map(readable)).toEqual([
    "# The lever\n\nA lever is a bar. It turns.\n\n[0]\nFig. 1 A lever\n\nAfter it.",
    "## The wheel\n\n1. Round\n2. Turns",
  ]);
  expect(samples[0]).toMatchObject({
    category: "interleaved",
    language: "en",
    flags: ["missing-pictures"],
    images: [{ format: "png", width: 64, height: 48 }],
    lineage: { source: "epub", licence: "CC-BY-NC-4.0", template: "chapter" },
  });
  expect(samples[0]!.lineage.origin).toMatch(/\/book\.epub#OEBPS\/text\/one\.xhtml$/);
  expect(samples[1]!.category).toBe("text");
});

test("bombs, liars, thieves and locked books cost one rejection each, and the other books are read", async () => {
  const zeros = Buffer.alloc(8 * 2 ** 20);
  const encryption = {
    name: "META-INF/encryption.xml",
    content: `<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData><enc:CipherReference URI="OEBPS/text/one.xhtml"/></enc:CipherData></enc:EncryptedData></encryption>`,
  };
  const liar = zip([
    container,
    opf,
    { ...one, content: one.content + " ".repeat(3 * 2 ** 20), claimedBytes: 500 },
    two,
  ]);
  const folder = await folderWith({
    "bomb.epub": await book({ name: "OEBPS/images/bomb.png", content: zeros }),
    "escape.epub": await book({ name: "../../evil.png", content: "x" }),
    "good.epub": await book(),
    "half.epub": (await book()).subarray(0, 700),
    "liar.epub": liar,
    "locked.epub": await book(encryption),
    "noise.epub": "no zip at all",
  });
  const { samples, rejections } = await imported(epub, folder);
  expect(rejections.map(({ item, reason }) => [item.replace(/^[^/]*\//, ""), reason])).toEqual([
    ["bomb.epub", "an archive is a bomb"],
    ["escape.epub", "an archive is corrupt"],
    ["half.epub", "an archive is corrupt"],
    ["liar.epub#OEBPS/text/one.xhtml", "an archive is corrupt"],
    ["locked.epub", "a book is protected"],
    ["noise.epub", "an archive is corrupt"],
  ]);
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/^[^/]*\//, ""))).toEqual([
    "good.epub#OEBPS/text/one.xhtml",
    "good.epub#OEBPS/text/two b.xhtml",
    "liar.epub#OEBPS/text/two b.xhtml",
  ]);
});

test("a chapter of tags that never end costs no more time than its length", async () => {
  const endless = ["<?".repeat(300_000), `<${"a".repeat(600_000)}`, `<a ${"b".repeat(600_000)}`];
  const books = await Promise.all(endless.map((content) => book({ name: one.name, content })));
  const folder = await folderWith(Object.fromEntries(books.map((bytes, i) => [`${i}.epub`, bytes])));
  const { samples } = await imported(epub, folder);
  expect(samples.filter(({ lineage }) => lineage.origin!.endsWith("two b.xhtml"))).toHaveLength(3);
});

test("a chapter that the spine names again and again is read once", async () => {
  const spine = opf.content.toString().replace('<itemref idref="c1"/>', '<itemref idref="c1"/>'.repeat(1000));
  const { samples } = await imported(epub, await folderWith({ "a.epub": await book({ ...opf, content: spine }) }));
  expect(samples.map(({ lineage }) => lineage.origin!.replace(/.*\//, ""))).toEqual(["one.xhtml", "two b.xhtml"]);
});
