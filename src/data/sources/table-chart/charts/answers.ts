/** What can be written about a whole chart: a caption, and its data as a table. It asks no questions. */
import type { Random } from "../../../random.ts";
import { type Chart, isAxisless, isLine, type Kind, printed } from "./chart.ts";
import { listed } from "./phrases.ts";
import { fill } from "./questions.ts";
import { formatNumber, type Language, unitName } from "./units.ts";

const kindNames: Record<Language, Record<Kind, string>> = {
  en: {
    bar: "bar chart",
    "horizontal-bar": "horizontal bar chart",
    "grouped-bar": "grouped bar chart",
    "stacked-bar": "stacked bar chart",
    lollipop: "lollipop chart",
    line: "line chart",
    "multi-line": "line chart with several lines",
    "step-line": "step line chart",
    area: "area chart",
    "stacked-area": "stacked area chart",
    pie: "pie chart",
    donut: "donut chart",
    rose: "rose chart",
    treemap: "treemap",
    funnel: "funnel chart",
    radar: "radar chart",
    "heat-map": "heat map",
    histogram: "histogram",
    waterfall: "waterfall chart",
    gauge: "gauge",
  },
  zh: {
    bar: "柱状图",
    "horizontal-bar": "条形图",
    "grouped-bar": "分组柱状图",
    "stacked-bar": "堆叠柱状图",
    lollipop: "棒棒糖图",
    line: "折线图",
    "multi-line": "多条折线图",
    "step-line": "阶梯图",
    area: "面积图",
    "stacked-area": "堆叠面积图",
    pie: "饼图",
    donut: "环形图",
    rose: "玫瑰图",
    treemap: "矩形树图",
    funnel: "漏斗图",
    radar: "雷达图",
    "heat-map": "热力图",
    histogram: "直方图",
    waterfall: "瀑布图",
    gauge: "仪表盘",
  },
  de: {
    bar: "Säulendiagramm",
    "horizontal-bar": "Balkendiagramm",
    "grouped-bar": "gruppiertes Säulendiagramm",
    "stacked-bar": "gestapeltes Säulendiagramm",
    lollipop: "Lollipop-Diagramm",
    line: "Liniendiagramm",
    "multi-line": "Liniendiagramm mit mehreren Linien",
    "step-line": "Stufendiagramm",
    area: "Flächendiagramm",
    "stacked-area": "gestapeltes Flächendiagramm",
    pie: "Kreisdiagramm",
    donut: "Ringdiagramm",
    rose: "Rosendiagramm",
    treemap: "Kacheldiagramm",
    funnel: "Trichterdiagramm",
    radar: "Netzdiagramm",
    "heat-map": "Heatmap",
    histogram: "Histogramm",
    waterfall: "Wasserfalldiagramm",
    gauge: "Tachodiagramm",
  },
  es: {
    bar: "gráfico de columnas",
    "horizontal-bar": "gráfico de barras horizontales",
    "grouped-bar": "gráfico de columnas agrupadas",
    "stacked-bar": "gráfico de columnas apiladas",
    lollipop: "gráfico de piruletas",
    line: "gráfico de líneas",
    "multi-line": "gráfico de varias líneas",
    "step-line": "gráfico escalonado",
    area: "gráfico de área",
    "stacked-area": "gráfico de áreas apiladas",
    pie: "gráfico circular",
    donut: "gráfico de anillo",
    rose: "gráfico de rosa",
    treemap: "mapa de árbol",
    funnel: "gráfico de embudo",
    radar: "gráfico de radar",
    "heat-map": "mapa de calor",
    histogram: "histograma",
    waterfall: "gráfico de cascada",
    gauge: "indicador",
  },
  fr: {
    bar: "histogramme en colonnes",
    "horizontal-bar": "graphique à barres horizontales",
    "grouped-bar": "graphique à colonnes groupées",
    "stacked-bar": "graphique à colonnes empilées",
    lollipop: "graphique en sucettes",
    line: "graphique en courbe",
    "multi-line": "graphique à plusieurs courbes",
    "step-line": "graphique en escalier",
    area: "graphique en aires",
    "stacked-area": "graphique en aires empilées",
    pie: "camembert",
    donut: "graphique en anneau",
    rose: "diagramme en rose",
    treemap: "carte proportionnelle",
    funnel: "graphique en entonnoir",
    radar: "graphique radar",
    "heat-map": "carte de chaleur",
    histogram: "histogramme",
    waterfall: "graphique en cascade",
    gauge: "jauge",
  },
};

export function kindName(kind: Kind, language: Language): string {
  return kindNames[language][kind];
}

interface CaptionWords {
  readonly opening: readonly string[];
  readonly several: string;
  readonly most: readonly string[];
  readonly least: readonly string[];
  readonly range: string;
  readonly rise: string;
  readonly fall: string;
  readonly gauge: string;
  readonly flow: string;
}

