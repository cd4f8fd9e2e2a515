/** Pages in two languages, side by side or one below the other, of which one is to be transcribed. */
import { type Random, randomFor } from "../../random.ts";
import { conversationOf, type Region } from "../../sample.ts";
import { type Draft, type Source, Unfit } from "../../source.ts";
import { boxTuple } from "./places.ts";
import { blockPlain, plainOf } from "./plain.ts";
import { article } from "./prose/article.ts";
import { phrase } from "./prose/grammar.ts";
import type { Language } from "./prose/names.ts";
import { languageOfPage, paper, pictureOf, type Sheet, typography } from "./sheet.ts";
import { type Block, heading, paragraph } from "./tree.ts";
import { visibleBlocks } from "./visible.ts";

const leaf = "Recognition/OCR and Transcription/Specified Language Transcription";
const names: Record<Language, string> = { en: "English", de: "German", fr: "French", es: "Spanish", zh: "Chinese" };

export const bilingualPage: Source = {
  name: "bilingual-page",
  category: "document",
  version: 1,
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
        const name = names[languages[wanted]!];
        const question = phrase(
          randomFor(seed, 0, "bilingual-page"),
          "[Read|Transcribe] only the {name} [text|part] of this page[, nothing else|].",
          { name },
        );
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
  const cells = languages.map((language): Block[] => {
    const { title, sections } = article(random, language);
    const { paragraphs } = random.pick(sections);
    return [heading(2, title), ...paragraphs.slice(0, beside ? 2 : 1).map((each) => paragraph(each))];
  }) as [Block[], Block[]];
  const look = typography(random, size, { language: one, indent: false });
  return {
    languages,
    first: cells[0].length,
    sheet: {
      template: "bilingual",
      language: one,
      size,
      look,
      styles: ".page p { text-align: left; }",
      tree: { header: [], title: [], body: beside ? [{ type: "row", cells }] : cells.flat(), notes: [], footer: [] },
    },
  };
}
