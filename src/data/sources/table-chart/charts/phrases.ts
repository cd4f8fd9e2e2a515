/** The wordings of questions and answers about charts in five languages. Slots are filled by questions.ts. */
import type { Language } from "./units.ts";

const and: Record<Language, string> = { en: " and ", zh: "和", de: " und ", es: " y ", fr: " et " };

/** "a, b and c", as the language joins things. */
export function listed(names: readonly string[], language: Language): string {
  if (names.length < 2) return names[0] ?? "";
  const comma = language === "zh" ? "、" : ", ";
  return `${names.slice(0, -1).join(comma)}${and[language]}${names[names.length - 1]!}`;
}

export interface Phrase {
  readonly ask: readonly string[];
  /** Answers that show their steps. */
  readonly tell: readonly string[];
}

const tasks = [
  "title",
  "reading",
  "count",
  "seriesCount",
  "within",
  "max",
  "min",
  "maxSeen",
  "minSeen",
  "compare",
  "compareSeen",
  "lookup",
  "difference",
  "ratio",
  "sum",
  "average",
  "above",
  "second",
  "rise",
  "fall",
  "jump",
  "seriesMax",
  "seriesSum",
  "falls",
  "change",
  "net",
] as const;
export type Task = (typeof tasks)[number];

const phrase = (ask: string[], tell: string[]): Phrase => ({ ask, tell });

