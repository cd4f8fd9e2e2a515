/** Letters, filled-in forms and handwritten notes. */
import { handwritingFor } from "../../../camera/fonts.ts";
import type { Random } from "../../../random.ts";
import { cut, fitted } from "../fit.ts";
import { article } from "../prose/article.ts";
import { dateIn, phrase } from "../prose/grammar.ts";
import { addressIn, familyIn, firmIn, type Language, personIn, townIn } from "../prose/names.ts";
import { type Field, languageOfPage, paper, type Sheet, smallHands, typography } from "../sheet.ts";
import { type Block, heading, paragraph, text } from "../tree.ts";
import { code } from "./bills.ts";
import { labels } from "./labels.ts";
import { someDate } from "./prose.ts";

interface LetterMatter {
  readonly subjects: readonly string[];
  readonly openings: readonly string[];
  readonly middles: readonly string[];
  readonly closings: readonly string[];
}

const matters: Record<Language, LetterMatter> = {
  en: {
    subjects: [
      "[Your order|Delivery of order] {code}",
      "[Change|Renewal] of your contract {code}",
      "Invitation to {town}",
      "Complaint about order {code}",
    ],
    openings: [
      "thank you [for your letter of|for writing to us on] {date}.",
      "we are [glad|pleased] to [tell|inform] you that everything is ready.",
      "I am writing [about|because of] the matter with the number {code}.",
    ],
    middles: [
      "The goods [will leave|are leaving] our warehouse in {town} [this week|on {later}].",
      "[Please check|Kindly check] the [enclosed papers|figures] and send [a signed copy|one copy] back to us.",
      "[Unfortunately|We regret that] one of the [parts|items] is [late|out of stock], and we [will send it later|have ordered it again].",
      "The meeting takes place on {later} in {town}; [travel costs are paid|lunch is provided].",
      "The price stays [the same|as agreed] until the end of the year.",
    ],
    closings: [
      "[Do not hesitate to call|Please call] if [anything is unclear|you have questions].",
      "We [look forward to|hope for] your answer by {later}.",
    ],
  },
  de: {
    subjects: [
      "[Ihre Bestellung|Lieferung] {code}",
      "[Änderung|Verlängerung] Ihres Vertrags {code}",
      "Einladung nach {town}",
    ],
    openings: [
      "vielen Dank für Ihr Schreiben vom {date}.",
      "wir freuen uns, Ihnen mitteilen zu können, dass alles bereit ist.",
      "ich schreibe Ihnen wegen des Vorgangs {code}.",
    ],
    middles: [
      "Die Ware verlässt unser Lager in {town} [noch diese Woche|am {later}].",
      "Bitte prüfen Sie die [beiliegenden Unterlagen|Angaben] und senden Sie uns [eine unterschriebene Kopie|ein Exemplar] zurück.",
      "Leider ist eines der Teile [verspätet|nicht vorrätig]; wir [liefern es nach|haben es neu bestellt].",
      "Der Preis bleibt bis zum Jahresende [gleich|wie vereinbart].",
    ],
    closings: [
      "Bei Fragen [rufen Sie uns gern an|stehen wir Ihnen zur Verfügung].",
      "Wir freuen uns auf Ihre Antwort bis zum {later}.",
    ],
  },
  fr: {
    subjects: ["[Votre commande|Livraison] {code}", "Modification de votre contrat {code}", "Invitation à {town}"],
    openings: [
      "nous vous remercions de votre lettre du {date}.",
      "nous avons le plaisir de vous annoncer que tout est prêt.",
      "je vous écris au sujet du dossier {code}.",
    ],
    middles: [
      "Les marchandises quittent notre dépôt de {town} [cette semaine|le {later}].",
      "Merci de vérifier les [documents ci-joints|chiffres] et de nous renvoyer une copie signée.",
      "L'une des pièces est malheureusement [en retard|épuisée] ; nous [l'enverrons plus tard|l'avons commandée].",
      "Le prix reste [le même|inchangé] jusqu'à la fin de l'année.",
    ],
    closings: ["N'hésitez pas à nous appeler en cas de question.", "Nous attendons votre réponse avant le {later}."],
  },
  es: {
    subjects: ["[Su pedido|Entrega del pedido] {code}", "Cambio de su contrato {code}", "Invitación a {town}"],
    openings: [
      "gracias por su carta del {date}.",
      "nos complace comunicarle que todo está listo.",
      "le escribo sobre el asunto {code}.",
    ],
    middles: [
      "La mercancía sale de nuestro almacén de {town} [esta semana|el {later}].",
      "Le rogamos que revise los [documentos adjuntos|datos] y nos devuelva una copia firmada.",
      "Por desgracia, una de las piezas [llega tarde|está agotada]; [la enviaremos después|ya la hemos pedido].",
      "El precio no cambia hasta final de año.",
    ],
    closings: ["Llámenos si tiene alguna pregunta.", "Esperamos su respuesta antes del {later}."],
  },
  zh: {
    subjects: ["[关于您的订单|订单]{code}", "合同{code}的变更", "邀请您来{town}"],
    openings: ["感谢您{date}的来信。", "很高兴通知您，一切已经准备就绪。", "关于编号{code}一事，特此致函。"],
    middles: [
      "货物将[于本周|于{later}]从{town}的仓库发出。",
      "请核对[所附文件|相关数字]，并寄回一份签字的副本。",
      "很遗憾，其中一件[延误了|暂时缺货]，我们[稍后补寄|已重新订购]。",
      "价格在年底之前保持不变。",
    ],
    closings: ["如有疑问，请随时来电。", "请在{later}之前答复。"],
  },
};

