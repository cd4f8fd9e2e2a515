/** How the tasks are put into words, in each language. `{box}`, `{text}` and the like are filled in. */
import type { Random } from "../../random.ts";
import { phrase, type Slots } from "./prose/grammar.ts";
import type { Language } from "./prose/names.ts";

type Asked =
  | "markdown"
  | "markdown-all"
  | "text"
  | "box"
  | "locate"
  | "order"
  | "sort"
  | "json"
  | "summary"
  | "language";

const words: Record<Asked, Record<Language, readonly string[]>> = {
  markdown: {
    en: [
      "[Convert|Transcribe|Turn] this page [to|into] Markdown[, with formulas in LaTeX|]. [Leave out|Skip] running headers and footers.",
      "[Write|Give] the [text|content] of the page as Markdown, without header and footer.",
      "Markdown of this document, [please|formulas as LaTeX], but no page headers or footers.",
    ],
    de: [
      "[Gib|Schreibe] die Seite als Markdown [wieder|auf], ohne Kopf- und Fußzeile.",
      "Wandle diese Seite in Markdown um[, Formeln als LaTeX|]; Kopf- und Fußzeilen lass weg.",
    ],
    fr: [
      "[Convertis|Transcris] cette page en Markdown, sans en-tête ni pied de page.",
      "Donne le contenu de la page en Markdown[, formules en LaTeX|], sans l'en-tête ni le pied de page.",
    ],
    es: [
      "[Convierte|Transcribe] esta página a Markdown, sin encabezado ni pie de página.",
      "Escribe el contenido de la página en Markdown[, con fórmulas en LaTeX|], sin encabezado ni pie.",
    ],
    zh: ["[请|]把这一页转成Markdown[，公式用LaTeX|]，不要页眉和页脚。", "用Markdown写出页面内容，略去页眉页脚。"],
  },
  "markdown-all": {
    en: [
      "[Convert|Transcribe] the [whole|entire] page to Markdown, headers and footers included.",
      "Everything on this page as Markdown[, also page numbers and running heads|, nothing left out], please.",
    ],
    de: [
      "Gib die ganze Seite samt Kopf- und Fußzeile als Markdown wieder.",
      "Schreibe alles auf dieser Seite als Markdown, nichts auslassen.",
    ],
    fr: [
      "Transcris toute la page en Markdown, en-tête et pied de page compris.",
      "Tout le contenu de la page en Markdown, sans rien omettre.",
    ],
    es: [
      "Transcribe toda la página a Markdown, incluidos encabezado y pie.",
      "Todo lo que hay en la página en Markdown, sin omitir nada.",
    ],
    zh: ["把整页转成Markdown，包括页眉和页脚。", "用Markdown写出这一页的全部内容。"],
  },
  text: {
    en: [
      "[Read|Transcribe] [all|] the text [on this page|in the image].",
      "What [does the page say|is written here]? Give the plain text.",
      "[OCR|Plain text of] this page[, please|].",
    ],
    de: ["[Lies|Transkribiere] den Text der Seite.", "Was steht hier? Bitte als reinen Text."],
    fr: ["[Lis|Transcris] le texte de cette page.", "Que dit cette page ? Donne le texte brut."],
    es: ["[Lee|Transcribe] el texto de esta página.", "¿Qué dice la página? Da el texto sin formato."],
    zh: ["[请|]读出这一页的文字。", "页面上写了什么？请给出纯文本。"],
  },
  box: {
    en: [
      "[What|Which text] [is|stands] in the box {box}? {convention}",
      "[Read|Transcribe] the [region|part] {box}. {convention}",
      "{convention} Give the text inside {box}.",
    ],
    de: ["Was steht im Kasten {box}? {convention}", "[Lies|Transkribiere] den Bereich {box}. {convention}"],
    fr: ["Que contient le cadre {box} ? {convention}", "Transcris la zone {box}. {convention}"],
    es: ["¿Qué hay en el recuadro {box}? {convention}", "Transcribe la zona {box}. {convention}"],
    zh: ["方框{box}里写的是什么？{convention}", "请读出{box}区域的文字。{convention}"],
  },
  locate: {
    en: [
      "Where is the [passage|text] that begins with “{text}”? [Give|Answer with] its box. {convention}",
      "[Find|Locate] “{text}” [on the page|in the image]. {convention}",
    ],
    de: [
      "Wo steht der Text, der mit „{text}“ beginnt? {convention}",
      "Finde „{text}“ auf der Seite und gib den Kasten an. {convention}",
    ],
    fr: [
      "Où se trouve le passage qui commence par « {text} » ? {convention}",
      "Trouve « {text} » et donne son cadre. {convention}",
    ],
    es: [
      "¿Dónde está el pasaje que empieza por «{text}»? {convention}",
      "Localiza «{text}» y da su recuadro. {convention}",
    ],
    zh: ["以“{text}”开头的文字在哪里？请给出方框。{convention}", "找出“{text}”的位置。{convention}"],
  },
  order: {
    en: [
      "In which order are the parts of this page read? [Give|List] the first words of each, without header and footer.",
      "List the blocks of the page in reading order by their first words, leaving out header and footer.",
    ],
    de: [
      "In welcher Reihenfolge liest man die Teile dieser Seite? Nenne jeweils die ersten Wörter, ohne Kopf- und Fußzeile.",
    ],
    fr: [
      "Dans quel ordre lit-on les parties de la page ? Donne les premiers mots de chacune, sans en-tête ni pied de page.",
    ],
    es: ["¿En qué orden se leen las partes de la página? Da las primeras palabras de cada una, sin encabezado ni pie."],
    zh: ["这一页各部分的阅读顺序是什么？请列出每一部分开头的文字，不要页眉页脚。"],
  },
  sort: {
    en: [
      "[Sort|Put] these passages [by|into] reading order and answer with the letters.",
      "In which order do these passages come on the page? Answer with the letters only.",
    ],
    de: ["Bringe diese Stellen in die Lesereihenfolge und antworte mit den Buchstaben."],
    fr: ["Mets ces passages dans l'ordre de lecture et réponds par les lettres."],
    es: ["Pon estos pasajes en orden de lectura y responde con las letras."],
    zh: ["请按阅读顺序排列以下各段，只回答字母。"],
  },
  json: {
    en: [
      "[Extract|Read] {keys} as JSON.",
      "[Return|Give] a JSON object with the keys {keys}[ and the values as printed|], [nothing else|no comments].",
    ],
    de: ["[Gib|Lies] {keys} als JSON[ aus|]."],
    fr: ["Extrais {keys} en JSON."],
    es: ["Extrae {keys} como JSON."],
    zh: ["请以JSON提取{keys}。"],
  },
  summary: {
    en: [
      "[Summarise|Sum up] the page in one sentence.",
      "What is this page about? Answer [in one sentence|briefly, with the main facts].",
    ],
    de: ["Fasse die Seite in einem Satz zusammen.", "Worum geht es auf dieser Seite? Antworte in einem Satz."],
    fr: ["Résume la page en une phrase.", "De quoi parle cette page ? Réponds en une phrase."],
    es: ["Resume la página en una frase.", "¿De qué trata esta página? Responde en una frase."],
    zh: ["用一句话概括这一页。", "这一页讲的是什么？请用一句话回答。"],
  },
  language: {
    en: ["In which language is [this page|the text] written?", "[Which|What] language is this?"],
    de: ["In welcher Sprache ist der Text geschrieben?"],
    fr: ["Dans quelle langue le texte est-il écrit ?"],
    es: ["¿En qué idioma está escrito el texto?"],
    zh: ["这段文字是用什么语言写的？"],
  },
};

export function askFor(random: Random, task: Asked, language: Language, slots: Slots = {}): string {
  return phrase(random, random.pick(words[task][language]), slots).trim();
}