const english: Record<Task, Phrase> = {
  title: phrase(
    ["What is the title of the chart?", "What does the heading of this chart say?", "Read the chart's title."],
    ['The title is "{t}".', "{t}"],
  ),
  reading: phrase(
    ["What value does the gauge show?", "Which value is the needle at?", "Read the gauge."],
    ["The gauge shows {v}.", "The needle points to {v}, as the printed value confirms."],
  ),
  count: phrase(
    [
      "How many {set} entries does the chart have?",
      "How many different {set} values are shown?",
      "Count the {set} labels in the chart.",
    ],
    ["There are {n}: {list}.", "The labels are {list}, so {n} in all."],
  ),
  seriesCount: phrase(
    ["How many series are compared?", "How many groups are compared?", "How many data series are there?"],
    ["{n}: {list}.", "The chart compares {n} series, namely {list}."],
  ),
  within: phrase([" in the series {s}"], [""]),
  max: phrase(
    [
      "Which {set} has the highest {m}{within}?",
      "Which {set} has the largest {m}{within}?",
      "For which {set} is the {m} highest{within}?",
      "What is the top {set} by {m}{within}?",
    ],
    [
      "The values are {list}. The largest is {v}, which belongs to {c}.",
      "{c} has the highest value with {v}.",
      "Reading every value: {list}. So the answer is {c} ({v}).",
      "It is {c}, at {v}.",
    ],
  ),
  min: phrase(
    [
      "Which {set} has the lowest {m}{within}?",
      "For which {set} is the {m} smallest{within}?",
      "Where is the {m} lowest{within}?",
    ],
    [
      "The values are {list}. The smallest is {v}, which belongs to {c}.",
      "{c} has the lowest value with {v}.",
      "Reading every value: {list}. So the answer is {c} ({v}).",
    ],
  ),
  maxSeen: phrase(
    [
      "Which {set} has the highest {m}{within}?",
      "Without exact numbers: which {set} ranks first{within}?",
      "For which {set} is the {m} largest{within}?",
    ],
    ["{c} stands out as the largest.", "It is {c}.", "{c}"],
  ),
  minSeen: phrase(
    [
      "Which {set} has the lowest {m}{within}?",
      "Which {set} ranks last{within}?",
      "For which {set} is the {m} smallest{within}?",
    ],
    ["{c} is the smallest.", "It is {c}.", "{c}"],
  ),
  compare: phrase(
    [
      "Which is higher{within}, {c} or {d}?",
      "Is the {m} higher for {c} or for {d}{within}?",
      "Compare {c} and {d}{within}: which one is larger?",
    ],
    [
      "{more} has {v} and {less} has {w}, so {more} is higher.",
      "{more}: {v} against {w} for {less}.",
      "{v} ({more}) is more than {w} ({less}). The answer is {more}.",
    ],
  ),
  compareSeen: phrase(
    ["Which is higher{within}, {c} or {d}?", "Is the {m} higher for {c} or for {d}{within}?"],
    ["{more} is higher than {less}.", "{more}"],
  ),
  lookup: phrase(
    [
      "What is the {m} for {c}{within}?",
      "What value is shown for {c}{within}?",
      "How high is the {m} of {c}{within}?",
      "Give the value of {c}{within}.",
    ],
    ["The value for {c} is {v}.", "{v}", "The chart shows {v} for {c}."],
  ),
  difference: phrase(
    [
      "What is the difference between {c} and {d}{within}?",
      "By how much does {c} exceed {d}{within}?",
      "How much higher is {c} than {d}{within}?",
    ],
    [
      "{c} has {v} and {d} has {w}. The difference is {v} - {w} = {r}.",
      "{v} - {w} = {r}.",
      "{c}: {v}. {d}: {w}. So the difference is {r}.",
    ],
  ),
  ratio: phrase(
    [
      "How many times as high as {d} is {c}{within}?",
      "{c} is how many times {d}{within}?",
      "What is the ratio of {c} to {d}{within}?",
    ],
    ["{c} has {v} and {d} has {w}; {v} / {w} = {r}, so it is {r} times as high.", "{v} / {w} = {r}."],
  ),
  sum: phrase(
    [
      "What is the total {m}{within}?",
      "What do all values add up to{within}?",
      "Add up the {m} of all entries{within}.",
    ],
    ["{sum} = {r}.", "Adding the values: {sum} = {r}. The total is {r}."],
  ),
  average: phrase(
    ["What is the average of the values{within}?", "What is the mean {m}{within}?"],
    ["The sum is {sum} = {total}. Divided by {n} this gives {r}.", "({sum}) / {n} = {r}."],
  ),
  above: phrase(
    ["How many values are above {v}{within}?", "For how many entries is the {m} greater than {v}{within}?"],
    ["Above {v} are {list}. That makes {n}.", "{n}: {list}."],
  ),
  second: phrase(
    ["Which {set} comes second{within}?", "Which {set} has the second highest {m}{within}?"],
    ["In descending order: {list}. The second is {c}.", "{c}, with {v}."],
  ),
  rise: phrase(
    [
      "Describe the trend{within}.",
      "Does the line rise or fall from {c} to {d}{within}?",
      "How does the {m} develop{within}?",
    ],
    ["It rises from {c} to {d}.", "The {m} goes up from {c} to {d} without falling in between."],
  ),
  fall: phrase(
    [
      "Describe the trend{within}.",
      "Does the line rise or fall from {c} to {d}{within}?",
      "How does the {m} develop{within}?",
    ],
    ["It falls from {c} to {d}.", "The {m} goes down from {c} to {d} without rising in between."],
  ),
  jump: phrase(
    [
      "Between which two neighbouring points is the largest increase{within}?",
      "Where does the {m} grow the most{within}?",
    ],
    ["The steepest rise is from {c} to {d}.", "Between {c} and {d}."],
  ),
  seriesMax: phrase(
    ["Which series is highest at {c}?", "At {c}, which series has the largest value?", "Who leads at {c}?"],
    ["At {c} the values are {list}. The highest is {s}.", "{s}, with {v}."],
  ),
  seriesSum: phrase(
    ["What is the sum of all series at {c}?", "Add up all series at {c}.", "What is the total at {c}?"],
    ["{sum} = {r}.", "At {c}: {sum} = {r}."],
  ),
  falls: phrase(
    ["How many items reduce the balance?", "How many of the steps are decreases?"],
    ["{n}: {list}.", "The decreases are {list}, which makes {n}."],
  ),
  change: phrase(
    ["What is the change caused by {c}?", "How much does {c} change the balance?"],
    ["{c} changes the balance by {v}.", "{v}"],
  ),
  net: phrase(
    ["What is the net change from start to end?", "By how much does the balance change overall?"],
    ["It ends at {v} and began at {w}: {v} - {w} = {r}.", "{v} - {w} = {r}."],
  ),
};