const asks: Record<Language, readonly [sender: string, receiver: string, date: string, subject: string]> = {
  en: [
    "Who signed the letter?",
    "To whom is the letter addressed?",
    "What is the date of the letter?",
    "What is the subject of the letter?",
  ],
  de: [
    "Wer hat den Brief unterschrieben?",
    "An wen ist der Brief gerichtet?",
    "Welches Datum trägt der Brief?",
    "Wie lautet der Betreff?",
  ],
  fr: [
    "Qui a signé la lettre ?",
    "À qui la lettre est-elle adressée ?",
    "Quelle est la date de la lettre ?",
    "Quel est l'objet de la lettre ?",
  ],
  es: [
    "¿Quién firmó la carta?",
    "¿A quién va dirigida la carta?",
    "¿Qué fecha tiene la carta?",
    "¿Cuál es el asunto de la carta?",
  ],
  zh: ["信是谁写的？", "信是写给谁的？", "信的日期是哪天？", "信的主题是什么？"],
};

export function letterPage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const words = labels[language];
  const size = paper(random, maxSide, "portrait", 0.98);
  const matter = matters[language];
  // a letter answers an earlier one and speaks of what is to come
  const [month, year] = [random.int(1, 11), random.int(1998, 2025)];
  const slots = {
    code: code(random),
    town: townIn(random, language),
    date: dateIn(language, random.int(1, 9), month, year),
    later: dateIn(language, random.int(1, 28), month + 1, year),
  };
  const say = (list: readonly string[]) => phrase(random, random.pick(list), slots);
  const family = familyIn(random, language);
  const receiver = firmIn(random, language);
  const sender = personIn(random, language);
  const date = dateIn(language, random.int(10, 28), month, year);
  const subject = say(matter.subjects);
  const opening = say(matter.openings);
  const first = language === "en" || language === "zh" ? opening : opening.charAt(0).toLowerCase() + opening.slice(1);
  const middles = random
    .shuffled(matter.middles)
    .slice(0, random.int(1, 3))
    .map((one) => phrase(random, one, slots));
  const space = language === "zh" ? "" : " ";
  const place = townIn(random, language);
  const body: Block[] = [
    paragraph([text(firmIn(random, language), "bold")], "line"),
    paragraph(`${addressIn(random, language)}, ${place}`, "gap"),
    paragraph(receiver, "line"),
    paragraph(addressIn(random, language), "line"),
    paragraph(townIn(random, language), "gap"),
    paragraph(date, "right"),
    paragraph([text(random.chance(0.6) ? `${words.subject}: ${subject}` : subject, "bold")]),
    paragraph(phrase(random, random.pick(words.dear), { name: family })),
    paragraph([first, ...middles.slice(0, 1)].join(space)),
    ...(middles.length > 1 ? [paragraph(middles.slice(1).join(space))] : []),
    paragraph(say(matter.closings)),
    paragraph(random.pick(words.greeting), "closing"),
    paragraph(sender, random.chance(0.4) ? "signed" : "line"),
  ];
  const [askSender, askReceiver, askDate, askSubject] = asks[language];
  const look = typography(random, {
    language,
    voice: random.pick(["serif", "sans", "mono"] as const),
    indent: false,
  });
  const signature = random.pick(language === "zh" ? handwritingFor("Han") : handwritingFor("Latin"));
  return {
    template: "letter",
    language,
    size,
    look: { ...look, fonts: [...new Set([...look.fonts, signature])] },
    styles: `.page p { text-indent: 0; } .page .line { margin: 0; } .page .gap { margin-bottom: 1.1em; } .page .right { text-align: right; } .page .closing { margin: 1em 0 0.9em; } .page .signed { font: ${smallHands.has(signature) ? 1.6 : 1.25}em "${signature}"; margin: 0; color: #1c3f94; }`,
    tree: { header: [], title: [], body, notes: [], footer: [] },
    fields: [
      { key: "sender", question: askSender, value: sender },
      { key: "receiver", question: askReceiver, value: receiver },
      { key: "date", question: askDate, value: date },
      { key: "subject", question: askSubject, value: subject },
    ],
  };
}

