/** Pages of running text: articles, book pages, newspapers and two-column papers. */
import type { Random } from "../../../random.ts";
import { articleBlocks, emphasised, mathBlocks, tableBlock } from "../content.ts";
import { article, topicsIn } from "../prose/article.ts";
import { dateIn } from "../prose/grammar.ts";
import { familyIn, firmIn, type Language, personIn, townIn } from "../prose/names.ts";
import { languageOfPage, paper, type Sheet, typography } from "../sheet.ts";
import { type Block, type Flow, heading, type Inline, paragraph, text } from "../tree.ts";

export function someDate(random: Random, language: Language): string {
  return dateIn(language, random.int(1, 28), random.int(1, 12), random.int(1998, 2025));
}

const by: Record<Language, string> = { en: "By", de: "Von", fr: "Par", es: "Por", zh: "作者：" };

/** A text with title and author, in one column or two, long enough to run over the page or not. */
export function articlePage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const size = paper(random, maxSide, random.pick(["portrait", "portrait", "square", "landscape"] as const));
  const one = article(random, language);
  const columns = size.width / size.em > 36 ? random.int(1, 2) : 1;
  const capitals = random.chance(0.12) && language !== "zh";
  const title: Block[] = [heading(1, capitals ? one.title.toLocaleUpperCase(language) : one.title)];
  if (random.chance(0.6)) {
    const line = `${by[language]}${language === "zh" ? "" : " "}${one.author}`;
    title.push(paragraph(random.chance(0.5) ? `${line}, ${someDate(random, language)}` : line, "byline"));
  }
  if (random.chance(0.35)) title.push(paragraph([text(one.summary, random.pick(["bold", "italic"]))]));
  const sections = articleBlocks(random, one, {
    level: 2,
    numbered: random.chance(0.2),
    // formulas belong into studies; a recipe has none
    maths: language === "en" && one.topic === "study" && random.chance(0.7),
  });
  return {
    template: `article-${columns}`,
    language,
    size,
    columns,
    look: typography(random, { language, dark: random.chance(0.1) }),
    styles: ".byline { font-size: 0.9em; color: var(--accent); text-align: left; }",
    tree: {
      header: [],
      title,
      body: sections,
      notes: [],
      footer: random.chance(0.3) ? [paragraph(String(random.int(1, 60)), "folio")] : [],
    },
    questions: one.questions,
    summary: one.summary,
  };
}

const noteTexts: Record<Language, readonly string[]> = {
  en: [
    "See the map at the end of the book.",
    "The spelling follows the older sources.",
    "Letter of the author, not dated.",
    "Figures are rounded.",
  ],
  de: ["Siehe die Karte am Ende des Buches.", "Die Schreibweise folgt den Quellen.", "Zahlen sind gerundet."],
  fr: ["Voir la carte à la fin du livre.", "Les chiffres sont arrondis.", "Lettre de l'auteur, sans date."],
  es: ["Véase el mapa al final del libro.", "Las cifras están redondeadas.", "Carta del autor, sin fecha."],
  zh: ["见书末地图。", "数字经过四舍五入。", "作者来信，未注明日期。"],
};

/** Footnotes to the first paragraphs, which get the numbers that refer to them. */
export function withNotes(
  random: Random,
  language: Language,
  blocks: readonly Block[],
  count: number,
): { body: Block[]; notes: Block[] } {
  const texts = random.shuffled(noteTexts[language]).slice(0, count);
  const notes: Block[] = [];
  const body = blocks.map((block): Block => {
    const next = texts[notes.length];
    if (block.type !== "paragraph" || next === undefined) return block;
    const label = String(notes.length + 1);
    notes.push({ type: "footnote", label, inlines: [text(next)] });
    return { ...block, inlines: [...block.inlines, { type: "note", label }] };
  });
  return { body, notes };
}

const chapters: Record<Language, string> = { en: "Chapter", de: "Kapitel", fr: "Chapitre", es: "Capítulo", zh: "第" };