const chinese: Record<Task, Phrase> = {
  title: phrase(["这张图表的标题是什么？", "图表标题写的是什么？"], ["标题是“{t}”。", "{t}"]),
  reading: phrase(["仪表盘显示的数值是多少？", "指针指向多少？"], ["仪表盘显示{v}。", "{v}"]),
  count: phrase(["图中一共有多少个{set}？", "图表包含几个类别？"], ["共有{n}个：{list}。"]),
  seriesCount: phrase(["图中有几个系列？", "图中比较了几组数据？"], ["{n}个：{list}。"]),
  within: phrase(["在“{s}”系列中，"], [""]),
  max: phrase(
    ["{within}哪个{set}的{m}最高？", "{within}{m}最大的是哪个{set}？"],
    ["各项数值为：{list}。最大值是{v}，对应{c}。", "{c}最高，为{v}。"],
  ),
  min: phrase(
    ["{within}哪个{set}的{m}最低？", "{within}{m}最小的是哪个{set}？"],
    ["各项数值为：{list}。最小值是{v}，对应{c}。", "{c}最低，为{v}。"],
  ),
  maxSeen: phrase(["{within}哪个{set}的{m}最高？"], ["是{c}。", "{c}"]),
  minSeen: phrase(["{within}哪个{set}的{m}最低？"], ["是{c}。", "{c}"]),
  compare: phrase(
    ["{within}{c}和{d}相比，哪个更高？", "{within}{c}与{d}哪个数值更大？"],
    ["{more}为{v}，{less}为{w}，所以{more}更高。"],
  ),
  compareSeen: phrase(["{within}{c}和{d}相比，哪个更高？"], ["{more}更高。"]),
  lookup: phrase(["{within}{c}的{m}是多少？", "{within}{c}对应的数值是多少？"], ["{c}的数值是{v}。", "{v}"]),
  difference: phrase(
    ["{within}{c}比{d}高多少？", "{within}{c}与{d}相差多少？"],
    ["{c}为{v}，{d}为{w}，相差{v} - {w} = {r}。"],
  ),
  ratio: phrase(["{within}{c}是{d}的几倍？"], ["{c}为{v}，{d}为{w}，{v} ÷ {w} = {r}，即{r}倍。"]),
  sum: phrase(["{within}{m}合计是多少？", "{within}所有数值之和是多少？"], ["{sum} = {r}。"]),
  average: phrase(["{within}平均值是多少？"], ["总和为{sum} = {total}，除以{n}得{r}。"]),
  above: phrase(["{within}有几个{set}的{m}超过{v}？"], ["超过{v}的有{list}，共{n}个。"]),
  second: phrase(["{within}{m}排名第二的是哪个{set}？"], ["从高到低依次是：{list}。第二名是{c}。"]),
  rise: phrase(["{within}{m}的变化趋势如何？"], ["从{c}到{d}呈上升趋势。"]),
  fall: phrase(["{within}{m}的变化趋势如何？"], ["从{c}到{d}呈下降趋势。"]),
  jump: phrase(["{within}哪两个相邻点之间增长最多？"], ["从{c}到{d}增长最多。"]),
  seriesMax: phrase(["在{c}，哪个系列的数值最高？"], ["{c}的数值为：{list}。最高的是{s}。"]),
  seriesSum: phrase(["{c}各系列之和是多少？"], ["{sum} = {r}。"]),
  falls: phrase(["有几个项目使余额减少？"], ["{n}个：{list}。"]),
  change: phrase(["{c}带来的变化是多少？"], ["{c}的变化是{v}。"]),
  net: phrase(["从期初到期末净变化是多少？"], ["{v} - {w} = {r}。"]),
};