interface FormWords {
  readonly titles: readonly string[];
  readonly labels: Record<"name" | "first" | "born" | "street" | "town" | "phone" | "course" | "id", string>;
  readonly ask: string;
  readonly courses: readonly string[];
}

const formWords: Record<Language, FormWords> = {
  en: {
    titles: ["Registration form", "Application for membership", "Library card", "Visitor form"],
    labels: {
      name: "Surname",
      first: "First name",
      born: "Date of birth",
      street: "Street",
      town: "Town",
      phone: "Telephone",
      course: "Course",
      id: "Card number",
    },
    ask: "What is entered under “{label}”?",
    courses: ["Pottery", "First aid", "Spanish A1", "Choir", "Bookkeeping"],
  },
  de: {
    titles: ["Anmeldung", "Antrag auf Mitgliedschaft", "Bibliotheksausweis"],
    labels: {
      name: "Nachname",
      first: "Vorname",
      born: "Geburtsdatum",
      street: "Straße",
      town: "Ort",
      phone: "Telefon",
      course: "Kurs",
      id: "Ausweisnummer",
    },
    ask: "Was steht unter „{label}“?",
    courses: ["Töpfern", "Erste Hilfe", "Spanisch A1", "Chor"],
  },
  fr: {
    titles: ["Fiche d'inscription", "Demande d'adhésion", "Carte de lecteur"],
    labels: {
      name: "Nom",
      first: "Prénom",
      born: "Date de naissance",
      street: "Rue",
      town: "Ville",
      phone: "Téléphone",
      course: "Cours",
      id: "Numéro de carte",
    },
    ask: "Qu'est-il écrit sous « {label} » ?",
    courses: ["Poterie", "Premiers secours", "Espagnol A1", "Chorale"],
  },
  es: {
    titles: ["Hoja de inscripción", "Solicitud de ingreso", "Carné de lector"],
    labels: {
      name: "Apellido",
      first: "Nombre",
      born: "Fecha de nacimiento",
      street: "Calle",
      town: "Ciudad",
      phone: "Teléfono",
      course: "Curso",
      id: "Número de carné",
    },
    ask: "¿Qué pone en «{label}»?",
    courses: ["Cerámica", "Primeros auxilios", "Alemán A1", "Coro"],
  },
  zh: {
    titles: ["报名表", "入会申请表", "借书证申请表"],
    labels: {
      name: "姓",
      first: "名",
      born: "出生日期",
      street: "街道",
      town: "城市",
      phone: "电话",
      course: "课程",
      id: "证件号码",
    },
    ask: "“{label}”一栏填的是什么？",
    courses: ["陶艺", "急救", "英语初级", "合唱"],
  },
};

