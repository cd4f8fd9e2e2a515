/** The lines of financial statements and what is asked about them, in five languages. Slots in braces are filled by financial.ts. */
import type { Language } from "../charts/units.ts";

export interface Statement {
  readonly name: string;
  readonly income: readonly string[];
  readonly incomeTotal: string;
  readonly costs: readonly string[];
  readonly costTotal: string;
  readonly result: string;
}

export interface FinancialWords {
  readonly statements: readonly Statement[];
  /** In what the numbers are: as the title says it, and as a sentence does. */
  readonly measures: readonly { readonly name: string; readonly amount: string }[];
  readonly title: string;
  readonly sections: readonly [income: string, costs: string];
  /** `{r}` is the result's line, `{y}` a year, `{v}` an amount. */
  readonly result: string;
  readonly tellResult: string;
  readonly computed: string;
  readonly tellComputed: string;
  readonly item: string;
  readonly profit: string;
  readonly tellProfit: string;
  readonly tellLoss: string;
  readonly even: string;
  readonly change: string;
  readonly rose: string;
  readonly fell: string;
  readonly stayed: string;
  readonly largest: string;
  readonly tellLargest: string;
  readonly caption: string;
}

const english: FinancialWords = {
  statements: [
    {
      name: "income statement",
      income: ["Product sales", "Services", "Licences", "Rental income"],
      incomeTotal: "Total revenue",
      costs: ["Cost of goods", "Wages", "Rent", "Marketing", "Depreciation", "Energy"],
      costTotal: "Total expenses",
      result: "Net income",
    },
    {
      name: "cash flow",
      income: ["Received from customers", "Interest received", "Grants", "Asset sales"],
      incomeTotal: "Cash in",
      costs: ["Paid to suppliers", "Payroll", "Taxes paid", "Equipment", "Loan repayment"],
      costTotal: "Cash out",
      result: "Net cash flow",
    },
    {
      name: "annual budget",
      income: ["Membership fees", "Donations", "Events", "Sponsors"],
      incomeTotal: "Total income",
      costs: ["Venue", "Catering", "Printing", "Travel", "Insurance"],
      costTotal: "Total costs",
      result: "Surplus",
    },
  ],
  measures: ["$", "€", "£"].flatMap((sign) =>
    ["thousand", "million"].map((many) => ({ name: `${many} ${sign}`, amount: `${sign}{n} ${many}` })),
  ),
  title: "{p}: {s} (in {u})",
  sections: ["Income", "Costs"],
  result: 'What does the line "{r}" show for {y}?',
  tellResult: "{r} in {y} is {v}.",
  computed: 'How is "{r}" of {y} computed?',
  tellComputed: '"{income}" minus "{costs}": {a} - {b} = {d}.',
  item: 'How high is the item "{item}" in {y}?',
  profit: "Was there more income or more cost in {y}?",
  tellProfit: "More income: {r} is {v}.",
  tellLoss: "More cost: {r} is {v}.",
  even: "Neither; both are equal.",
  change: 'How did "{income}" change from {y} to {z}?',
  rose: "It rose from {v} to {w}, by {d}.",
  fell: "It fell from {v} to {w}, by {d}.",
  stayed: "It stayed at {v}.",
  largest: "Which cost item is the largest in {y}?",
  tellLargest: "{item}, with {v}.",
  caption: "{t}. It covers {n} years.",
};

const chinese: FinancialWords = {
  statements: [
    {
      name: "利润表",
      income: ["产品销售收入", "服务收入", "租金收入", "专利收入"],
      incomeTotal: "收入合计",
      costs: ["销售成本", "工资", "房租", "广告费", "折旧", "水电费"],
      costTotal: "费用合计",
      result: "净利润",
    },
    {
      name: "现金流量表",
      income: ["客户回款", "利息收入", "政府补助", "出售资产"],
      incomeTotal: "现金流入",
      costs: ["采购付款", "支付工资", "缴纳税款", "购买设备", "偿还贷款"],
      costTotal: "现金流出",
      result: "现金净流量",
    },
    {
      name: "年度预算",
      income: ["会费", "捐款", "活动收入", "赞助"],
      incomeTotal: "收入总额",
      costs: ["场地费", "餐费", "印刷费", "差旅费", "保险费"],
      costTotal: "支出总额",
      result: "结余",
    },
  ],
  measures: [
    { name: "万元", amount: "{n}万元" },
    { name: "千元", amount: "{n}千元" },
    { name: "元", amount: "{n}元" },
  ],
  title: "{p}：{s}（单位：{u}）",
  sections: ["收入", "支出"],
  result: "{y}年的“{r}”是多少？",
  tellResult: "{y}年的{r}为{v}。",
  computed: "{y}年的“{r}”是怎样算出来的？",
  tellComputed: "{income}减去{costs}：{a} - {b} = {d}。",
  item: "{y}年“{item}”一项是多少？",
  profit: "{y}年收入多还是支出多？",
  tellProfit: "收入多，{r}为{v}。",
  tellLoss: "支出多，{r}为{v}。",
  even: "两者相等。",
  change: "从{y}年到{z}年，“{income}”怎样变化？",
  rose: "从{v}增加到{w}，增加了{d}。",
  fell: "从{v}减少到{w}，减少了{d}。",
  stayed: "没有变化，仍为{v}。",
  largest: "{y}年哪一项支出最大？",
  tellLargest: "{item}，为{v}。",
  caption: "{t}，共{n}年。",
};