const german: Record<Task, Phrase> = {
  title: phrase(["Wie lautet der Titel des Diagramms?"], ["Der Titel lautet „{t}“."]),
  reading: phrase(["Welchen Wert zeigt die Anzeige?"], ["Sie zeigt {v}."]),
  count: phrase(["Wie viele Einträge hat das Diagramm?"], ["{n}: {list}."]),
  seriesCount: phrase(["Wie viele Datenreihen gibt es?"], ["{n}: {list}."]),
  within: phrase([" in der Reihe „{s}“"], [""]),
  max: phrase(
    ["Wo ist der Wert{within} am höchsten?", "Welcher Eintrag hat{within} den höchsten Wert?"],
    ["Die Werte sind: {list}. Am höchsten ist {c} mit {v}.", "{c} mit {v}."],
  ),
  min: phrase(
    ["Wo ist der Wert{within} am niedrigsten?", "Welcher Eintrag hat{within} den kleinsten Wert?"],
    ["Die Werte sind: {list}. Am niedrigsten ist {c} mit {v}.", "{c} mit {v}."],
  ),
  maxSeen: phrase(["Wo ist der Wert{within} am höchsten?"], ["Bei {c}."]),
  minSeen: phrase(["Wo ist der Wert{within} am niedrigsten?"], ["Bei {c}."]),
  compare: phrase(["Was ist{within} höher, {c} oder {d}?"], ["{more} hat {v}, {less} hat {w}; höher ist also {more}."]),
  compareSeen: phrase(["Was ist{within} höher, {c} oder {d}?"], ["{more} ist höher."]),
  lookup: phrase(
    ["Welcher Wert gehört{within} zu {c}?", "Wie hoch ist der Wert für {c}{within}?"],
    ["Der Wert für {c} ist {v}.", "{v}"],
  ),
  difference: phrase(
    ["Wie groß ist{within} der Unterschied zwischen {c} und {d}?"],
    ["{c}: {v}, {d}: {w}. Der Unterschied ist {v} - {w} = {r}."],
  ),
  ratio: phrase(["Wievielmal so groß wie {d} ist {c}{within}?"], ["{v} / {w} = {r}, also {r}-mal so groß."]),
  sum: phrase(["Wie groß ist die Summe aller Werte{within}?"], ["{sum} = {r}."]),
  average: phrase(
    ["Wie groß ist der Mittelwert{within}?"],
    ["Die Summe ist {sum} = {total}; geteilt durch {n} ergibt das {r}."],
  ),
  above: phrase(["Wie viele Werte liegen{within} über {v}?"], ["Über {v} liegen {list}, also {n}."]),
  second: phrase(
    ["Welcher Eintrag steht{within} an zweiter Stelle?"],
    ["Absteigend: {list}. An zweiter Stelle steht {c}."],
  ),
  rise: phrase(["Wie verläuft die Linie{within}?"], ["Sie steigt von {c} bis {d}."]),
  fall: phrase(["Wie verläuft die Linie{within}?"], ["Sie fällt von {c} bis {d}."]),
  jump: phrase(["Zwischen welchen Nachbarn ist der Anstieg{within} am größten?"], ["Zwischen {c} und {d}."]),
  seriesMax: phrase(["Welche Reihe hat bei {c} den höchsten Wert?"], ["Bei {c}: {list}. Am höchsten ist {s}."]),
  seriesSum: phrase(["Wie groß ist die Summe aller Reihen bei {c}?"], ["{sum} = {r}."]),
  falls: phrase(["Wie viele Posten senken den Kassenstand?"], ["{n}: {list}."]),
  change: phrase(["Wie groß ist die Änderung durch {c}?"], ["Die Änderung durch {c} ist {v}."]),
  net: phrase(["Wie groß ist die Änderung insgesamt?"], ["{v} - {w} = {r}."]),
};

const spanish: Record<Task, Phrase> = {
  title: phrase(["¿Cuál es el título del gráfico?"], ["El título es «{t}»."]),
  reading: phrase(["¿Qué valor muestra el indicador?"], ["Muestra {v}."]),
  count: phrase(["¿Cuántas categorías tiene el gráfico?"], ["{n}: {list}."]),
  seriesCount: phrase(["¿Cuántas series se comparan?"], ["{n}: {list}."]),
  within: phrase([" en la serie «{s}»"], [""]),
  max: phrase(
    ["¿Qué categoría tiene el valor más alto{within}?", "¿Dónde está el máximo{within}?"],
    ["Los valores son: {list}. El mayor es {v}, de {c}.", "{c}, con {v}."],
  ),
  min: phrase(
    ["¿Qué categoría tiene el valor más bajo{within}?", "¿Dónde está el mínimo{within}?"],
    ["Los valores son: {list}. El menor es {v}, de {c}.", "{c}, con {v}."],
  ),
  maxSeen: phrase(["¿Qué categoría tiene el valor más alto{within}?"], ["Es {c}."]),
  minSeen: phrase(["¿Qué categoría tiene el valor más bajo{within}?"], ["Es {c}."]),
  compare: phrase(["¿Qué es mayor{within}: {c} o {d}?"], ["{more} tiene {v} y {less} tiene {w}; es mayor {more}."]),
  compareSeen: phrase(["¿Qué es mayor{within}: {c} o {d}?"], ["{more} es mayor."]),
  lookup: phrase(["¿Qué valor tiene {c}{within}?"], ["El valor de {c} es {v}.", "{v}"]),
  difference: phrase(
    ["¿Cuál es la diferencia entre {c} y {d}{within}?"],
    ["{c}: {v}, {d}: {w}. La diferencia es {v} - {w} = {r}."],
  ),
  ratio: phrase(
    ["¿Cuántas veces mayor es {c} que {d}{within}?", "¿Cuál es la razón entre {c} y {d}{within}?"],
    ["{v} / {w} = {r}."],
  ),
  sum: phrase(["¿Cuánto suman todos los valores{within}?"], ["{sum} = {r}."]),
  average: phrase(["¿Cuál es la media{within}?"], ["La suma es {sum} = {total}; entre {n} da {r}."]),
  above: phrase(["¿Cuántos valores superan {v}{within}?"], ["Superan {v}: {list}. Son {n}."]),
  second: phrase(["¿Qué categoría ocupa el segundo lugar{within}?"], ["De mayor a menor: {list}. La segunda es {c}."]),
  rise: phrase(["¿Cómo evoluciona la línea{within}?"], ["Sube de {c} a {d}."]),
  fall: phrase(["¿Cómo evoluciona la línea{within}?"], ["Baja de {c} a {d}."]),
  jump: phrase(["¿Entre qué puntos vecinos crece más{within}?"], ["Entre {c} y {d}."]),
  seriesMax: phrase(["¿Qué serie es la más alta en {c}?"], ["En {c}: {list}. La más alta es {s}."]),
  seriesSum: phrase(["¿Cuánto suman las series en {c}?"], ["{sum} = {r}."]),
  falls: phrase(["¿Cuántos conceptos reducen el saldo?"], ["{n}: {list}."]),
  change: phrase(["¿Qué cambio produce {c}?"], ["{c} cambia el saldo en {v}."]),
  net: phrase(["¿Cuál es el cambio total?"], ["{v} - {w} = {r}."]),
};