const jsonKeys = {
  name: "surname",
  first: "first_name",
  born: "date_of_birth",
  street: "street",
  town: "town",
  phone: "telephone",
  course: "course",
  id: "card_number",
};

/** A form with printed labels and entries, printed or handwritten. */
export function formPage(random: Random, maxSide: number): Sheet {
  const language = languageOfPage(random);
  const words = formWords[language];
  const size = paper(random, maxSide, random.pick(["square", "square", "landscape"] as const), 1.18);
  const person = personIn(random, language);
  const [first, family] =
    language === "zh" ? [person.slice(1), person.slice(0, 1)] : (person.split(" ") as [string, string]);
  const values: Record<keyof FormWords["labels"], string> = {
    name: family,
    first,
    born: `${random.int(1, 28)}.${random.int(1, 12)}.${random.int(1942, 2012)}`,
    street: addressIn(random, language),
    town: townIn(random, language),
    phone: `0${random.int(10, 999)} ${random.int(100, 999)} ${random.int(100, 9999)}`,
    course: random.pick(words.courses),
    id: `${random.pick(["A", "B", "K", "M"])}${random.int(10000, 999999)}`,
  };
  const rest = random
    .shuffled(["born", "street", "town", "phone", "course", "id"] as const)
    .slice(0, maxSide > 600 ? 6 : random.int(3, 6));
  const keys = ["name", "first", ...rest] as const;
  const handwritten = random.chance(0.6);
  const boxed = random.chance(0.5);
  const cells = keys.map((key) => [paragraph(words.labels[key], "label"), paragraph(values[key], "entry")]);
  const look = typography(random, { language, voice: "sans", indent: false });
  const pairs = random.chance(0.5) && size.width > size.em * 26;
  const rows = pairs
    ? Array.from({ length: Math.ceil(cells.length / 2) }, (_, i) => ({
        type: "row" as const,
        cells: cells.slice(2 * i, 2 * i + 2),
      }))
    : cells.map((cell) => ({ type: "row" as const, cells: cell.map((block) => [block]) }));
  const entry = handwritten
    ? random.pick(language === "zh" ? handwritingFor("Han") : handwritingFor("Latin"))
    : look.fonts[0]!;
  return {
    template: handwritten ? "form-handwritten" : "form",
    language,
    size,
    look: { ...look, fonts: [...new Set([...look.fonts, entry])] },
    styles: `.page p { text-indent: 0; text-align: left; } .page .label { margin: 0.3em 0 0.1em; font-size: 0.88em; ${pairs ? "" : "padding-top: 0.2em;"} } .page .entry { font-family: "${entry}"; font-size: ${handwritten ? (smallHands.has(entry) ? 1.35 : 1.12) : 1}em; line-height: 1.3; color: ${handwritten ? "#1c3f94" : "inherit"}; margin: 0.15em 0; min-height: 1.5em; padding: 0.05em 0.4em; ${boxed ? "border: 1px solid var(--ink)" : "border-bottom: 1px solid var(--ink)"}; } .row { break-inside: avoid; }`,
    tree: { header: [], title: [heading(1, random.pick(words.titles))], body: rows, notes: [], footer: [] },
    fields: keys.map(
      (key): Field => ({
        key: jsonKeys[key],
        question: words.ask.replace("{label}", words.labels[key]),
        value: values[key],
      }),
    ),
  };
}

