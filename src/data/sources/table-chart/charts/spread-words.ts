/** What is said and asked about box plots and candlesticks, in five languages. Slots in braces are filled by those sources. */
import type { Language } from "./units.ts";

/** `{g}` is a box, `{m}` the measure (`{M}` at the beginning of a sentence), `{v}` and `{w}` values. */
export interface BoxWords {
  readonly titles: readonly string[];
  readonly caption: string;
  readonly highestMedian: string;
  readonly head: readonly [group: string, min: string, q1: string, median: string, q3: string, max: string];
  readonly requests: readonly string[];
  readonly median: string;
  readonly tellMedian: string;
  readonly max: string;
  readonly tellMax: string;
  readonly min: string;
  readonly tellMin: string;
  readonly quartiles: string;
  readonly tellQuartiles: string;
  readonly range: string;
  readonly tellRange: string;
  readonly count: string;
  readonly counted: string;
  readonly whichMedian: string;
  readonly tellWhichMedian: string;
  readonly tallest: string;
  readonly tellTallest: string;
}

export const boxWords: Readonly<Record<Language, BoxWords>> = {
  en: {
    titles: ["{M} by {c}", "Spread of {m}", "{M}: distribution by {c}"],
    caption: 'A box plot titled "{t}" with boxes for {list}.',
    highestMedian: "{g} has the highest median ({v}).",
    head: ["group", "min", "q1", "median", "q3", "max"],
    requests: [
      "Read the five-number summary of every box as a Markdown table.",
      "Convert the box plot to a Markdown table (min, q1, median, q3, max).",
      "List minimum, quartiles, median and maximum of each box in Markdown.",
    ],
    median: "What is the median of {g}?",
    tellMedian: "The median line of {g} is at {v}.",
    max: "What is the largest value of {m} for {g}?",
    tellMax: "The upper whisker of {g} ends at {v}.",
    min: "What is the smallest value of {g}?",
    tellMin: "The lower whisker ends at {v}.",
    quartiles: "What is the interquartile range of {g}?",
    tellQuartiles: "The box goes from {v} to {w}, so the interquartile range is {w} - {v} = {d}.",
    range: "What is the range of {g}?",
    tellRange: "From {v} to {w}: {w} - {v} = {d}.",
    count: "How many boxes does the plot have?",
    counted: "{n}: {list}.",
    whichMedian: "Which group has the highest median?",
    tellWhichMedian: "{g}, at {v}.",
    tallest: "Which box is the tallest?",
    tellTallest: "{g}: it spans {v} to {w}.",
  },
  zh: {
    titles: ["各{c}{m}分布", "{m}的箱线图", "{m}分布（按{c}）"],
    caption: "标题为“{t}”的箱线图，有{list}的箱体。",
    highestMedian: "中位数最高的是{g}，为{v}。",
    head: ["组别", "最小值", "下四分位数", "中位数", "上四分位数", "最大值"],
    requests: [
      "用Markdown表格列出每个箱体的五个数值。",
      "把箱线图转换成Markdown表格（最小值、四分位数、中位数、最大值）。",
    ],
    median: "{g}的中位数是多少？",
    tellMedian: "{g}的中位线在{v}处。",
    max: "{g}的{m}最大值是多少？",
    tellMax: "{g}的上须到{v}为止。",
    min: "{g}的最小值是多少？",
    tellMin: "下须到{v}为止。",
    quartiles: "{g}的四分位距是多少？",
    tellQuartiles: "箱体从{v}到{w}，所以四分位距是{w} - {v} = {d}。",
    range: "{g}的极差是多少？",
    tellRange: "从{v}到{w}：{w} - {v} = {d}。",
    count: "图中有几个箱体？",
    counted: "{n}个：{list}。",
    whichMedian: "哪一组的中位数最高？",
    tellWhichMedian: "{g}，为{v}。",
    tallest: "哪个箱体最高？",
    tellTallest: "{g}，它从{v}到{w}。",
  },
  de: {
    titles: ["{M} nach {c}", "Streuung: {m}", "{M}: Verteilung nach {c}"],
    caption: "Ein Kastendiagramm mit dem Titel „{t}“ und Kästen für {list}.",
    highestMedian: "Den höchsten Median hat {g} ({v}).",
    head: ["Gruppe", "Minimum", "Q1", "Median", "Q3", "Maximum"],
    requests: ["Gib die fünf Werte jedes Kastens als Markdown-Tabelle an."],
    median: "Wie groß ist der Median von {g}?",
    tellMedian: "Der Median von {g} liegt bei {v}.",
    max: "Wie groß ist der größte Wert von {g}?",
    tellMax: "Der obere Strich von {g} endet bei {v}.",
    min: "Wie groß ist der kleinste Wert von {g}?",
    tellMin: "Der untere Strich endet bei {v}.",
    quartiles: "Wie groß ist der Quartilsabstand von {g}?",
    tellQuartiles: "Der Kasten reicht von {v} bis {w}, der Abstand ist also {w} - {v} = {d}.",
    range: "Wie groß ist die Spannweite von {g}?",
    tellRange: "Von {v} bis {w}: {w} - {v} = {d}.",
    count: "Wie viele Kästen hat das Diagramm?",
    counted: "{n}: {list}.",
    whichMedian: "Welche Gruppe hat den höchsten Median?",
    tellWhichMedian: "{g}, bei {v}.",
    tallest: "Welcher Kasten ist am höchsten?",
    tellTallest: "{g}: er reicht von {v} bis {w}.",
  },
  es: {
    titles: ["{M} por {c}", "Dispersión: {m}", "{M}: distribución por {c}"],
    caption: "Un diagrama de caja titulado «{t}» con cajas para {list}.",
    highestMedian: "La mediana más alta es la de {g} ({v}).",
    head: ["grupo", "mínimo", "Q1", "mediana", "Q3", "máximo"],
    requests: ["Escribe los cinco valores de cada caja en una tabla Markdown."],
    median: "¿Cuál es la mediana de {g}?",
    tellMedian: "La mediana de {g} está en {v}.",
    max: "¿Cuál es el valor más alto de {g}?",
    tellMax: "El bigote superior de {g} llega a {v}.",
    min: "¿Cuál es el valor más bajo de {g}?",
    tellMin: "El bigote inferior llega a {v}.",
    quartiles: "¿Cuál es el rango intercuartílico de {g}?",
    tellQuartiles: "La caja va de {v} a {w}, así que es {w} - {v} = {d}.",
    range: "¿Cuál es el rango de {g}?",
    tellRange: "De {v} a {w}: {w} - {v} = {d}.",
    count: "¿Cuántas cajas hay?",
    counted: "{n}: {list}.",
    whichMedian: "¿Qué grupo tiene la mediana más alta?",
    tellWhichMedian: "{g}, en {v}.",
    tallest: "¿Qué caja es la más alta?",
    tellTallest: "{g}: va de {v} a {w}.",
  },
  fr: {
    titles: ["{M} par {c}", "Dispersion : {m}", "{M} : répartition par {c}"],
    caption: "Une boîte à moustaches intitulée « {t} » avec des boîtes pour {list}.",
    highestMedian: "La médiane la plus élevée est celle de {g} ({v}).",
    head: ["groupe", "minimum", "Q1", "médiane", "Q3", "maximum"],
    requests: ["Donne les cinq valeurs de chaque boîte dans un tableau Markdown."],
    median: "Quelle est la médiane de {g} ?",
    tellMedian: "La médiane de {g} est à {v}.",
    max: "Quelle est la plus grande valeur de {g} ?",
    tellMax: "La moustache supérieure de {g} s’arrête à {v}.",
    min: "Quelle est la plus petite valeur de {g} ?",
    tellMin: "La moustache inférieure s’arrête à {v}.",
    quartiles: "Quel est l’écart interquartile de {g} ?",
    tellQuartiles: "La boîte va de {v} à {w}, l’écart est donc {w} - {v} = {d}.",
    range: "Quelle est l’étendue de {g} ?",
    tellRange: "De {v} à {w} : {w} - {v} = {d}.",
    count: "Combien y a-t-il de boîtes ?",
    counted: "{n} : {list}.",
    whichMedian: "Quel groupe a la médiane la plus élevée ?",
    tellWhichMedian: "{g}, à {v}.",
    tallest: "Quelle boîte est la plus haute ?",
    tellTallest: "{g} : elle va de {v} à {w}.",
  },
};

