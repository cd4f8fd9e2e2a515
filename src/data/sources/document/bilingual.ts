/** Pages in two languages, side by side or one below the other, of which one is to be transcribed. */
import { type Random, randomFor } from "../../random.ts";
import { conversationOf, type Region } from "../../sample.ts";
import { type Draft, type Source, Unfit } from "../../source.ts";
import { heightOf } from "./fit.ts";
import { boxTuple } from "./places.ts";
import { blockPlain, plainOf } from "./plain.ts";
import { article } from "./prose/article.ts";
import { phrase } from "./prose/grammar.ts";
import type { Language } from "./prose/names.ts";
import { languageOfPage, paper, pictureOf, type Sheet, typography } from "./sheet.ts";
import { type Block, heading, paragraph } from "./tree.ts";
import { visibleBlocks } from "./visible.ts";

const leaf = "Recognition/OCR and Transcription/Specified Language Transcription";
const names: Record<"en" | "zh", Record<Language, string>> = {
  en: { en: "English", de: "German", fr: "French", es: "Spanish", zh: "Chinese" },
  zh: { en: "英文", de: "德文", fr: "法文", es: "西班牙文", zh: "中文" },
};
const requests = {
  en: "[Read|Transcribe] only the {name} [text|part] of this page[, nothing else|].",
  zh: "[请读出|请抄写|转写]这一页的{name}部分[，不要其他内容|]。",
};

export const bilingualPage: Source = {
  name: "bilingual-page",
  category: "document",
  version: 4,
  description: "Pages in two languages, of which one is asked for.",
  leaves: [leaf],
  draft({ random, maxSide }): Draft {
    const { sheet, first, languages } = bilingual(random, maxSide);
    const wanted = random.int(0, 1);
    const seed = random.int(0, 2 ** 31);
    return {
      template: `${languages.join("-")}:${languages[wanted]}`,
      leaf,
      pictures: [pictureOf(sheet)],
      augment: random.weighted({ none: 4, light: 4, photo: 2 }),
      compose([shot]) {
        const seen = visibleBlocks(sheet.tree, shot!);
        const own = seen.filter(({ mark }) => Number(mark.name!.split(".")[1]) < first === (wanted === 0));
        if (own.length === 0 || own.length === seen.length) throw new Unfit("only one of the languages can be seen");
        const words = randomFor(seed, 0, "bilingual-page");
        const asking = languages.includes("zh") && words.chance(0.6) ? "zh" : "en";
        const question = phrase(words, requests[asking], { name: names[asking][languages[wanted]!] });
        return {
          content: conversationOf([[question, plainOf(own.map(({ block }) => block))]]),
          regions: seen.map(
            ({ block, mark }): Region => ({
              image: 0,
              kind: block.type,
              text: blockPlain(block),
              box: boxTuple(mark.box),
            }),
          ),
          language: languages[wanted]!,
        };
      },
    };
  },
};

/** `first` is how many blocks are in the first language. */
function bilingual(
  random: Random,
  maxSide: number,
): { sheet: Sheet; first: number; languages: readonly [Language, Language] } {
  const one = languageOfPage(random);
  const others = (["en", "de", "fr", "es"] as const).filter((language) => language !== one);
  const languages = random.shuffled([one, random.pick(others)]) as [Language, Language];
  const beside = random.chance(0.5);
  const size = paper(random, maxSide, beside ? "landscape" : "portrait", beside ? 0.95 : 1);
  const across = beside ? (size.width - 5.6 * size.em) / 2 : size.width - 3.6 * size.em;
  const most = (size.height - 3 * size.em) / (beside ? 1 : 2);
  const cells = languages.map((language): Block[] => piece(random, language, across / size.em, most / size.em)) as [
    Block[],
    Block[],
  ];
  const tall = cells.map((blocks, i) => heightOf(blocks, languages[i]!, across / size.em));
  const height = 3.6 + (beside ? Math.max(...tall) : tall[0]! + tall[1]!);
  const look = typography(random, { language: one, indent: false });
  return {
    languages,
    first: cells[0].length,
    sheet: {
      template: "bilingual",
      language: one,
      // no taller than what is written on it
      size: { ...size, height: Math.min(size.height, Math.round(height * size.em)) },
      look,
      styles: ".page p { text-align: left; }",
      tree: { header: [], title: [], body: beside ? [{ type: "row", cells }] : cells.flat(), notes: [], footer: [] },
    },
  };
}

/** A title with paragraphs, as many as there is room for; measures in widths of a letter m. */
function piece(random: Random, language: Language, across: number, most: number): Block[] {
  const { title, sections } = article(random, language);
  const blocks: Block[] = [heading(2, title)];
  for (const each of random.shuffled(sections).flatMap(({ paragraphs }) => paragraphs)) {
    const longer = [...blocks, paragraph(each)];
    if (blocks.length > 1 && heightOf(longer, language, across) > most) break;
    blocks.push(paragraph(each));
  }
  return blocks;
}
