/** Texts with pictures between their paragraphs (paper Table 1, row 1). */
import type { Source } from "../../source.ts";
import { textbookChapter } from "./chapters.ts";
import { howTo } from "./how-to.ts";
import { bookPages } from "./pages.ts";
import { wikiArticle } from "./wiki.ts";

export const interleavedSources: readonly Source[] = [textbookChapter, wikiArticle, howTo, bookPages];
