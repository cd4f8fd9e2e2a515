/** What data tables are called, contain and are asked about, in five languages. Slots in braces are filled by data-table.ts. */
import type { Language } from "../charts/units.ts";

/** A column of words: its head, and what may stand under it. */
export interface WordColumn {
  readonly head: string;
  readonly options: readonly string[];
}

export interface DataWords {
  /** `{c}` and `{C}` are what a row stands for, `{p}` a firm or place, `{y}` a year, `{n}` a small number. */
  readonly titles: readonly string[];
  readonly columns: readonly WordColumn[];
  readonly groups: readonly (readonly [string, string])[];
  readonly total: string;
  readonly countRows: readonly string[];
  /** `{h}` is the head of the column, `{r}` the row. */
  readonly entry: readonly string[];
  readonly sameEntry: string;
  /** `{m}` is the measure, `{M}` the same at the beginning of a sentence. */
  readonly lookup: readonly string[];
  readonly highest: string;
  readonly lowest: string;
  readonly tellHighest: readonly string[];
  readonly tellLowest: readonly string[];
  readonly difference: string;
  readonly sum: string;
  readonly above: string;
  readonly none: string;
  readonly counted: string;
  readonly caption: string;
  readonly yearsCaption: string;
  readonly inYear: string;
  readonly whichYears: string;
  readonly list: string;
  readonly highestIn: string;
  readonly change: string;
  readonly tellChange: string;
  readonly rise: string;
  readonly fall: string;
  readonly grown: string;
}

