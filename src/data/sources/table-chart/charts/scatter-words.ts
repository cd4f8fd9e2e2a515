/** What is said and asked about points in a plane, in five languages. Slots in braces are filled by scatter-talk.ts. */
import type { Relation } from "./scatter-data.ts";
import type { Language } from "./units.ts";

/** `{x}` and `{y}` are the quantities, `{X}` and `{Y}` the same at the beginning of a sentence, `{thing}` what a point is. */
export interface ScatterWords {
  readonly titles: readonly string[];
  readonly scatterPlot: string;
  readonly bubbleChart: string;
  readonly unit: string;
  readonly captionOfClouds: string;
  readonly captionOfDots: string;
  readonly groups: string;
  readonly relation: Readonly<Record<Relation, string>>;
  /** The same for each of several groups. */
  readonly relationWithin: Readonly<Record<Relation, string>>;
  readonly highestOf: string;
  readonly kind: string;
  readonly kindWithin: string;
  readonly kinds: Readonly<Record<Relation, string>>;
  readonly axes: string;
  readonly tellAxes: string;
  readonly howManyGroups: string;
  readonly topGroup: string;
  readonly tellTopGroup: string;
  readonly howMany: string;
  readonly counted: string;
  readonly highest: string;
  readonly lowest: string;
  readonly tellExtreme: string;
  readonly value: string;
  readonly tellValue: Readonly<Record<"x" | "y", string>>;
  readonly above: string;
  readonly none: string;
  readonly largest: string;
  readonly smallest: string;
  readonly tellLargest: string;
  readonly tellSmallest: string;
  readonly describe: readonly string[];
  readonly table: readonly string[];
}

