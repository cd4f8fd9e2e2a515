/** Invoices and receipts: items, sums that add up, and the numbers one asks for. */
import type { Random } from "../../../random.ts";
import { dateIn } from "../prose/grammar.ts";
import { addressIn, firmIn, type Language, personIn, townIn } from "../prose/names.ts";
import { type Field, languageOfPage, type PaperSize, paper, type Sheet, typography } from "../sheet.ts";
import { type Cell, type Flow, heading, paragraph, type Table, text } from "../tree.ts";
import { labels, moneyIn, percent } from "./labels.ts";
import { someDate } from "./prose.ts";

interface Line {
  readonly name: string;
  readonly count: number;
  readonly cents: number;
}

function lines(random: Random, language: Language, most: number): Line[] {
  return random
    .shuffled(labels[language].goods)
    .slice(0, random.int(2, most))
    .map((name) => ({ name, count: random.int(1, 12), cents: random.int(80, 24000) }));
}

export function code(random: Random): string {
  const year = random.int(2016, 2025);
  const number = String(random.int(1, 99999)).padStart(random.pick([4, 5, 6]), "0");
  return random.pick([`INV-${number}`, `${year}-${number}`, `RE${number}`, `${year}/${number}`, number]);
}

const asks: Record<
  Language,
  Record<"number" | "date" | "due" | "customer" | "total" | "subtotal" | "tax" | "seller" | "buyer", string>
> = {
  en: {
    number: "What is the invoice number?",
    date: "What is the date of the invoice?",
    due: "When is the payment due?",
    customer: "What is the customer number?",
    total: "What is the total?",
    subtotal: "What is the subtotal?",
    tax: "How much tax is charged?",
    seller: "Who issued the invoice?",
    buyer: "To whom is the invoice addressed?",
  },
  de: {
    number: "Wie lautet die Rechnungsnummer?",
    date: "Welches Datum trägt die Rechnung?",
    due: "Wann ist die Zahlung fällig?",
    customer: "Wie lautet die Kundennummer?",
    total: "Wie hoch ist der Gesamtbetrag?",
    subtotal: "Wie hoch ist die Zwischensumme?",
    tax: "Wie viel Mehrwertsteuer wird berechnet?",
    seller: "Wer hat die Rechnung gestellt?",
    buyer: "An wen ist die Rechnung gerichtet?",
  },
  fr: {
    number: "Quel est le numéro de facture ?",
    date: "Quelle est la date de la facture ?",
    due: "Quelle est l'échéance ?",
    customer: "Quel est le numéro de client ?",
    total: "Quel est le total ?",
    subtotal: "Quel est le sous-total ?",
    tax: "Quel est le montant de la TVA ?",
    seller: "Qui a émis la facture ?",
    buyer: "À qui la facture est-elle adressée ?",
  },
  es: {
    number: "¿Cuál es el número de factura?",
    date: "¿Cuál es la fecha de la factura?",
    due: "¿Cuándo vence el pago?",
    customer: "¿Cuál es el número de cliente?",
    total: "¿Cuál es el total?",
    subtotal: "¿Cuál es el subtotal?",
    tax: "¿Cuánto es el IVA?",
    seller: "¿Quién emitió la factura?",
    buyer: "¿A quién va dirigida la factura?",
  },
  zh: {
    number: "发票号码是多少？",
    date: "发票的日期是哪天？",
    due: "付款期限是哪天？",
    customer: "客户编号是多少？",
    total: "合计是多少？",
    subtotal: "小计是多少？",
    tax: "税额是多少？",
    seller: "开票方是谁？",
    buyer: "客户是谁？",
  },
};

const jsonKeys = {
  number: "invoice_number",
  date: "date",
  due: "due_date",
  customer: "customer_number",
  total: "total",
  subtotal: "subtotal",
  tax: "tax",
  seller: "seller",
  buyer: "buyer",
};