const english: DataWords = {
  titles: [
    "{p}: overview by {c}",
    "Table {n}: figures by {c}",
    "Results by {c}",
    "{C} report {y}",
    "{p}, figures per {c}",
  ],
  columns: [
    { head: "Status", options: ["Open", "Closed", "Pending", "Paused"] },
    { head: "Manager", options: ["A. Berg", "C. Diaz", "E. Fox", "G. Hale", "I. Jung", "K. Lund"] },
    { head: "Grade", options: ["A", "B", "C", "D"] },
    { head: "Trend", options: ["up", "down", "steady"] },
    { head: "Code", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2", "FM-5"] },
    { head: "Checked", options: ["yes", "no"] },
    { head: "Level", options: ["low", "medium", "high"] },
    { head: "Since", options: ["2008", "2011", "2014", "2017", "2019", "2022"] },
  ],
  groups: [
    ["Group A", "Group B"],
    ["North", "South"],
    ["First half", "Second half"],
    ["Batch 1", "Batch 2"],
    ["Team X", "Team Y"],
  ],
  total: "Total",
  countRows: ["How many rows does the table have, not counting the header and totals?", "How many entries are listed?"],
  entry: ['What stands under "{h}" for {r}?', 'Which entry does {r} have in the column "{h}"?'],
  sameEntry: 'How many rows have "{e}" under {h}?',
  lookup: ["What is the {m} of {r}?", "Look up the {m} for {r}.", "{r}: what {m} does the table give?"],
  highest: "Which {c} has the highest {m}?",
  lowest: "Which {c} has the lowest {m}?",
  tellHighest: ["Comparing {all}, the highest is {v}: {r}.", "{r}, with {v}."],
  tellLowest: ["Comparing {all}, the lowest is {v}: {r}.", "{r}, with {v}."],
  difference: "What is the difference in {m} between {r} and {s}?",
  sum: "What is the total {m}?",
  above: "For how many rows is the {m} above {v}?",
  none: "None.",
  counted: "{n}: {list}.",
  caption: 'A table titled "{t}" with {n} rows ({list}) and the columns {heads}.',
  yearsCaption: 'A table titled "{t}" that gives the {m} of {list} for {years}.',
  inYear: "What was the {m} of {r} in {y}?",
  whichYears: "Which years does the table cover?",
  list: "{list}.",
  highestIn: "Which {c} had the highest {m} in {y}?",
  change: "By how much did the {m} of {r} change from {y} to {z}?",
  tellChange: "From {v} to {w}: {w} - {v} = {d}, {way}.",
  rise: "an increase",
  fall: "a decrease",
  grown: "For how many rows is the value of {z} higher than that of {y}?",
};

const chinese: DataWords = {
  titles: ["{p}：按{c}统计", "表{n}　各{c}数据", "各{c}结果", "{y}年各{c}报告", "{p}各{c}数据一览"],
  columns: [
    { head: "状态", options: ["进行中", "已完成", "待定", "暂停"] },
    { head: "负责人", options: ["王敏", "李强", "张伟", "刘洋", "陈静", "赵磊"] },
    { head: "等级", options: ["甲", "乙", "丙", "丁"] },
    { head: "趋势", options: ["上升", "下降", "持平"] },
    { head: "编号", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2", "FM-5"] },
    { head: "已核对", options: ["是", "否"] },
    { head: "备注", options: ["正常", "复查", "缺货", "新增"] },
  ],
  groups: [
    ["甲组", "乙组"],
    ["北区", "南区"],
    ["上半场", "下半场"],
    ["第一批", "第二批"],
  ],
  total: "合计",
  countRows: ["不算表头和合计，表格共有几行？", "表中列出了几项？"],
  entry: ["{r}的“{h}”一栏是什么？", "“{h}”这一列中，{r}对应的内容是什么？"],
  sameEntry: "“{h}”一栏为“{e}”的有几行？",
  lookup: ["{r}的{m}是多少？", "表中{r}的{m}是多少？", "查一查{r}的{m}。"],
  highest: "哪个{c}的{m}最高？",
  lowest: "哪个{c}的{m}最低？",
  tellHighest: ["比较各项：{all}，最高的是{r}，为{v}。", "{r}，为{v}。"],
  tellLowest: ["比较各项：{all}，最低的是{r}，为{v}。", "{r}，为{v}。"],
  difference: "{r}与{s}的{m}相差多少？",
  sum: "{m}合计是多少？",
  above: "有几行的{m}超过{v}？",
  none: "没有。",
  counted: "{n}个：{list}。",
  caption: "这是一张标题为“{t}”的表格，共{n}行（{list}），各列为{heads}。",
  yearsCaption: "标题为“{t}”的表格，列出了{list}在{years}年的{m}。",
  inYear: "{r}在{y}年的{m}是多少？",
  whichYears: "表格包含哪些年份？",
  list: "{list}。",
  highestIn: "{y}年哪个{c}的{m}最高？",
  change: "从{y}年到{z}年，{r}的{m}变化了多少？",
  tellChange: "从{v}变为{w}：{w} - {v} = {d}，{way}。",
  rise: "增加了",
  fall: "减少了",
  grown: "有几行{z}年的数值高于{y}年？",
};

const german: DataWords = {
  titles: ["{p}: Übersicht nach {c}", "Tabelle {n}: Zahlen nach {c}", "Ergebnisse nach {c}", "{p}, Bericht {y}"],
  columns: [
    { head: "Status", options: ["offen", "fertig", "wartet"] },
    { head: "Leitung", options: ["A. Berg", "C. Dietz", "E. Fuchs", "G. Hahn", "K. Lund"] },
    { head: "Stufe", options: ["niedrig", "mittel", "hoch"] },
    { head: "Kürzel", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2"] },
    { head: "Geprüft", options: ["ja", "nein"] },
  ],
  groups: [
    ["Gruppe A", "Gruppe B"],
    ["Nord", "Süd"],
    ["Teil 1", "Teil 2"],
  ],
  total: "Summe",
  countRows: ["Wie viele Zeilen hat die Tabelle ohne Kopf und Summe?", "Wie viele Einträge sind aufgeführt?"],
  entry: ["Was steht bei {r} unter „{h}“?"],
  sameEntry: "In wie vielen Zeilen steht unter „{h}“ der Eintrag „{e}“?",
  lookup: ["Welcher Wert steht bei {r} unter „{M}“?", "{r}: Welchen Wert nennt die Tabelle unter „{M}“?"],
  highest: "Bei welchem Eintrag ist „{M}“ am höchsten?",
  lowest: "Bei welchem Eintrag ist „{M}“ am niedrigsten?",
  tellHighest: ["Die Werte sind {all}. Am höchsten ist {r} mit {v}.", "{r} mit {v}."],
  tellLowest: ["Die Werte sind {all}. Am niedrigsten ist {r} mit {v}.", "{r} mit {v}."],
  difference: "Wie groß ist unter „{M}“ der Unterschied zwischen {r} und {s}?",
  sum: "Wie groß ist die Summe unter „{M}“?",
  above: "Bei wie vielen Einträgen liegt „{M}“ über {v}?",
  none: "Bei keinem.",
  counted: "{n}: {list}.",
  caption: "Eine Tabelle mit dem Titel „{t}“, {n} Zeilen ({list}) und den Spalten {heads}.",
  yearsCaption: "Eine Tabelle mit dem Titel „{t}“, die „{M}“ für {list} in den Jahren {years} angibt.",
  inYear: "Welcher Wert steht bei {r} für das Jahr {y}?",
  whichYears: "Welche Jahre umfasst die Tabelle?",
  list: "{list}.",
  highestIn: "Welcher Eintrag hatte {y} den höchsten Wert?",
  change: "Um wie viel änderte sich der Wert von {r} zwischen {y} und {z}?",
  tellChange: "Von {v} auf {w}: {w} - {v} = {d}, {way}.",
  rise: "eine Zunahme",
  fall: "eine Abnahme",
  grown: "In wie vielen Zeilen ist der Wert von {z} höher als der von {y}?",
};

const spanish: DataWords = {
  titles: ["{p}: resumen por {c}", "Tabla {n}: datos por {c}", "Resultados por {c}", "{p}, informe {y}"],
  columns: [
    { head: "Estado", options: ["abierto", "cerrado", "en espera"] },
    { head: "Responsable", options: ["A. Vega", "C. Díaz", "E. Ríos", "J. Mora", "L. Soto"] },
    { head: "Nivel", options: ["bajo", "medio", "alto"] },
    { head: "Código", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2"] },
    { head: "Revisado", options: ["sí", "no"] },
  ],
  groups: [
    ["Grupo A", "Grupo B"],
    ["Norte", "Sur"],
    ["Parte 1", "Parte 2"],
  ],
  total: "Total",
  countRows: ["¿Cuántas filas tiene la tabla sin contar la cabecera ni el total?", "¿Cuántas entradas aparecen?"],
  entry: ["¿Qué figura en «{h}» para {r}?"],
  sameEntry: "¿En cuántas filas figura «{e}» en la columna «{h}»?",
  lookup: ["¿Qué valor tiene {r} en «{M}»?", "Busca el valor de «{M}» para {r}."],
  highest: "¿Para qué entrada es más alto el valor de «{M}»?",
  lowest: "¿Para qué entrada es más bajo el valor de «{M}»?",
  tellHighest: ["Los valores son {all}. El más alto es {v}, de {r}.", "{r}, con {v}."],
  tellLowest: ["Los valores son {all}. El más bajo es {v}, de {r}.", "{r}, con {v}."],
  difference: "¿Cuál es la diferencia entre {r} y {s} en «{M}»?",
  sum: "¿Cuánto suman los valores de «{M}»?",
  above: "¿Cuántas entradas superan {v} en «{M}»?",
  none: "Ninguna.",
  counted: "{n}: {list}.",
  caption: "Una tabla titulada «{t}» con {n} filas ({list}) y las columnas {heads}.",
  yearsCaption: "Una tabla titulada «{t}» que da «{M}» de {list} en {years}.",
  inYear: "¿Qué valor tiene {r} en {y}?",
  whichYears: "¿Qué años abarca la tabla?",
  list: "{list}.",
  highestIn: "¿Qué entrada tuvo el valor más alto en {y}?",
  change: "¿Cuánto cambió el valor de {r} de {y} a {z}?",
  tellChange: "De {v} a {w}: {w} - {v} = {d}, {way}.",
  rise: "un aumento",
  fall: "un descenso",
  grown: "¿En cuántas filas es mayor el valor de {z} que el de {y}?",
};

const french: DataWords = {
  titles: ["{p} : aperçu par {c}", "Tableau {n} : chiffres par {c}", "Résultats par {c}", "{p}, rapport {y}"],
  columns: [
    { head: "État", options: ["ouvert", "fermé", "en attente"] },
    { head: "Responsable", options: ["A. Petit", "C. Morel", "E. Faure", "J. Roux", "L. Garnier"] },
    { head: "Niveau", options: ["bas", "moyen", "haut"] },
    { head: "Code", options: ["AX-1", "BR-7", "CT-4", "DN-9", "EL-2"] },
    { head: "Vérifié", options: ["oui", "non"] },
  ],
  groups: [
    ["Groupe A", "Groupe B"],
    ["Nord", "Sud"],
    ["Lot 1", "Lot 2"],
  ],
  total: "Total",
  countRows: [
    "Combien de lignes le tableau a-t-il, sans compter l’en-tête ni le total ?",
    "Combien d’entrées sont listées ?",
  ],
  entry: ["Qu’y a-t-il sous « {h} » pour {r} ?"],
  sameEntry: "Combien de lignes portent « {e} » dans la colonne « {h} » ?",
  lookup: ["Quelle valeur figure sous « {M} » pour {r} ?", "Cherche la valeur de « {M} » pour {r}."],
  highest: "Pour quelle entrée la valeur de « {M} » est-elle la plus élevée ?",
  lowest: "Pour quelle entrée la valeur de « {M} » est-elle la plus basse ?",
  tellHighest: ["Les valeurs sont {all}. La plus élevée est {v}, pour {r}.", "{r}, avec {v}."],
  tellLowest: ["Les valeurs sont {all}. La plus basse est {v}, pour {r}.", "{r}, avec {v}."],
  difference: "Quelle est la différence entre {r} et {s} sous « {M} » ?",
  sum: "Quelle est la somme des valeurs sous « {M} » ?",
  above: "Combien d’entrées dépassent {v} sous « {M} » ?",
  none: "Aucune.",
  counted: "{n} : {list}.",
  caption: "Un tableau intitulé « {t} » avec {n} lignes ({list}) et les colonnes {heads}.",
  yearsCaption: "Un tableau intitulé « {t} » qui donne « {M} » pour {list} en {years}.",
  inYear: "Quelle valeur {r} a-t-elle en {y} ?",
  whichYears: "Quelles années le tableau couvre-t-il ?",
  list: "{list}.",
  highestIn: "Quelle entrée a la valeur la plus élevée en {y} ?",
  change: "De combien la valeur de {r} a-t-elle changé de {y} à {z} ?",
  tellChange: "De {v} à {w} : {w} - {v} = {d}, {way}.",
  rise: "une hausse",
  fall: "une baisse",
  grown: "Dans combien de lignes la valeur de {z} dépasse-t-elle celle de {y} ?",
};

export const dataWords: Readonly<Record<Language, DataWords>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};

/** How tables of every kind are asked for as text. */
export const tableRequests: Readonly<
  Record<Language, { markdown: readonly string[]; html: readonly string[]; caption: readonly string[] }>
> = {
  en: {
    markdown: [
      "Convert the table to Markdown.",
      "Transcribe this table as Markdown.",
      "Write the table in the picture as a Markdown table.",
      "Extract the table (Markdown).",
    ],
    html: [
      "Convert the table to HTML.",
      "Write this table as HTML, with colspan and rowspan where cells are merged.",
      "Transcribe the table as an HTML table.",
      "Give the structure and content of the table in HTML.",
    ],
    caption: [
      "Describe the table.",
      "What is this table about?",
      "Summarize the table.",
      "Write a caption for this table.",
    ],
  },
  zh: {
    markdown: ["把表格转换成Markdown。", "用Markdown写出图中的表格。"],
    html: ["把表格转换成HTML。", "用HTML写出这张表格，合并的单元格用colspan和rowspan表示。"],
    caption: ["请描述这张表格。", "这张表格说的是什么？", "概括一下这张表格。"],
  },
  de: {
    markdown: ["Wandle die Tabelle in Markdown um.", "Schreib die Tabelle als Markdown ab."],
    html: ["Wandle die Tabelle in HTML um.", "Gib Aufbau und Inhalt der Tabelle als HTML an."],
    caption: ["Beschreibe die Tabelle.", "Worum geht es in der Tabelle?"],
  },
  es: {
    markdown: ["Convierte la tabla a Markdown.", "Transcribe esta tabla en Markdown."],
    html: ["Convierte la tabla a HTML.", "Escribe la estructura y el contenido de la tabla en HTML."],
    caption: ["Describe la tabla.", "¿De qué trata esta tabla?"],
  },
  fr: {
    markdown: ["Convertis le tableau en Markdown.", "Transcris ce tableau en Markdown."],
    html: ["Convertis le tableau en HTML.", "Donne la structure et le contenu du tableau en HTML."],
    caption: ["Décris le tableau.", "De quoi parle ce tableau ?"],
  },
};