/** A page of a printed or electronic book with running header, page number and footnotes. */
export function bookPage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const size = paper(random, maxSide, "portrait");
  const one = article(random, language);
  const opening = random.chance(0.4);
  const blocks = articleBlocks(random, one, { level: 2 });
  const number = random.int(1, 24);
  const chapter = language === "zh" ? `第${number}章` : `${chapters[language]} ${number}`;
  const { body, notes } = withNotes(
    random,
    language,
    opening ? blocks.slice(1) : blocks.slice(random.int(1, 3)),
    random.pick([0, 0, 1, 2]),
  );
  const folio = String(random.int(2, 480));
  const running = random.chance(0.7) && !opening;
  const header: Flow = running
    ? [
        {
          type: "row",
          cells: [[paragraph([text(random.pick([one.title, chapter]), "italic")])], [paragraph(folio, "right")]],
        },
      ]
    : [];
  return {
    template: opening ? "book-opening" : "book",
    language,
    size,
    look: typography(random, { voice: "serif", language }),
    styles: `.page .right { text-align: right; } .folio { text-align: center; } .title { padding: ${opening ? "1.4em 0 1.2em" : "0"}; text-align: center; }`,
    tree: {
      header,
      title: opening ? [paragraph(chapter, "chapter"), heading(1, one.title)] : [],
      body: body.slice(0, 14),
      notes,
      footer: running ? [] : [paragraph(folio, "folio")],
    },
    questions: one.questions,
    summary: one.summary,
  };
}

const mastheads: Record<Language, readonly string[]> = {
  en: ["Courier", "Herald", "Observer", "Gazette", "Chronicle"],
  de: ["Anzeiger", "Tageblatt", "Kurier", "Bote"],
  fr: ["Le Courrier de", "La Gazette de", "L'Écho de", "Le Journal de"],
  es: ["El Correo de", "La Gaceta de", "El Diario de"],
  zh: ["日报", "晚报", "新闻"],
};

/** A page of a newspaper: masthead, date line, columns with several short pieces, each about something else. */
export function newspaperPage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const size = paper(random, maxSide, random.pick(["portrait", "square"] as const), 0.9);
  const columns = size.width / size.em > 34 ? random.int(2, 3) : 2;
  const room = (size.width / size.em - 3.6) * (size.height / size.em - 8);
  const topics = random.shuffled(topicsIn(language)).slice(0, Math.max(2, Math.round(room / 600)));
  const pieces = topics.map(({ name }) => article(random, language, name));
  const place = townIn(random, language);
  const before = language === "fr" || language === "es";
  const masthead = before
    ? `${random.pick(mastheads[language])} ${place}`
    : language === "zh"
      ? place + random.pick(mastheads.zh)
      : `${place} ${random.pick(mastheads[language])}`;
  const body = pieces.flatMap((one): Block[] => [
    heading(2, one.title),
    ...one.sections.slice(0, 2).flatMap(({ paragraphs }) => paragraphs.map((each) => paragraph(each))),
    ...(one.table && random.chance(0.3) ? [tableBlock(random, one.table, language)] : []),
  ]);
  return {
    template: `newspaper-${columns}`,
    language,
    size,
    columns,
    look: typography(random, { voice: "serif", language }),
    styles: `.title { text-align: center; border-bottom: 3px double var(--ink); margin-bottom: 0.6em; } .title h1 { margin: 0; font-size: 2em; }
.title p { text-align: center; margin: 0.2em 0; font-size: 0.85em; border-top: 1px solid var(--ink); } .body { column-rule: ${random.chance(0.6) ? "1px solid var(--soft)" : "none"}; }`,
    tree: {
      header: [],
      title: [heading(1, masthead), paragraph(someDate(random, language))],
      body,
      notes: [],
      footer: [],
    },
    questions: pieces.flatMap(({ questions }) => questions),
  };
}

const reference = (random: Random, i: number): Inline[] => {
  const year = random.int(1994, 2024);
  return [
    text(`[${i}] ${familyIn(random, "en")}, ${familyIn(random, "en")}. `),
    text(
      random.pick(["Journal of Materials", "Annals of Testing", "Letters on Methods", "Proceedings on Strength"]),
      "italic",
    ),
    text(` ${random.int(2, 60)}, ${year}.`),
  ];
};