export const scatterWords: Readonly<Record<Language, ScatterWords>> = {
  en: {
    titles: ["{Y} against {x}", "{X} and {y} by {thing}", "{Y} vs. {x}", "Does {x} affect {y}?"],
    scatterPlot: "scatter plot",
    bubbleChart: "bubble chart",
    unit: "{q} ({u})",
    captionOfClouds: 'A scatter plot titled "{t}" with {xAxis} on the horizontal and {yAxis} on the vertical axis.',
    captionOfDots: 'A {kind} titled "{t}" that places {n} points ({list}) by {x} and {y}.',
    groups: "It has {n} groups: {list}.",
    relation: {
      positive: "Higher values of {x} go with higher values of {y}.",
      negative: "Higher values of {x} go with lower values of {y}.",
      none: "There is no clear relation between {x} and {y}.",
    },
    relationWithin: {
      positive: "Within each group, higher values of {x} go with higher values of {y}.",
      negative: "Within each group, higher values of {x} go with lower values of {y}.",
      none: "Within each group, there is no clear relation between {x} and {y}.",
    },
    highestOf: "{d} has the highest {q} with {v}.",
    kind: "What kind of correlation do the points show: positive, negative or none?",
    kindWithin: "What kind of correlation do the points show within each group: positive, negative or none?",
    kinds: { positive: "Positive. {r}", negative: "Negative. {r}", none: "None. {r}" },
    axes: "What do the two axes stand for?",
    tellAxes: "The horizontal axis is {xAxis}, the vertical axis {yAxis}.",
    howManyGroups: "How many groups are there?",
    topGroup: "Which group has the highest {y} on average?",
    tellTopGroup: "{g}; its points lie highest.",
    howMany: "How many points are plotted?",
    counted: "{n}: {list}.",
    highest: "Which {thing} has the highest {q}?",
    lowest: "Which {thing} has the lowest {q}?",
    tellExtreme: "{d}, with {v}.",
    value: "What is the {q} of {d}?",
    tellValue: { x: "{d} is at {v} on the horizontal axis.", y: "{d} is at {v} on the vertical axis." },
    above: "For how many points is the {q} above {v}?",
    none: "None, so 0.",
    largest: "Which {thing} has the largest bubble?",
    smallest: "Which {thing} has the smallest bubble?",
    tellLargest: "{d} has the largest bubble.",
    tellSmallest: "{d} has the smallest bubble.",
    describe: ["Describe this figure.", "What does the plot show?", "Write a caption for this chart."],
    table: ["Read off all points as a Markdown table.", "Convert the scatter plot to a Markdown table."],
  },
  zh: {
    titles: ["{x}与{y}的关系", "各{thing}的{x}和{y}", "{y}与{x}对比", "{x}会影响{y}吗？"],
    scatterPlot: "散点图",
    bubbleChart: "气泡图",
    unit: "{q}（{u}）",
    captionOfClouds: "标题为“{t}”的散点图，横轴是{xAxis}，纵轴是{yAxis}。",
    captionOfDots: "标题为“{t}”的{kind}，按{x}和{y}标出了{n}个点：{list}。",
    groups: "图中有{n}组：{list}。",
    relation: {
      positive: "{x}越大，{y}越高。",
      negative: "{x}越大，{y}越低。",
      none: "{x}与{y}之间没有明显的关系。",
    },
    relationWithin: {
      positive: "在每一组内，{x}越大，{y}越高。",
      negative: "在每一组内，{x}越大，{y}越低。",
      none: "在每一组内，{x}与{y}之间没有明显的关系。",
    },
    highestOf: "{d}的{q}最高，为{v}。",
    kind: "这些点是正相关、负相关还是不相关？",
    kindWithin: "在每一组内，这些点是正相关、负相关还是不相关？",
    kinds: { positive: "正相关。{r}", negative: "负相关。{r}", none: "不相关。{r}" },
    axes: "两个坐标轴分别表示什么？",
    tellAxes: "横轴是{xAxis}，纵轴是{yAxis}。",
    howManyGroups: "图中有几组？",
    topGroup: "哪一组的{y}平均最高？",
    tellTopGroup: "{g}，它的点位置最高。",
    howMany: "图中标出了几个点？",
    counted: "{n}个：{list}。",
    highest: "哪个{thing}的{q}最高？",
    lowest: "哪个{thing}的{q}最低？",
    tellExtreme: "{d}，为{v}。",
    value: "{d}的{q}是多少？",
    tellValue: { x: "{d}在横轴上位于{v}。", y: "{d}在纵轴上位于{v}。" },
    above: "有几个点的{q}超过{v}？",
    none: "没有，是0个。",
    largest: "哪个{thing}的气泡最大？",
    smallest: "哪个{thing}的气泡最小？",
    tellLargest: "{d}的气泡最大。",
    tellSmallest: "{d}的气泡最小。",
    describe: ["请描述这张图。", "这张图说明了什么？", "为图表写一段说明。"],
    table: ["把所有点读出来，写成Markdown表格。", "把散点图转换成Markdown表格。"],
  },
  de: {
    titles: ["{Y} und {x}", "{X} gegen {y}", "{Y} nach {x}"],
    scatterPlot: "Streudiagramm",
    bubbleChart: "Blasendiagramm",
    unit: "{q} ({u})",
    captionOfClouds: "Ein Streudiagramm mit dem Titel „{t}“; waagrecht {xAxis}, senkrecht {yAxis}.",
    captionOfDots: "Ein {kind} mit dem Titel „{t}“ und {n} Punkten ({list}) nach {x} und {y}.",
    groups: "Es gibt {n} Gruppen: {list}.",
    relation: {
      positive: "„{Y}“ steigt, wenn „{X}“ wächst.",
      negative: "„{Y}“ fällt, wenn „{X}“ wächst.",
      none: "Zwischen „{X}“ und „{Y}“ ist kein klarer Zusammenhang zu sehen.",
    },
    relationWithin: {
      positive: "In jeder Gruppe steigt „{Y}“, wenn „{X}“ wächst.",
      negative: "In jeder Gruppe fällt „{Y}“, wenn „{X}“ wächst.",
      none: "In keiner Gruppe ist zwischen „{X}“ und „{Y}“ ein klarer Zusammenhang zu sehen.",
    },
    highestOf: "Am höchsten ist „{Q}“ bei {d} mit {v}.",
    kind: "Ist der Zusammenhang der Punkte positiv, negativ oder gibt es keinen?",
    kindWithin: "Ist der Zusammenhang innerhalb der Gruppen positiv, negativ oder gibt es keinen?",
    kinds: { positive: "Positiv. {r}", negative: "Negativ. {r}", none: "Keinen. {r}" },
    axes: "Wofür stehen die beiden Achsen?",
    tellAxes: "Waagrecht steht {xAxis}, senkrecht {yAxis}.",
    howManyGroups: "Wie viele Gruppen gibt es?",
    topGroup: "In welcher Gruppe ist „{Y}“ im Mittel am höchsten?",
    tellTopGroup: "{g}; diese Punkte liegen am höchsten.",
    howMany: "Wie viele Punkte sind eingezeichnet?",
    counted: "{n}: {list}.",
    highest: "Bei welchem Punkt ist „{Q}“ am höchsten?",
    lowest: "Bei welchem Punkt ist „{Q}“ am niedrigsten?",
    tellExtreme: "{d} mit {v}.",
    value: "Welchen Wert hat „{Q}“ bei {d}?",
    tellValue: { x: "{d} liegt waagrecht bei {v}.", y: "{d} liegt senkrecht bei {v}." },
    above: "Bei wie vielen Punkten liegt „{Q}“ über {v}?",
    none: "Bei keinem, also 0.",
    largest: "Welche Blase ist die größte?",
    smallest: "Welche Blase ist die kleinste?",
    tellLargest: "Die von {d}.",
    tellSmallest: "Die von {d}.",
    describe: ["Beschreibe das Diagramm.", "Was zeigt das Diagramm?"],
    table: ["Lies alle Punkte ab und schreib sie als Markdown-Tabelle."],
  },
  es: {
    titles: ["{Y} según {x}", "{X} y {y}", "{Y} frente a {x}"],
    scatterPlot: "gráfico de dispersión",
    bubbleChart: "gráfico de burbujas",
    unit: "{q} ({u})",
    captionOfClouds: "Un gráfico de dispersión titulado «{t}»; en horizontal, {xAxis}; en vertical, {yAxis}.",
    captionOfDots: "Un {kind} titulado «{t}» con {n} puntos ({list}) según {x} y {y}.",
    groups: "Hay {n} grupos: {list}.",
    relation: {
      positive: "«{Y}» sube cuando «{X}» aumenta.",
      negative: "«{Y}» baja cuando «{X}» aumenta.",
      none: "No se ve una relación clara entre «{X}» y «{Y}».",
    },
    relationWithin: {
      positive: "En cada grupo, «{Y}» sube cuando «{X}» aumenta.",
      negative: "En cada grupo, «{Y}» baja cuando «{X}» aumenta.",
      none: "En ningún grupo se ve una relación clara entre «{X}» y «{Y}».",
    },
    highestOf: "El valor más alto de «{Q}» es {v}, de {d}.",
    kind: "¿La correlación de los puntos es positiva, negativa o nula?",
    kindWithin: "¿La correlación dentro de cada grupo es positiva, negativa o nula?",
    kinds: { positive: "Positiva. {r}", negative: "Negativa. {r}", none: "Nula. {r}" },
    axes: "¿Qué representan los dos ejes?",
    tellAxes: "El eje horizontal es {xAxis}; el vertical, {yAxis}.",
    howManyGroups: "¿Cuántos grupos hay?",
    topGroup: "¿En qué grupo es más alto, de media, el valor de «{Y}»?",
    tellTopGroup: "{g}; sus puntos están más arriba.",
    howMany: "¿Cuántos puntos hay?",
    counted: "{n}: {list}.",
    highest: "¿Qué punto tiene el valor más alto de «{Q}»?",
    lowest: "¿Qué punto tiene el valor más bajo de «{Q}»?",
    tellExtreme: "{d}, con {v}.",
    value: "¿Qué valor de «{Q}» tiene {d}?",
    tellValue: { x: "{d} está en {v} del eje horizontal.", y: "{d} está en {v} del eje vertical." },
    above: "¿Cuántos puntos superan {v} en «{Q}»?",
    none: "Ninguno, es decir, 0.",
    largest: "¿Qué burbuja es la más grande?",
    smallest: "¿Qué burbuja es la más pequeña?",
    tellLargest: "La de {d}.",
    tellSmallest: "La de {d}.",
    describe: ["Describe el gráfico.", "¿Qué muestra el gráfico?"],
    table: ["Escribe todos los puntos en una tabla Markdown."],
  },
  fr: {
    titles: ["{Y} selon {x}", "{X} et {y}", "{Y} en fonction de {x}"],
    scatterPlot: "nuage de points",
    bubbleChart: "graphique à bulles",
    unit: "{q} ({u})",
    captionOfClouds: "Un nuage de points intitulé « {t} » ; à l’horizontale {xAxis}, à la verticale {yAxis}.",
    captionOfDots: "Un {kind} intitulé « {t} » avec {n} points ({list}) selon {x} et {y}.",
    groups: "Il y a {n} groupes : {list}.",
    relation: {
      positive: "« {Y} » monte quand « {X} » augmente.",
      negative: "« {Y} » baisse quand « {X} » augmente.",
      none: "On ne voit pas de relation nette entre « {X} » et « {Y} ».",
    },
    relationWithin: {
      positive: "Dans chaque groupe, « {Y} » monte quand « {X} » augmente.",
      negative: "Dans chaque groupe, « {Y} » baisse quand « {X} » augmente.",
      none: "Dans aucun groupe on ne voit de relation nette entre « {X} » et « {Y} ».",
    },
    highestOf: "La valeur la plus élevée de « {Q} » est {v}, pour {d}.",
    kind: "La corrélation des points est-elle positive, négative ou nulle ?",
    kindWithin: "Dans chaque groupe, la corrélation est-elle positive, négative ou nulle ?",
    kinds: { positive: "Positive. {r}", negative: "Négative. {r}", none: "Nulle. {r}" },
    axes: "Que représentent les deux axes ?",
    tellAxes: "L’axe horizontal est {xAxis}, l’axe vertical {yAxis}.",
    howManyGroups: "Combien y a-t-il de groupes ?",
    topGroup: "Dans quel groupe « {Y} » est-il en moyenne le plus élevé ?",
    tellTopGroup: "{g} ; ses points sont les plus hauts.",
    howMany: "Combien de points y a-t-il ?",
    counted: "{n} : {list}.",
    highest: "Quel point a la valeur la plus élevée de « {Q} » ?",
    lowest: "Quel point a la valeur la plus basse de « {Q} » ?",
    tellExtreme: "{d}, avec {v}.",
    value: "Quelle valeur de « {Q} » a le point {d} ?",
    tellValue: { x: "{d} est à {v} sur l’axe horizontal.", y: "{d} est à {v} sur l’axe vertical." },
    above: "Combien de points dépassent {v} pour « {Q} » ?",
    none: "Aucun, donc 0.",
    largest: "Quelle bulle est la plus grande ?",
    smallest: "Quelle bulle est la plus petite ?",
    tellLargest: "Celle de {d}.",
    tellSmallest: "Celle de {d}.",
    describe: ["Décris ce graphique.", "Que montre ce graphique ?"],
    table: ["Relève tous les points dans un tableau Markdown."],
  },
};
