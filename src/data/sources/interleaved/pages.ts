/**
 * Books as pictures of their pages, figures on them: consecutive pages with their Markdown after each, or with a question
 * about which page says what.
 */
import { type Random, randomFor } from "../../random.ts";
import { conversationOf, imagePart, type Part, target } from "../../sample.ts";
import { type Draft, type Source, Unfit } from "../../source.ts";
import { fitted, heightOf } from "../document/fit.ts";
import { figure } from "../document/layouts/figures.ts";
import { markdownOf } from "../document/markdown.ts";
import { blockPlain } from "../document/plain.ts";
import { article } from "../document/prose/article.ts";
import { languageOfPage, type PaperSize, paper, pictureOf, type Sheet, typography } from "../document/sheet.ts";
import { type Block, blocksOf, heading, paragraph, text } from "../document/tree.ts";
import { type SeenBlock, visibleBlocks } from "../document/visible.ts";

export const bookPages: Source = {
  name: "book-pages",
  category: "interleaved",
  version: 4,
  description: "Consecutive pages of a book as pictures, with figures on them and their text after each.",
  draft({ random, maxSide }): Draft {
    const sheets = pagesOf(random, maxSide);
    // questions are asked in English
    const drawn = sheets.some(({ tree }) => blocksOf(tree.body).some(({ type }) => type === "figure"));
    const task =
      sheets[0]!.language === "en" ? random.weighted({ read: 5, which: 2.5, figure: drawn ? 2.5 : 0 }) : "read";
    const seed = random.int(0, 2 ** 31);
    return {
      template: `${sheets[0]!.language}-${sheets.length}:${task}`,
      pictures: sheets.map(pictureOf),
      augment: random.weighted({ none: 6, light: 4 }),
      compose(shots) {
        const seen = sheets.map((sheet, i) => visibleBlocks(sheet.tree, shots[i]!));
        const own = randomFor(seed, 0, "book-pages");
        const language = sheets[0]!.language;
        if (task === "read") {
          const parts = seen.flatMap((blocks, i): Part[] => [
            imagePart(i),
            target(`\n${markdownOf(blocks.map(({ block }) => block))}\n\n`),
          ]);
          return { content: { kind: "document", parts }, language };
        }
        const turn = (task === "figure" && whichFigure(own, seen)) || whichPage(own, seen);
        return { content: conversationOf([turn], sheets.length), language };
      },
    };
  },
};

/** Two or three pages of one book: same size, same type, running page numbers, each with a section and most with a figure. */
function pagesOf(random: Random, maxSide: number): Sheet[] {
  const language = languageOfPage(random);
  const size = paper(random, maxSide, random.pick(["square", "landscape"] as const), 1.2);
  const look = typography(random, { language, voice: "serif" });
  const one = article(random, language);
  const folio = random.int(4, 300);
  const count = Math.min(one.sections.length, random.int(2, 3));
  let number = random.int(1, 6);
  const pages = one.sections.slice(0, count).map(({ title, paragraphs }, i): Sheet => {
    const head = i === 0 ? [heading(1, one.title)] : [];
    const body: Block[] = [heading(2, title), ...paragraphs.map((each) => paragraph(each))];
    const place =
      language === "en" && random.chance(0.75) ? roomFor(size, head, body, random.between(13, 18)) : undefined;
    if (place) {
      const { picture, statement } = figure(random, size.em * place.width);
      const caption = [text(`Figure ${number++}: `, "bold"), text(statement)];
      body.splice(place.at, 0, { type: "figure", picture, caption });
    }
    return {
      template: "book-pages",
      language,
      size,
      look,
      styles: ".folio { text-align: center; }",
      tree: {
        header: [],
        title: head,
        body,
        notes: [],
        footer: [paragraph(String(folio + i), "folio")],
      },
    };
  });
  // all pages of a book have one size and one size of letters, those of its fullest page
  const sizes = pages.map((page) => fitted(random, page).size);
  const em = Math.min(...sizes.map((one) => one.em));
  const height = Math.max(...sizes.map((one) => one.height));
  return pages.map((page) => ({ ...page, size: { ...size, em, height } }));
}

/**
 * Where a figure of about the wished width (ems) is still on the page: behind the first paragraph, else before it, smaller if
 * need be; undefined where only a tiny one would be.
 */
function roomFor(
  size: PaperSize,
  head: readonly Block[],
  body: readonly Block[],
  wished: number,
): { readonly at: number; readonly width: number } | undefined {
  const across = size.width / size.em - 3.4;
  const taken = (blocks: number) => heightOf([...head, ...body.slice(0, blocks)], "en", across);
  // margins and the page's number, and two lines of caption below the figure
  const left = (blocks: number) => (size.height / size.em - 6 - taken(blocks) - 3) * 0.95;
  const tallest = wished * 0.65;
  if (left(2) >= tallest) return { at: 2, width: wished };
  const width = Math.min(wished, left(1) / 0.65);
  return width < 6 ? undefined : { at: 1, width };
}

const ordinals = ["first", "second", "third"];

/** A passage that stands on one page only, and which page that is. */
function whichPage(random: Random, seen: readonly (readonly SeenBlock[])[]): readonly [string, string] {
  const page = random.int(0, seen.length - 1);
  const passages = seen[page]!.filter(
    ({ area, block, cut }) => area === "body" && block.type === "heading" && !cut,
  ).map(({ block }) => blockPlain(block));
  const fitting = passages.filter((one) =>
    seen.every((blocks, i) => i === page || !blocks.some(({ block }) => blockPlain(block).includes(one))),
  );
  if (fitting.length === 0) throw new Unfit("no heading stands on one page only");
  return [
    `On which of the pages does the section “${random.pick(fitting)}” begin: ${ordinals.slice(0, seen.length - 1).join(", ")} or ${ordinals[seen.length - 1]}?`,
    `On the ${ordinals[page]} page.`,
  ];
}

/** Which page has a figure, and what its caption says; undefined where all figures went to a later page. */
function whichFigure(random: Random, seen: readonly (readonly SeenBlock[])[]): readonly [string, string] | undefined {
  const figures = seen.flatMap((blocks, page) =>
    blocks.flatMap(({ block }) => (block.type === "figure" ? [{ page, caption: blockPlain(block) }] : [])),
  );
  if (figures.length === 0) return undefined;
  const { page, caption } = random.pick(figures);
  const [name, says] = caption.split(": ") as [string, string];
  return [
    `${random.pick(["On which page is", "Where is"])} ${name.toLowerCase()}, and what does it show?`,
    `${name} is on the ${ordinals[page]} page. It shows ${says.charAt(0).toLowerCase()}${says.slice(1)}`,
  ];
}