/** Short sections that papers end with. */
const closings: readonly (readonly [title: string, sentences: readonly string[]])[] = [
  [
    "Acknowledgements",
    [
      "We thank the technicians for their patience and two readers for their remarks.",
      "The instruments were lent to us by a neighbouring department.",
      "Parts of this work were shown at a meeting and gained much from the discussion.",
    ],
  ],
  [
    "Data availability",
    [
      "All figures on which this text rests can be had from the authors.",
      "The raw readings are kept for ten years.",
      "A list of all symbols is given in the supplement.",
    ],
  ],
  [
    "Author contributions",
    [
      "All authors planned the work, wrote the text and agree with its contents.",
      "The drawings were made by the first author.",
      "The measurements were made by the last author.",
    ],
  ],
];

/** A title as short as the top of a page wants it: up to its colon, or its main part. */
function runningTitle(title: string): string {
  return title.split(/: | on the /)[0]!;
}

/** The first or a later page of a paper in two columns, with numbered sections, formulas and a table. */
export function paperPage(random: Random, maxSide: number): Sheet {
  const size = paper(random, maxSide, "portrait", maxSide > 600 ? random.between(0.88, 1.1) : 0.88);
  const one = article(random, "en", random.pick(["study", "study", "study", "biology", "geography", "history"]));
  const first = random.chance(0.6);
  const columns = random.chance(0.8) ? 2 : 1;
  const roomy = (size.width / size.em) * (size.height / size.em) > 2400;
  const body: Block[] = [];
  let equation = random.int(1, 9);
  if (first)
    body.push(heading(2, "Abstract"), paragraph([text(one.summary, random.chance(0.5) ? "italic" : undefined)]));
  const offset = first ? 0 : random.int(1, 4);
  const stop = random.chance(0.5) ? "." : "";
  for (const [i, { title, paragraphs }] of one.sections.entries()) {
    body.push(heading(2, `${i + 1 + offset}${stop} ${title}`));
    for (const each of paragraphs) body.push(paragraph(emphasised(random, each)));
    for (let times = roomy ? random.int(1, 2) : Number(random.chance(0.6)); times > 0; times--)
      body.push(...mathBlocks(random, random.chance(0.7) ? String(equation++) : undefined));
    if (one.table && i === 2) body.push(tableBlock(random, one.table, "en", `Table ${random.int(1, 4)}.`));
  }
  if (roomy)
    for (const [title, sentences] of random.shuffled(closings).slice(0, random.int(1, closings.length)))
      body.push(heading(2, title), paragraph(random.shuffled(sentences).slice(0, 2).join(" ")));
  if (random.chance(roomy ? 0.85 : 0.5))
    body.push(
      heading(2, "References"),
      ...Array.from({ length: roomy ? random.int(4, 9) : 3 }, (_, i) =>
        paragraph(reference(random, i + 1), "reference"),
      ),
    );
  const noted = withNotes(random, "en", body, random.pick([0, 0, 1]));
  const authors = Array.from({ length: random.int(1, 3) }, () => personIn(random, "en"));
  return {
    template: `paper-${columns}${first ? "-first" : ""}`,
    language: "en",
    size,
    columns,
    look: typography(random, { voice: "serif", language: "en" }),
    styles:
      ".title { text-align: center; padding-bottom: 0.8em; } .title p { text-align: center; margin-bottom: 0.2em; } .reference { font-size: 0.88em; text-indent: 0; } .folio { text-align: center; } .page .right { text-align: right; }",
    tree: {
      header: first
        ? []
        : [
            {
              type: "row",
              cells: [[paragraph(authors[0]!)], [paragraph(runningTitle(one.title), "right")]],
            },
          ],
      title: first
        ? [heading(1, one.title), paragraph(authors.join(", ")), paragraph([text(firmIn(random, "en"), "italic")])]
        : [],
      body: noted.body,
      notes: noted.notes,
      footer: [paragraph(String(random.int(1, 20)), "folio")],
    },
    questions: one.questions,
    summary: one.summary,
  };
}