/** `{d}` and `{e}` are days, `{up}` and `{down}` the colours of rising and falling days. */
export interface CandleWords {
  readonly green: string;
  readonly red: string;
  readonly firms: readonly string[];
  readonly assets: readonly string[];
  readonly title: string;
  readonly key: string;
  readonly day: string;
  /** Of the price axis. */
  readonly price: string;
  /** Of the ticks where the axis has no title. */
  readonly unit: string;
  readonly caption: string;
  readonly goesUp: string;
  readonly goesDown: string;
  readonly count: string;
  readonly tellCount: string;
  readonly rising: string;
  readonly tellRising: string;
  readonly falling: string;
  readonly tellFalling: string;
  readonly first: string;
  readonly onDay: string;
  readonly rose: string;
  readonly fell: string;
  readonly highest: string;
  readonly tellHighest: string;
  readonly lowest: string;
  readonly tellLowest: string;
  readonly body: string;
  readonly tellBody: string;
}

export const candleWords: Readonly<Record<Language, CandleWords>> = {
  en: {
    green: "green",
    red: "red",
    firms: "ORX,Nordlight,Helio,Bluebird,KMD,Atlas,Quartz,Vela,Tidal,Juno,Ferro,Lumen,Corvus,Pike".split(","),
    assets: ["share price", "stock", "daily candles", "price"],
    title: "{f} {a}",
    key: "{up} = rising day, {down} = falling day",
    day: "Day",
    price: "Price ($)",
    unit: "$",
    caption: 'A candlestick chart of {n} trading days, titled "{t}": {r} rising and {s} falling.',
    goesUp: "Over the whole period the price goes up.",
    goesDown: "Over the whole period the price goes down.",
    count: "How many trading days are shown?",
    tellCount: "{n}, from day {d} to day {e}.",
    rising: "On how many days did the price rise?",
    tellRising: "The {up} candles are rising days: {r}.",
    falling: "How many falling days are there?",
    tellFalling: "The {down} candles are falling days: {s}.",
    first: "Did the price rise or fall on the first day?",
    onDay: "Did the price rise or fall on day {d}?",
    rose: "It rose: the candle of day {d} is {up}.",
    fell: "It fell: the candle of day {d} is {down}.",
    highest: "On which day was the highest price reached?",
    tellHighest: "The highest wick belongs to day {d}.",
    lowest: "On which day was the lowest price reached?",
    tellLowest: "The lowest wick belongs to day {d}.",
    body: "Which day has the largest difference between opening and closing price?",
    tellBody: "Day {d}; its candle has the longest body.",
  },
  zh: {
    green: "绿色",
    red: "红色",
    firms: "东湖科技,春风股份,长江能源,海天集团,绿野食品,光明电子,和平医药,北辰地产".split(","),
    assets: ["日K线", "股价走势", "K线图"],
    title: "{f}{a}",
    key: "{up}为上涨，{down}为下跌",
    day: "日期",
    price: "价格（元）",
    unit: "元",
    caption: "标题为“{t}”的K线图，共{n}个交易日，其中{r}天上涨，{s}天下跌。",
    goesUp: "整个时段价格上涨。",
    goesDown: "整个时段价格下跌。",
    count: "图中有几个交易日？",
    tellCount: "{n}个，从{d}日到{e}日。",
    rising: "有几天价格上涨？",
    tellRising: "{up}的K线表示上涨，共{r}天。",
    falling: "有几天价格下跌？",
    tellFalling: "{down}的K线表示下跌，共{s}天。",
    first: "第一天价格是涨还是跌？",
    onDay: "{d}日价格是涨还是跌？",
    rose: "上涨，{d}日的K线是{up}的。",
    fell: "下跌，{d}日的K线是{down}的。",
    highest: "最高价出现在哪一天？",
    tellHighest: "最高的影线属于{d}日。",
    lowest: "最低价出现在哪一天？",
    tellLowest: "最低的影线属于{d}日。",
    body: "哪一天开盘价与收盘价相差最大？",
    tellBody: "{d}日，它的实体最长。",
  },
  de: {
    green: "grün",
    red: "rot",
    firms: "Nordwerk,Seeblick,Helio,Atlas,Quarz,Ferro,Lumen,Stadtbau".split(","),
    assets: ["Aktienkurs", "Kursverlauf", "Tageskurse"],
    title: "{f}: {a}",
    key: "{up} = steigender Tag, {down} = fallender Tag",
    day: "Tag",
    price: "Kurs (€)",
    unit: "€",
    caption: "Ein Kerzendiagramm mit dem Titel „{t}“ und {n} Handelstagen: {r} steigen, {s} fallen.",
    goesUp: "Insgesamt steigt der Kurs.",
    goesDown: "Insgesamt fällt der Kurs.",
    count: "Wie viele Handelstage sind zu sehen?",
    tellCount: "{n}, von Tag {d} bis Tag {e}.",
    rising: "An wie vielen Tagen stieg der Kurs?",
    tellRising: "Steigende Tage sind {up}. Es gibt {r}.",
    falling: "An wie vielen Tagen fiel der Kurs?",
    tellFalling: "Fallende Tage sind {down}. Es gibt {s}.",
    first: "Stieg oder fiel der Kurs am ersten Tag?",
    onDay: "Stieg oder fiel der Kurs an Tag {d}?",
    rose: "Er stieg: Die Kerze von Tag {d} ist {up}.",
    fell: "Er fiel: Die Kerze von Tag {d} ist {down}.",
    highest: "An welchem Tag wurde der höchste Kurs erreicht?",
    tellHighest: "Der höchste Docht gehört zu Tag {d}.",
    lowest: "An welchem Tag wurde der niedrigste Kurs erreicht?",
    tellLowest: "Der tiefste Docht gehört zu Tag {d}.",
    body: "An welchem Tag liegen Eröffnung und Schluss am weitesten auseinander?",
    tellBody: "An Tag {d}; diese Kerze ist die längste.",
  },
  es: {
    green: "verde",
    red: "rojo",
    firms: "Grupo Mar,Casa Luna,Helio,Atlas,Cuarzo,Ferro,Lumen,Vela".split(","),
    assets: ["cotización", "precio diario", "acciones"],
    title: "{f}: {a}",
    key: "{up} = sube, {down} = baja",
    day: "Día",
    price: "Precio (€)",
    unit: "€",
    caption: "Un gráfico de velas titulado «{t}» con {n} días: {r} suben y {s} bajan.",
    goesUp: "En conjunto, el precio sube.",
    goesDown: "En conjunto, el precio baja.",
    count: "¿Cuántos días se muestran?",
    tellCount: "{n}, del día {d} al día {e}.",
    rising: "¿Cuántos días subió el precio?",
    tellRising: "Las velas de color {up} suben: {r}.",
    falling: "¿Cuántos días bajó el precio?",
    tellFalling: "Las velas de color {down} bajan: {s}.",
    first: "¿El precio subió o bajó el primer día?",
    onDay: "¿El precio subió o bajó el día {d}?",
    rose: "Subió: la vela del día {d} es de color {up}.",
    fell: "Bajó: la vela del día {d} es de color {down}.",
    highest: "¿Qué día se alcanzó el precio más alto?",
    tellHighest: "La mecha más alta es la del día {d}.",
    lowest: "¿Qué día se alcanzó el precio más bajo?",
    tellLowest: "La mecha más baja es la del día {d}.",
    body: "¿Qué día hay más diferencia entre apertura y cierre?",
    tellBody: "El día {d}; su vela tiene el cuerpo más largo.",
  },
  fr: {
    green: "vert",
    red: "rouge",
    firms: "Groupe Azur,Maison Roux,Hélio,Atlas,Quartz,Ferro,Lumen,Véla".split(","),
    assets: ["cours de l’action", "cours du jour", "cotation"],
    title: "{f} : {a}",
    key: "{up} = hausse, {down} = baisse",
    day: "Jour",
    price: "Cours (€)",
    unit: "€",
    caption: "Un graphique en chandeliers intitulé « {t} » sur {n} jours : {r} en hausse, {s} en baisse.",
    goesUp: "Dans l’ensemble, le cours monte.",
    goesDown: "Dans l’ensemble, le cours baisse.",
    count: "Combien de jours sont montrés ?",
    tellCount: "{n}, du jour {d} au jour {e}.",
    rising: "Combien de jours le cours a-t-il monté ?",
    tellRising: "Les jours de hausse sont en {up}. Il y en a {r}.",
    falling: "Combien de jours le cours a-t-il baissé ?",
    tellFalling: "Les jours de baisse sont en {down}. Il y en a {s}.",
    first: "Le cours a-t-il monté ou baissé le premier jour ?",
    onDay: "Le cours a-t-il monté ou baissé le jour {d} ?",
    rose: "Il a monté : le chandelier du jour {d} est {up}.",
    fell: "Il a baissé : le chandelier du jour {d} est {down}.",
    highest: "Quel jour le cours a-t-il été le plus haut ?",
    tellHighest: "La mèche la plus haute est celle du jour {d}.",
    lowest: "Quel jour le cours a-t-il été le plus bas ?",
    tellLowest: "La mèche la plus basse est celle du jour {d}.",
    body: "Quel jour l’écart entre ouverture et clôture est-il le plus grand ?",
    tellBody: "Le jour {d} ; son chandelier a le corps le plus long.",
  },
};