const german: FinancialWords = {
  statements: [
    {
      name: "Gewinn und Verlust",
      income: ["Warenverkauf", "Dienste", "Lizenzen", "Mieterträge"],
      incomeTotal: "Summe Erträge",
      costs: ["Wareneinsatz", "Löhne", "Miete", "Werbung", "Energie"],
      costTotal: "Summe Kosten",
      result: "Ergebnis",
    },
    {
      name: "Haushaltsplan",
      income: ["Beiträge", "Spenden", "Feste", "Zuschüsse"],
      incomeTotal: "Einnahmen",
      costs: ["Saalmiete", "Essen", "Druck", "Fahrten", "Versicherung"],
      costTotal: "Ausgaben",
      result: "Überschuss",
    },
  ],
  measures: [
    { name: "Tsd. €", amount: "{n} Tsd. €" },
    { name: "Mio. €", amount: "{n} Mio. €" },
  ],
  title: "{p}: {s} (in {u})",
  sections: ["Einnahmen", "Ausgaben"],
  result: "Was steht für {y} in der Zeile „{r}“?",
  tellResult: "{r} {y}: {v}.",
  computed: "Wie ergibt sich „{r}“ für {y}?",
  tellComputed: "„{income}“ minus „{costs}“: {a} - {b} = {d}.",
  item: "Wie hoch ist der Posten „{item}“ im Jahr {y}?",
  profit: "Wurde {y} mehr eingenommen oder mehr ausgegeben?",
  tellProfit: "Mehr eingenommen: {r} {v}.",
  tellLoss: "Mehr ausgegeben: {r} {v}.",
  even: "Beides ist gleich.",
  change: "Wie hat sich „{income}“ von {y} bis {z} verändert?",
  rose: "Gestiegen von {v} auf {w}, um {d}.",
  fell: "Gefallen von {v} auf {w}, um {d}.",
  stayed: "Gleich geblieben bei {v}.",
  largest: "Welcher Posten der Ausgaben ist {y} am größten?",
  tellLargest: "{item} mit {v}.",
  caption: "{t}. Die Tabelle umfasst {n} Jahre.",
};

const spanish: FinancialWords = {
  statements: [
    {
      name: "cuenta de resultados",
      income: ["Ventas", "Servicios", "Licencias", "Alquileres"],
      incomeTotal: "Total ingresos",
      costs: ["Compras", "Sueldos", "Local", "Publicidad", "Energía"],
      costTotal: "Total gastos",
      result: "Resultado",
    },
    {
      name: "presupuesto anual",
      income: ["Cuotas", "Donativos", "Fiestas", "Ayudas"],
      incomeTotal: "Suma de ingresos",
      costs: ["Sala", "Comida", "Imprenta", "Viajes", "Seguro"],
      costTotal: "Suma de gastos",
      result: "Saldo",
    },
  ],
  measures: [
    { name: "miles de €", amount: "{n} mil €" },
    { name: "millones de €", amount: "{n} M€" },
  ],
  title: "{p}: {s} (en {u})",
  sections: ["Ingresos", "Gastos"],
  result: "¿Qué muestra la línea «{r}» en {y}?",
  tellResult: "{r} en {y}: {v}.",
  computed: "¿Cómo se calcula «{r}» de {y}?",
  tellComputed: "«{income}» menos «{costs}»: {a} - {b} = {d}.",
  item: "¿A cuánto asciende «{item}» en {y}?",
  profit: "¿Hubo más ingresos o más gastos en {y}?",
  tellProfit: "Más ingresos: {r}, {v}.",
  tellLoss: "Más gastos: {r}, {v}.",
  even: "Son iguales.",
  change: "¿Cómo cambió «{income}» de {y} a {z}?",
  rose: "Subió de {v} a {w}, en {d}.",
  fell: "Bajó de {v} a {w}, en {d}.",
  stayed: "Se mantuvo en {v}.",
  largest: "¿Qué gasto es el mayor en {y}?",
  tellLargest: "{item}, con {v}.",
  caption: "{t}. Abarca {n} años.",
};

const french: FinancialWords = {
  statements: [
    {
      name: "compte de résultat",
      income: ["Ventes", "Services", "Licences", "Loyers reçus"],
      incomeTotal: "Total des produits",
      costs: ["Achats", "Salaires", "Loyer", "Publicité", "Énergie"],
      costTotal: "Total des charges",
      result: "Résultat",
    },
    {
      name: "budget annuel",
      income: ["Cotisations", "Dons", "Fêtes", "Subventions"],
      incomeTotal: "Recettes",
      costs: ["Salle", "Repas", "Imprimerie", "Trajets", "Assurance"],
      costTotal: "Dépenses",
      result: "Solde",
    },
  ],
  measures: [
    { name: "milliers d’euros", amount: "{n} k€" },
    { name: "millions d’euros", amount: "{n} M€" },
  ],
  title: "{p} : {s} (en {u})",
  sections: ["Entrées", "Sorties"],
  result: "Que montre la ligne « {r} » en {y} ?",
  tellResult: "{r} en {y} : {v}.",
  computed: "Comment « {r} » de {y} est-il calculé ?",
  tellComputed: "« {income} » moins « {costs} » : {a} - {b} = {d}.",
  item: "À combien s’élève « {item} » en {y} ?",
  profit: "Y a-t-il eu plus d’entrées ou plus de sorties en {y} ?",
  tellProfit: "Plus d’entrées : {r}, {v}.",
  tellLoss: "Plus de sorties : {r}, {v}.",
  even: "Les deux sont égales.",
  change: "Comment « {income} » a-t-il changé de {y} à {z} ?",
  rose: "En hausse de {v} à {w}, soit {d}.",
  fell: "En baisse de {v} à {w}, soit {d}.",
  stayed: "Inchangé à {v}.",
  largest: "Quelle dépense est la plus élevée en {y} ?",
  tellLargest: "{item}, avec {v}.",
  caption: "{t}. Il couvre {n} ans.",
};

export const financialWords: Readonly<Record<Language, FinancialWords>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};