const french: Record<Task, Phrase> = {
  title: phrase(["Quel est le titre du graphique ?"], ["Le titre est « {t} »."]),
  reading: phrase(["Quelle valeur indique la jauge ?"], ["Elle indique {v}."]),
  count: phrase(["Combien de catégories le graphique compte-t-il ?"], ["{n} : {list}."]),
  seriesCount: phrase(["Combien de séries sont comparées ?"], ["{n} : {list}."]),
  within: phrase([" dans la série « {s} »"], [""]),
  max: phrase(
    ["Quelle catégorie a la valeur la plus élevée{within} ?", "Où se trouve le maximum{within} ?"],
    ["Les valeurs sont : {list}. La plus élevée est {v}, pour {c}.", "{c}, avec {v}."],
  ),
  min: phrase(
    ["Quelle catégorie a la valeur la plus basse{within} ?", "Où se trouve le minimum{within} ?"],
    ["Les valeurs sont : {list}. La plus basse est {v}, pour {c}.", "{c}, avec {v}."],
  ),
  maxSeen: phrase(["Quelle catégorie a la valeur la plus élevée{within} ?"], ["C’est {c}."]),
  minSeen: phrase(["Quelle catégorie a la valeur la plus basse{within} ?"], ["C’est {c}."]),
  compare: phrase(
    ["Lequel est le plus élevé{within} : {c} ou {d} ?"],
    ["{more} a {v} et {less} a {w} ; le plus élevé est donc {more}."],
  ),
  compareSeen: phrase(["Lequel est le plus élevé{within} : {c} ou {d} ?"], ["{more}"]),
  lookup: phrase(["Quelle est la valeur de {c}{within} ?"], ["La valeur de {c} est {v}.", "{v}"]),
  difference: phrase(
    ["Quel est l’écart entre {c} et {d}{within} ?"],
    ["{c} : {v}, {d} : {w}. L’écart est {v} - {w} = {r}."],
  ),
  ratio: phrase(["Quel est le rapport de {c} à {d}{within} ?"], ["{v} / {w} = {r}."]),
  sum: phrase(["Quelle est la somme des valeurs{within} ?"], ["{sum} = {r}."]),
  average: phrase(
    ["Quelle est la moyenne{within} ?"],
    ["La somme est {sum} = {total} ; divisée par {n}, elle donne {r}."],
  ),
  above: phrase(["Combien de valeurs dépassent {v}{within} ?"], ["Dépassent {v} : {list}. Cela fait {n}."]),
  second: phrase(
    ["Quelle catégorie arrive en deuxième{within} ?"],
    ["Par ordre décroissant : {list}. La deuxième est {c}."],
  ),
  rise: phrase(["Comment évolue la courbe{within} ?"], ["Elle monte de {c} à {d}."]),
  fall: phrase(["Comment évolue la courbe{within} ?"], ["Elle descend de {c} à {d}."]),
  jump: phrase(["Entre quels points voisins la hausse est-elle la plus forte{within} ?"], ["Entre {c} et {d}."]),
  seriesMax: phrase(["Quelle série est la plus élevée pour {c} ?"], ["Pour {c} : {list}. La plus élevée est {s}."]),
  seriesSum: phrase(["Quelle est la somme des séries pour {c} ?"], ["{sum} = {r}."]),
  falls: phrase(["Combien de postes réduisent le solde ?"], ["{n} : {list}."]),
  change: phrase(["Quel changement vient de {c} ?"], ["{c} change le solde de {v}."]),
  net: phrase(["Quel est le changement total ?"], ["{v} - {w} = {r}."]),
};

export const phrases: Record<Language, Record<Task, Phrase>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};