const noteLines = [
  "[Buy|Get] [milk|bread|apples|candles] and [eggs|soap|stamps]",
  "Call {person} [before noon|tomorrow|about the keys]",
  "[Train|Bus] to {town} at {time}",
  "[Pay|Do not forget] the [rent|water bill|insurance]",
  "{person} has [the spare key|my umbrella]",
  "[Water|Repot] the [plants|tomatoes]",
  "Dentist on [Monday|Tuesday|Friday], {time}",
  "[Return|Renew] the library books",
  "Ask {person} for the [recipe|address|photos]",
];

/** A handwritten note, list or page of a diary. */
export function handwrittenPage(random: Random, maxSide: number): Sheet {
  const whole = paper(random, maxSide, random.pick(["portrait", "square", "landscape"] as const), 1.25);
  const language = random.weighted({ en: 6, zh: 2, de: 1, fr: 1, es: 1 });
  const letter = language !== "en" || random.chance(0.5);
  const line = (template: string) =>
    phrase(random, template, {
      person: personIn(random, "en"),
      town: townIn(random, "en"),
      time: `${random.int(6, 21)}:${random.pick(["00", "15", "30", "45"])}`,
    });
  const one = article(random, language);
  const body: Block[] = letter
    ? [
        paragraph(someDate(random, language)),
        ...one.sections.slice(0, 2).flatMap(({ paragraphs }) => paragraphs.map((each) => paragraph(each))),
      ]
    : [
        heading(2, random.pick(["To do", "Today", "Remember", "For the weekend", "Notes"])),
        {
          type: "list",
          ordered: random.chance(0.3),
          items: random
            .shuffled(noteLines)
            .slice(0, random.int(3, 7))
            .map((each) => [text(line(each))]),
        },
      ];
  const look = typography(random, { language, voice: "hand", indent: false });
  const ink = random.pick(["#1c3f94", "#1d1d1d", "#3b2a1a", "#14532d"]);
  const template = letter ? "handwritten-text" : "handwritten-list";
  const tree = { header: [], title: [], body, notes: [], footer: [] };
  // before the rules are drawn, for their distance is that of the lines
  const note = { template, language, size: whole, look, tree };
  const filled = fitted(random, note).size;
  // a line of a list has about 20 ems
  const em = Math.min(filled.em, Math.max(whole.em, Math.floor(whole.width / 5) / 4));
  const { size } = cut({ ...note, size: { ...filled, em } }, 0.95);
  const step = (size.em * 1.45).toFixed(2);
  const ruled = random.weighted({ plain: 3, lines: 4, grid: 2, yellow: 2 });
  // the rules are the body's, where the text begins at the top; baselines lie a good quarter of a letter above a line's end
  const drop = (-size.em * 0.28).toFixed(2);
  const lines = `repeating-linear-gradient(transparent 0 calc(${step}px - 1px), #b9cbe0 calc(${step}px - 1px) ${step}px) 0 ${drop}px`;
  const paperTint = { plain: "#fbfaf6", lines: "#fdfdfb", grid: "#fdfdfb", yellow: "#fdf3a7" }[ruled];
  const rules = {
    plain: "none",
    yellow: "none",
    lines,
    grid: `${lines}, repeating-linear-gradient(90deg, transparent 0 calc(${step}px - 1px), #d5dfea calc(${step}px - 1px) ${step}px)`,
  }[ruled];
  return {
    template,
    language,
    size,
    ruled: true,
    look,
    styles: `.page { background: ${paperTint}; color: ${ink}; line-height: ${step}px; } .page .body { background: ${rules}; margin: 0 -1.8em; padding: 0 1.8em; column-gap: 4em; } .page h2 { color: ${ink}; font-size: 1.15em; border: 0; padding: 0; } .page h2, .page p, .page ul, .page ol, .page li { line-height: ${step}px; margin-top: 0; margin-bottom: 0; } .page p { text-align: left; }`,
    tree,
    questions: letter ? one.questions : [],
  };
}
