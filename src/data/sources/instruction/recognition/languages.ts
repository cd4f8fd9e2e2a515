/** Signs in several languages at once: one of them is to be transcribed, or said in another. */
import { familiesFor } from "../../../camera/fonts.ts";
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, spin } from "../kit/phrases.ts";
import { drawing, rect, text, textWidth } from "../kit/svg.ts";

const languageNames = ["English", "German", "French", "Spanish", "Italian", "Chinese"] as const;
type LanguageName = (typeof languageNames)[number];

/** The same notice in each language, in the order of `languageNames`. */
const notices: readonly (readonly [string, string, string, string, string, string])[] = [
  ["No smoking", "Rauchen verboten", "Défense de fumer", "Prohibido fumar", "Vietato fumare", "禁止吸烟"],
  ["Entrance", "Eingang", "Entrée", "Entrada", "Entrata", "入口"],
  ["Exit", "Ausgang", "Sortie", "Salida", "Uscita", "出口"],
  [
    "Please do not touch",
    "Bitte nicht berühren",
    "Ne pas toucher, s'il vous plaît",
    "Por favor, no tocar",
    "Si prega di non toccare",
    "请勿触摸",
  ],
  ["Emergency exit", "Notausgang", "Sortie de secours", "Salida de emergencia", "Uscita di emergenza", "紧急出口"],
  ["Closed today", "Heute geschlossen", "Fermé aujourd'hui", "Cerrado hoy", "Chiuso oggi", "今日休息"],
  ["Push", "Drücken", "Poussez", "Empujar", "Spingere", "推"],
  ["Pull", "Ziehen", "Tirez", "Tirar", "Tirare", "拉"],
  ["Welcome", "Willkommen", "Bienvenue", "Bienvenidos", "Benvenuti", "欢迎光临"],
  ["Drinking water", "Trinkwasser", "Eau potable", "Agua potable", "Acqua potabile", "饮用水"],
  ["Wet paint", "Frisch gestrichen", "Peinture fraîche", "Recién pintado", "Vernice fresca", "油漆未干"],
  ["Ticket office", "Fahrkartenschalter", "Guichet", "Taquilla", "Biglietteria", "售票处"],
  ["Waiting room", "Wartezimmer", "Salle d'attente", "Sala de espera", "Sala d'attesa", "候诊室"],
  [
    "Mind the step",
    "Vorsicht, Stufe",
    "Attention à la marche",
    "Cuidado con el escalón",
    "Attenzione al gradino",
    "小心台阶",
  ],
  ["Out of order", "Außer Betrieb", "Hors service", "Fuera de servicio", "Fuori servizio", "暂停使用"],
  ["No entry", "Kein Zutritt", "Entrée interdite", "Prohibido el paso", "Vietato l'ingresso", "禁止入内"],
  ["Lost property", "Fundbüro", "Objets trouvés", "Objetos perdidos", "Oggetti smarriti", "失物招领处"],
  [
    "Open daily",
    "Täglich geöffnet",
    "Ouvert tous les jours",
    "Abierto todos los días",
    "Aperto tutti i giorni",
    "每日开放",
  ],
];

export const specifiedLanguage = instructionSource(
  {
    name: "specified-language",
    leaf: "Recognition/OCR and Transcription/Specified Language Transcription",
    description: "Notices in two to four languages; the line of one language, or its meaning in another.",
  },
  ({ random, maxSide }) => {
    const han = familiesFor("Han");
    const usable = languageNames.filter((name) => name !== "Chinese" || han.length > 0);
    const shown = random.shuffled(usable).slice(0, random.int(2, 4));
    const notice = random.pick(notices);
    const look = lookOf(random);
    const chineseFont = shown.includes("Chinese") ? random.pick(han) : undefined;
    const sizes = shown.map((_, i) => (i === 0 ? 34 : 27));
    const lines = shown.map((name) => notice[languageNames.indexOf(name)]!);
    const width =
      Math.max(
        ...lines.map((one, i) => (shown[i] === "Chinese" ? [...one].length * sizes[i]! : textWidth(one, sizes[i]!))),
      ) + 80;
    const height = 50 + lines.length * 50;
    const [fill, ink] = random.pick([
      ["#1e4fa3", "#ffffff"],
      ["#ffffff", "#1a1a1a"],
      ["#1c6b3c", "#ffffff"],
      ["#f4c20d", "#1a1a1a"],
      ["#8e1f2a", "#ffffff"],
    ] as const);
    const body = [
      rect(12, 12, width - 24, height - 24, { fill, round: 10 }),
      ...lines.map((one, i) =>
        text(width / 2, 62 + i * 50, one, {
          size: sizes[i]!,
          weight: i === 0 ? 700 : 400,
          fill: ink,
          mark: shown[i]!.toLowerCase(),
          ...(shown[i] === "Chinese" ? { font: chineseFont! } : {}),
        }),
      ),
    ];
    const picture = drawing(
      random,
      { ...look, fonts: chineseFont ? [...look.fonts, chineseFont] : look.fonts },
      maxSide,
      { width: Math.ceil(width), height },
      ...body,
    );
    return { template: `${shown.length} languages`, pictures: [picture], turns: about(shown, lines, notice, random) };
  },
);

function about(
  shown: readonly LanguageName[],
  lines: readonly string[],
  notice: readonly string[],
  random: Random,
): Exchange[] {
  const i = random.int(0, shown.length - 1);
  const absent = languageNames.filter((name) => !shown.includes(name) && name !== "Chinese");
  const meaning = random.pick(languageNames.filter((name) => name !== "Chinese"));
  const into = notice[languageNames.indexOf(meaning)]!;
  return random
    .shuffled<Exchange>([
      [
        spin(
          random,
          `{Transcribe only the ${shown[i]} text.|What does the ${shown[i]} line say?|Write out the part in ${shown[i]}.|Read the ${shown[i]} text.}`,
        ),
        lines[i]!,
      ],
      [
        spin(
          random,
          "{Which languages are on the sign?|In which languages is it written?|List the languages from top to bottom.}",
        ),
        spin(random, `{${listed(shown)}.|From top to bottom: ${listed(shown)}.|It is written in ${listed(shown)}.}`),
      ],
      [
        spin(random, `{What does the sign mean in ${meaning}?|Give the text in ${meaning}.|Say it in ${meaning}.}`),
        spin(random, `{"${into}".|In ${meaning}: "${into}".}`),
      ],
      [
        spin(random, `{Is there a line in ${absent[0]}?|Does the sign also speak ${absent[0]}?}`),
        spin(random, `{No, only ${listed(shown)}.|No, there is no ${absent[0]} text.}`),
      ],
      [
        spin(random, "{Transcribe everything and name each language.|Write down each line with its language.}"),
        shown.map((name, k) => `${name}: ${lines[k]}`).join("\n"),
      ],
    ])
    .slice(0, random.int(1, 3));
}
