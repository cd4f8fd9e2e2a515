/** The fixed words of bills, letters and forms in each language, and how sums of money are written. */
import type { Random } from "../../../random.ts";
import { decimal, grouped } from "../prose/grammar.ts";
import type { Language } from "../prose/names.ts";

export interface Labels {
  readonly invoice: readonly string[];
  readonly number: string;
  readonly date: string;
  readonly due: string;
  readonly customer: string;
  readonly billTo: string;
  readonly item: string;
  readonly quantity: string;
  readonly price: string;
  readonly amount: string;
  readonly subtotal: string;
  readonly tax: string;
  readonly total: string;
  readonly thanks: readonly string[];
  readonly dear: readonly string[];
  readonly greeting: readonly string[];
  readonly subject: string;
  readonly goods: readonly string[];
}

export const labels: Record<Language, Labels> = {
  en: {
    invoice: ["Invoice", "INVOICE", "Tax Invoice", "Bill"],
    number: "Invoice number",
    date: "Date",
    due: "Due date",
    customer: "Customer number",
    billTo: "Bill to",
    item: "Description",
    quantity: "Qty",
    price: "Unit price",
    amount: "Amount",
    subtotal: "Subtotal",
    tax: "VAT",
    total: "Total",
    thanks: [
      "Thank you for your order.",
      "Please pay within 30 days.",
      "Goods remain our property until paid in full.",
    ],
    dear: ["Dear Mr {name},", "Dear Ms {name},", "Dear Dr {name},"],
    greeting: ["Yours sincerely,", "Kind regards,", "With best wishes,"],
    subject: "Subject",
    goods: [
      "Desk lamp",
      "Office chair",
      "Printer paper, A4",
      "Coffee beans, 1 kg",
      "Garden hose",
      "Paint brush set",
      "Screws, box of 200",
      "USB cable, 2 m",
      "Wool blanket",
      "Notebook, lined",
      "Delivery",
      "Installation",
      "Wall clock",
      "Ceramic mug",
      "Oak shelf",
      "Cleaning cloths",
    ],
  },
  de: {
    invoice: ["Rechnung", "RECHNUNG"],
    number: "Rechnungsnummer",
    date: "Datum",
    due: "Fällig am",
    customer: "Kundennummer",
    billTo: "Rechnung an",
    item: "Bezeichnung",
    quantity: "Menge",
    price: "Einzelpreis",
    amount: "Betrag",
    subtotal: "Zwischensumme",
    tax: "MwSt.",
    total: "Gesamtbetrag",
    thanks: [
      "Vielen Dank für Ihren Auftrag.",
      "Zahlbar innerhalb von 14 Tagen ohne Abzug.",
      "Es gelten unsere Geschäftsbedingungen.",
    ],
    dear: ["Sehr geehrter Herr {name},", "Sehr geehrte Frau {name},"],
    greeting: ["Mit freundlichen Grüßen", "Herzliche Grüße"],
    subject: "Betreff",
    goods: [
      "Schreibtischlampe",
      "Bürostuhl",
      "Druckerpapier A4",
      "Kaffeebohnen 1 kg",
      "Gartenschlauch",
      "Pinselsatz",
      "Schrauben, 200 Stück",
      "USB-Kabel 2 m",
      "Wolldecke",
      "Notizbuch",
      "Lieferung",
      "Montage",
      "Wanduhr",
    ],
  },
  fr: {
    invoice: ["Facture", "FACTURE"],
    number: "Numéro de facture",
    date: "Date",
    due: "Échéance",
    customer: "Numéro de client",
    billTo: "Facturé à",
    item: "Désignation",
    quantity: "Qté",
    price: "Prix unitaire",
    amount: "Montant",
    subtotal: "Sous-total",
    tax: "TVA",
    total: "Total",
    thanks: ["Merci de votre commande.", "Paiement sous 30 jours.", "Pas d'escompte en cas de paiement anticipé."],
    dear: ["Monsieur {name},", "Madame {name},", "Chère Madame {name},"],
    greeting: ["Cordialement,", "Veuillez agréer nos salutations distinguées."],
    subject: "Objet",
    goods: [
      "Lampe de bureau",
      "Chaise de bureau",
      "Papier A4",
      "Café en grains 1 kg",
      "Tuyau d'arrosage",
      "Jeu de pinceaux",
      "Vis, boîte de 200",
      "Câble USB 2 m",
      "Couverture en laine",
      "Carnet ligné",
      "Livraison",
      "Pose",
    ],
  },
  es: {
    invoice: ["Factura", "FACTURA"],
    number: "Número de factura",
    date: "Fecha",
    due: "Vencimiento",
    customer: "Número de cliente",
    billTo: "Facturar a",
    item: "Descripción",
    quantity: "Cant.",
    price: "Precio",
    amount: "Importe",
    subtotal: "Subtotal",
    tax: "IVA",
    total: "Total",
    thanks: ["Gracias por su pedido.", "Pago en un plazo de 30 días.", "No se admiten devoluciones sin factura."],
    dear: ["Estimado señor {name}:", "Estimada señora {name}:"],
    greeting: ["Atentamente,", "Un cordial saludo,"],
    subject: "Asunto",
    goods: [
      "Lámpara de mesa",
      "Silla de oficina",
      "Papel A4",
      "Café en grano 1 kg",
      "Manguera",
      "Juego de pinceles",
      "Tornillos, caja de 200",
      "Cable USB 2 m",
      "Manta de lana",
      "Cuaderno",
      "Envío",
      "Instalación",
    ],
  },
  zh: {
    invoice: ["发票", "账单", "销售单"],
    number: "发票号码",
    date: "日期",
    due: "付款期限",
    customer: "客户编号",
    billTo: "客户",
    item: "品名",
    quantity: "数量",
    price: "单价",
    amount: "金额",
    subtotal: "小计",
    tax: "税额",
    total: "合计",
    thanks: ["感谢您的惠顾。", "请在三十天内付款。", "货物售出，概不退换。"],
    dear: ["尊敬的{name}先生：", "尊敬的{name}女士："],
    greeting: ["此致敬礼", "顺祝商祺"],
    subject: "主题",
    goods: [
      "台灯",
      "办公椅",
      "打印纸",
      "咖啡豆",
      "花园水管",
      "油漆刷",
      "螺丝一盒",
      "数据线",
      "羊毛毯",
      "笔记本",
      "送货",
      "安装",
    ],
  },
};

export type Money = (cents: number) => string;

/** How one currency is written in a language. */
export function moneyIn(random: Random, language: Language): Money {
  const plain = (cents: number) => {
    const mark = language === "en" || language === "zh" ? "." : ",";
    return `${grouped(Math.floor(cents / 100), language)}${mark}${String(cents % 100).padStart(2, "0")}`;
  };
  if (language === "zh") return (cents) => `¥${plain(cents)}`;
  if (language !== "en") return (cents) => `${plain(cents)} €`;
  const sign = random.pick(["$", "£", "€", "USD "]);
  return (cents) => `${sign}${plain(cents)}`;
}

export function percent(value: number, language: Language): string {
  const text = Number.isInteger(value) ? String(value) : decimal(value, 1, language);
  return language === "de" || language === "fr" || language === "es" ? `${text} %` : `${text}%`;
}