/** A bill with sender, receiver, table of items and sums. */
export function invoicePage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const words = labels[language];
  const size = paper(random, maxSide, random.pick(["portrait", "portrait", "square"] as const), 0.92);
  const money = moneyIn(random, language);
  const items = lines(random, language, maxSide > 600 ? 8 : 4);
  const subtotal = items.reduce((sum, { count, cents }) => sum + count * cents, 0);
  const rate = random.pick([7, 8, 10, 19, 20, 21]);
  const tax = Math.round((subtotal * rate) / 100);
  const [day, month, year] = [random.int(1, 28), random.int(1, 12), random.int(1998, 2025)];
  const values = {
    number: code(random),
    date: dateIn(language, day, month, year),
    due: dateIn(language, day, (month % 12) + 1, month === 12 ? year + 1 : year),
    customer: String(random.int(1000, 99999)),
    seller: firmIn(random, language),
    buyer: random.chance(0.5) ? personIn(random, language) : firmIn(random, language),
    total: money(subtotal + tax),
    subtotal: money(subtotal),
    tax: money(tax),
  };
  const pair = (label: string, value: string) => paragraph([text(`${label}: `), text(value, "bold")], "pair");
  const seller = [
    paragraph([text(values.seller, "bold")], "line"),
    paragraph(addressIn(random, language), "line"),
    paragraph(townIn(random, language), "line"),
  ];
  const buyer = [
    paragraph(words.billTo, "small"),
    paragraph(values.buyer, "line"),
    paragraph(addressIn(random, language), "line"),
    paragraph(townIn(random, language), "line"),
  ];
  const facts = [pair(words.number, values.number), pair(words.date, values.date)];
  const dated = random.chance(0.6);
  if (dated) facts.push(pair(words.due, values.due));
  const numbered = random.chance(0.5);
  if (numbered) facts.push(pair(words.customer, values.customer));
  const table: Table = {
    type: "table",
    head: [words.item, words.quantity, words.price, words.amount].map((word) => [text(word)]),
    rows: items.map(({ name, count, cents }) =>
      [name, String(count), money(cents), money(count * cents)].map((cell) => [text(cell)]),
    ),
    align: ["left", "right", "right", "right"],
  };
  const sums = [
    [words.subtotal, values.subtotal],
    [`${words.tax} ${percent(rate, language)}`, values.tax],
    [words.total, values.total],
  ] as const;
  const last = sums.length - 1;
  const sumLines = sums.map(([label, value], i) =>
    paragraph([text(`${label}: ${value}`, i === last ? "bold" : undefined)], "sum"),
  );
  const within: Table = {
    ...table,
    rows: [
      ...table.rows,
      ...sums.map(([label, value], i): Cell[] => {
        const style = i === last ? "bold" : undefined;
        return [[text(label, style)], "left", "left", [text(value, style)]];
      }),
    ],
  };
  const goods = random.chance(0.45) ? [within] : [table, ...sumLines];
  const title = heading(1, random.pick(words.invoice));
  const head: Flow = random.chance(0.5)
    ? [{ type: "row", cells: [seller, [title, ...facts]] }, ...buyer]
    : [...seller, title, { type: "row", cells: [buyer, facts] }];
  const keys = [
    "number",
    "date",
    "total",
    "subtotal",
    "tax",
    "seller",
    "buyer",
    ...(dated ? ["due"] : []),
    ...(numbered ? ["customer"] : []),
  ] as (keyof typeof values)[];
  return {
    template: "invoice",
    language,
    size,
    look: typography(random, {
      language,
      voice: random.pick(["sans", "sans", "serif", "mono"] as const),
      indent: false,
    }),
    styles:
      ".page p { text-align: left; text-indent: 0; } .page .line, .page .pair { margin: 0; } .page .small { margin: 0.6em 0 0; font-size: 0.85em; color: var(--accent); } .page .sum { text-align: right; margin: 0.1em 0; } .page .table { margin: 0.9em 0 0.5em; } .page table { width: 100%; } .row { margin-bottom: 0.6em; }",
    tree: {
      header: [],
      title: [],
      body: [...head, ...goods],
      notes: [],
      // the second of them names a time to pay in, which another date would contradict
      footer: random.chance(0.6) ? [paragraph(random.pick(words.thanks.filter((_, i) => !dated || i !== 1)))] : [],
    },
    fields: keys.map((key): Field => ({ key: jsonKeys[key], question: asks[language][key], value: values[key] })),
  };
}

/** Paper of a till that ends below its last line; where there is more of it than lines, these are written larger first. */
function torn(size: PaperSize, lineCount: number, language: Language): PaperSize {
  const rules = 6;
  const ems = lineCount * (language === "zh" ? 1.72 : 1.52) + rules;
  // a count and a sum need 22 ems beside each other
  const em = Math.max(size.em, Math.min(size.em * 1.6, size.width / 22, size.height / ems));
  return { ...size, em: Math.floor(em * 4) / 4, height: Math.min(size.height, Math.ceil(ems * em)) };
}

