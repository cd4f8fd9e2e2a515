/** Pages of documents with their text (paper Table 1, row 6). */
import type { Source } from "../../source.ts";
import { bilingualPage } from "./bilingual.ts";
import { invoicePage, receiptPage } from "./layouts/bills.ts";
import { formPage, handwrittenPage, letterPage } from "./layouts/letters.ts";
import { articlePage, bookPage, newspaperPage, paperPage } from "./layouts/prose.ts";
import { examPage, manualPage, slidePage, textbookPage } from "./layouts/teaching.ts";
import { pageSource } from "./page-source.ts";

const reading = { markdown: 6, "markdown-all": 1, text: 3, box: 3, order: 2, locate: 3 };
const prose = { ...reading, question: 3, summary: 1.5, language: 0.5 };
const records = { markdown: 2, text: 2, box: 1.5, locate: 2, field: 5, json: 2 };
const handwritten = "Recognition/OCR and Transcription/Handwritten Text Transcription";

export const documentSources: readonly Source[] = [
  pageSource({
    name: "article-page",
    description: "Articles with headings, lists and tables in one column or two.",
    layout: articlePage,
    tasks: prose,
  }),
  pageSource({
    name: "book-page",
    description: "Pages of books with running headers, page numbers and footnotes.",
    layout: bookPage,
    tasks: prose,
  }),
  pageSource({
    name: "newspaper-page",
    description: "Newspaper pages of two or three columns.",
    layout: newspaperPage,
    tasks: { ...reading, question: 3 },
  }),
  pageSource({
    name: "paper-page",
    description: "Research papers in two columns with formulas, tables and references.",
    layout: paperPage,
    tasks: { ...reading, question: 2, summary: 1 },
  }),
  pageSource({
    name: "textbook-page",
    version: 5,
    description: "Textbook pages with numbered statements, formulas and figures.",
    layout: textbookPage,
    tasks: reading,
  }),
  pageSource({
    name: "exam-page",
    version: 5,
    description: "Exam sheets with numbered exercises and multiple choice.",
    layout: examPage,
    tasks: reading,
  }),
  pageSource({
    name: "slide",
    description: "Slides with bullets, tables or formulas.",
    layout: slidePage,
    tasks: { ...reading, question: 2 },
  }),
  pageSource({
    name: "manual-page",
    version: 7,
    description: "Manuals with code blocks and steps.",
    layout: manualPage,
    tasks: { ...reading, question: 2 },
  }),
  pageSource({
    name: "letter",
    description: "Business letters with addresses, date and subject.",
    layout: letterPage,
    tasks: records,
  }),
  pageSource({ name: "invoice", description: "Invoices whose sums add up.", layout: invoicePage, tasks: records }),
  pageSource({ name: "receipt", version: 5, description: "Receipts from tills.", layout: receiptPage, tasks: records }),
  pageSource({ name: "form", description: "Filled-in forms with printed labels.", layout: formPage, tasks: records }),
  pageSource({
    name: "handwritten-page",
    version: 5,
    description: "Handwritten notes and diary pages.",
    layout: handwrittenPage,
    tasks: { text: 6, markdown: 1, box: 2, locate: 1, question: 1 },
    transcription: handwritten,
  }),
  bilingualPage,
];