const captionWords: Record<Language, CaptionWords> = {
  en: {
    opening: [
      'A {kind} titled "{t}" shows the {m} for {n} entries: {list}.',
      'This {kind}, "{t}", compares the {m} of {list}.',
      '"{t}": a {kind} of {m} with {n} entries ({list}).',
      'The picture is a {kind} with the heading "{t}". It shows {m} for {list}.',
    ],
    several: "It has {n} series: {list}.",
    most: ["The highest value is {v} for {c}.", "{c} leads with {v}."],
    least: ["The lowest is {v} for {c}.", "{c} comes last with {v}."],
    range: "{c} is the highest and {d} the lowest.",
    rise: "Over the whole range the values rise from {c} to {d}.",
    fall: "Over the whole range the values fall from {c} to {d}.",
    gauge: 'A gauge titled "{t}" shows {v}.',
    flow: "It starts at {v}, ends at {w} and has {n} changes in between: {list}.",
  },
  zh: {
    opening: ["这是一张{kind}，标题为“{t}”，展示了{n}项的{m}：{list}。", "{kind}“{t}”比较了{list}的{m}。"],
    several: "图中有{n}个系列：{list}。",
    most: ["最高的是{c}，为{v}。"],
    least: ["最低的是{c}，为{v}。"],
    range: "{c}最高，{d}最低。",
    rise: "从{c}到{d}整体上升。",
    fall: "从{c}到{d}整体下降。",
    gauge: "仪表盘“{t}”显示{v}。",
    flow: "从{v}开始，到{w}结束，中间有{n}项变化：{list}。",
  },
  de: {
    // No articles: names of kinds have genders and endings of their own (die Heatmap, das gestapelte ...).
    opening: ["„{t}“ ({kind}) mit {n} Einträgen: {list}.", "„{t}“ ({kind}) zeigt {m} für {list}."],
    several: "Es gibt {n} Reihen: {list}.",
    most: ["Am höchsten ist {c} mit {v}."],
    least: ["Am niedrigsten ist {c} mit {v}."],
    range: "Am höchsten ist {c}, am niedrigsten {d}.",
    rise: "Insgesamt steigen die Werte von {c} bis {d}.",
    fall: "Insgesamt fallen die Werte von {c} bis {d}.",
    gauge: "Eine Anzeige mit dem Titel „{t}“ steht auf {v}.",
    flow: "Es beginnt bei {v}, endet bei {w} und hat dazwischen {n} Änderungen: {list}.",
  },
  es: {
    opening: ["Un {kind} titulado «{t}» con {n} entradas: {list}.", "El {kind} «{t}» muestra {m} para {list}."],
    several: "Hay {n} series: {list}.",
    most: ["El valor más alto es {v}, de {c}."],
    least: ["El más bajo es {v}, de {c}."],
    range: "{c} es el más alto y {d} el más bajo.",
    rise: "En conjunto, los valores suben de {c} a {d}.",
    fall: "En conjunto, los valores bajan de {c} a {d}.",
    gauge: "Un indicador titulado «{t}» muestra {v}.",
    flow: "Empieza en {v}, termina en {w} y tiene {n} cambios: {list}.",
  },
  fr: {
    opening: ["Graphique « {t} » ({kind}) avec {n} entrées : {list}.", "« {t} » : {kind}, {m} pour {list}."],
    several: "Il compte {n} séries : {list}.",
    most: ["La valeur la plus élevée est {v}, pour {c}."],
    least: ["La plus basse est {v}, pour {c}."],
    range: "{c} est le plus élevé et {d} le plus bas.",
    rise: "Dans l’ensemble, les valeurs montent de {c} à {d}.",
    fall: "Dans l’ensemble, les valeurs descendent de {c} à {d}.",
    gauge: "Une jauge intitulée « {t} » indique {v}.",
    flow: "Départ à {v}, fin à {w}, avec {n} changements : {list}.",
  },
};

/** Two to four sentences that the picture bears out. */
export function captionOf(chart: Chart, random: Random): string {
  const words = captionWords[chart.language];
  const values = chart.series[0]!.values;
  const slots = {
    kind: kindName(chart.kind, chart.language),
    t: chart.title,
    m: chart.measure.name,
    n: String(chart.categories.length),
    list: listed(chart.categories, chart.language),
  };
  if (chart.kind === "gauge") return fill(words.gauge, { ...slots, v: printed(chart, values[0]!) });
  const opening = fill(random.pick(words.opening), slots).replace(/^A ([aeiou])/, "An $1");
  if (chart.kind === "waterfall") {
    const changes = chart.categories.slice(1, -1);
    const flow = {
      v: printed(chart, values[0]!),
      w: printed(chart, values[values.length - 1]!),
      n: String(changes.length),
      list: listed(changes, chart.language),
    };
    return join(chart, [opening, fill(words.flow, flow)]);
  }
  const sentences = [opening];
  if (chart.series.length > 1)
    sentences.push(
      fill(words.several, {
        n: String(chart.series.length),
        list: listed(
          chart.series.map(({ name }) => name),
          chart.language,
        ),
      }),
    );
  else sentences.push(...extremes(chart, random));
  return join(chart, sentences);
}