/** A long narrow receipt from a till. */
export function receiptPage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const words = labels[language];
  const size = paper(random, maxSide, "strip", 0.88);
  const money = moneyIn(random, language);
  const items = lines(random, language, maxSide > 600 ? 9 : 5);
  const total = items.reduce((sum, { count, cents }) => sum + count * cents, 0);
  const given = Math.ceil(total / 5000) * 5000;
  const shop = firmIn(random, language);
  const date = someDate(random, language);
  const time = `${String(random.int(8, 20)).padStart(2, "0")}:${String(random.int(0, 59)).padStart(2, "0")}`;
  const number = String(random.int(100, 99999));
  const row = (left: string, right: string, bold = false): Flow[number] => ({
    type: "row",
    cells: [
      [paragraph([text(left, bold ? "bold" : undefined)], "left")],
      [paragraph([text(right, bold ? "bold" : undefined)], "right")],
    ],
  });
  const bought = items.flatMap(
    ({ name, count, cents }): Flow =>
      count === 1
        ? [row(name, money(cents))]
        : [paragraph(name, "left"), row(`${count} x ${money(cents)}`, money(count * cents))],
  );
  const cash: Record<Language, readonly [string, string]> = {
    en: ["Cash", "Change"],
    de: ["Bar", "Rückgeld"],
    fr: ["Espèces", "Rendu"],
    es: ["Efectivo", "Cambio"],
    zh: ["现金", "找零"],
  };
  const totalAsk = {
    en: "What is the total of the receipt?",
    de: "Wie hoch ist der Gesamtbetrag?",
    fr: "Quel est le total du ticket ?",
    es: "¿Cuál es el total del recibo?",
    zh: "收据合计是多少？",
  }[language];
  const asksOf = {
    en: [
      "Which shop is the receipt from?",
      "What date is on the receipt?",
      "At what time was it printed?",
      "How much change was given?",
    ],
    de: [
      "Von welchem Geschäft ist der Beleg?",
      "Welches Datum steht auf dem Beleg?",
      "Um wie viel Uhr wurde er gedruckt?",
      "Wie viel Rückgeld gab es?",
    ],
    fr: [
      "De quel magasin vient le ticket ?",
      "Quelle date porte le ticket ?",
      "À quelle heure a-t-il été imprimé ?",
      "Combien a-t-on rendu ?",
    ],
    es: [
      "¿De qué tienda es el recibo?",
      "¿Qué fecha tiene el recibo?",
      "¿A qué hora se imprimió?",
      "¿Cuánto cambio se dio?",
    ],
    zh: ["这是哪家店的收据？", "收据上的日期是哪天？", "收据是几点打印的？", "找零多少？"],
  }[language];
  const [paid, change] = cash[language];
  const body: Flow = [
    paragraph([text(shop, "bold")], "middle"),
    paragraph(addressIn(random, language), "middle"),
    paragraph(`${date} ${time}`, "middle"),
    paragraph(`# ${number}`, "middle ruled"),
    ...bought,
    row(words.total, money(total), true),
    row(paid, money(given)),
    row(change, money(given - total)),
    paragraph(words.thanks[0]!, "middle thanks"),
  ];
  return {
    template: "receipt",
    language,
    size: torn(size, 5 + 2 * items.length + 3, language),
    ruled: true,
    look: typography(random, { language, voice: random.pick(["mono", "mono", "sans"] as const), indent: false }),
    styles:
      ".page p { margin: 0; text-indent: 0; text-align: left; } .page .middle { text-align: center; } .page .right { text-align: right; } .page .ruled { border-bottom: 1px dashed var(--ink); padding-bottom: 0.5em; margin-bottom: 0.5em; } .page .thanks { border-top: 1px dashed var(--ink); margin-top: 0.6em; padding-top: 0.5em; } .row > div:last-child { flex: 0 0 auto; white-space: nowrap; }",
    tree: { header: [], title: [], body, notes: [], footer: [] },
    fields: [
      { key: "total", question: totalAsk, value: money(total) },
      { key: "shop", question: asksOf[0]!, value: shop },
      { key: "date", question: asksOf[1]!, value: date },
      { key: "time", question: asksOf[2]!, value: time },
      { key: "change", question: asksOf[3]!, value: money(given - total) },
    ],
  };
}