function extremes(chart: Chart, random: Random): string[] {
  const words = captionWords[chart.language];
  const { values } = chart.series[0]!;
  const order = values.map((value, i) => ({ value, category: chart.categories[i]! })).sort((a, b) => b.value - a.value);
  const [first, second] = [order[0]!, order[1]!];
  const [last, other] = [order[order.length - 1]!, order[order.length - 2]!];
  const gap = isAxisless(chart.kind) ? first.value * 0.2 : (chart.scale.high - chart.scale.low) * 0.07;
  const sentences: string[] = [];
  if (chart.reading === "order") {
    if (first.value - second.value >= gap && other.value - last.value >= gap)
      sentences.push(fill(words.range, { c: first.category, d: last.category }));
  } else {
    if (first.value > second.value)
      sentences.push(fill(random.pick(words.most), { c: first.category, v: printed(chart, first.value) }));
    if (last.value < other.value)
      sentences.push(fill(random.pick(words.least), { c: last.category, v: printed(chart, last.value) }));
  }
  const change = values[values.length - 1]! - values[0]!;
  if (isLine(chart.kind) && !chart.scale.log && Math.abs(change) > (chart.scale.high - chart.scale.low) * 0.3)
    sentences.push(
      fill(change > 0 ? words.rise : words.fall, {
        c: chart.categories[0]!,
        d: chart.categories[chart.categories.length - 1]!,
      }),
    );
  return sentences;
}

function join(chart: Chart, sentences: readonly string[]): string {
  return sentences.join(chart.language === "zh" ? "" : " ");
}

/** The drawn data as a table: one row a category, one column a series. Numbers are written as the chart's language writes them. */
export function tableOf(chart: Chart): string[][] {
  const unit = unitName(chart.unit);
  const suffix = unit === "" ? "" : ` (${unit})`;
  const head =
    chart.series.length > 1
      ? [chart.collection.name, ...chart.series.map(({ name }) => `${name}${suffix}`)]
      : [chart.collection.name, `${chart.measure.name}${suffix}`];
  return [
    head,
    ...chart.categories.map((category, i) => [
      category,
      ...chart.series.map(({ values }) => formatNumber(values[i]!, chart.measure.decimals, chart.language)),
    ]),
  ];
}

export function markdownTable(rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  const [head, ...body] = rows;
  return [line(head!), line(head!.map(() => "---")), ...body.map(line)].join("\n");
}

export function csvTable(rows: readonly (readonly string[])[]): string {
  const quoted = (cell: string) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((cells) => cells.map(quoted).join(",")).join("\n");
}

export const tableRequests: Record<Language, { markdown: readonly string[]; csv: readonly string[] }> = {
  en: {
    markdown: [
      "Convert this chart into a Markdown table.",
      "Extract the chart's data as a Markdown table.",
      "Give me the underlying data of the chart in Markdown.",
      "Write the values of this figure as a table (Markdown).",
    ],
    csv: [
      "Convert this chart to CSV.",
      "Extract the data of the chart as comma-separated values.",
      "Give the numbers behind this picture as CSV.",
    ],
  },
  zh: {
    markdown: ["把这张图表转换成Markdown表格。", "提取图中的数据，用Markdown表格表示。"],
    csv: ["把图表数据输出为CSV。"],
  },
  de: {
    markdown: ["Wandle das Diagramm in eine Markdown-Tabelle um."],
    csv: ["Gib die Daten des Diagramms als CSV aus."],
  },
  es: { markdown: ["Convierte el gráfico en una tabla Markdown."], csv: ["Escribe los datos del gráfico como CSV."] },
  fr: { markdown: ["Convertis ce graphique en tableau Markdown."], csv: ["Donne les données du graphique en CSV."] },
};

export const captionRequests: Record<Language, readonly string[]> = {
  en: [
    "Describe this chart.",
    "Write a caption for the chart.",
    "Summarize what the chart shows.",
    "What does this figure show?",
    "Explain the chart in a few sentences.",
  ],
  zh: ["请描述这张图表。", "这张图表说明了什么？", "为图表写一段说明。"],
  de: ["Beschreibe das Diagramm.", "Was zeigt das Diagramm?"],
  es: ["Describe el gráfico.", "¿Qué muestra el gráfico?"],
  fr: ["Décris ce graphique.", "Que montre ce graphique ?"],
};

export const shortRequest: Record<Language, string> = {
  en: " Answer with a word or a number only.",
  zh: "只回答结果。",
  de: " Antworte nur mit dem Ergebnis.",
  es: " Responde solo con el resultado.",
  fr: " Réponds seulement par le résultat.",
};
