/** What stands on signs, shops, posters, packages and screens, by script and language. */
import type { Script } from "../../camera/fonts.ts";
import type { Random } from "../../random.ts";
import { phrase } from "../document/prose/grammar.ts";
import { familyIn, type Language, townIn } from "../document/prose/names.ts";

export const settings = ["shop", "street", "warning", "poster", "package", "screen", "plate", "paint"] as const;
export type Setting = (typeof settings)[number];

export interface Writing {
  readonly script: Script;
  /** ISO 639-1, and the name of the language in English. */
  readonly language: string;
  readonly name: string;
}

export const writings: readonly Writing[] = [
  { script: "Latin", language: "en", name: "English" },
  { script: "Latin", language: "de", name: "German" },
  { script: "Latin", language: "fr", name: "French" },
  { script: "Latin", language: "es", name: "Spanish" },
  { script: "Han", language: "zh", name: "Chinese" },
  { script: "Japanese", language: "ja", name: "Japanese" },
  { script: "Korean", language: "ko", name: "Korean" },
  { script: "Arabic", language: "ar", name: "Arabic" },
  { script: "Cyrillic", language: "ru", name: "Russian" },
  { script: "Greek", language: "el", name: "Greek" },
];

/** Lines of a text, the most important one first; templates of phrase grammars. */
type Bank = Record<Exclude<Setting, "plate">, readonly (readonly string[])[]>;

const banks: Record<string, Bank> = {
  en: {
    shop: [
      ["{family}'s [Bakery|Bookshop|Café|Garage|Pharmacy]", "[Open daily|Since {year}|Est. {year}]"],
      ["[The Corner|Golden|Old Town|Riverside] [Bakery|Grill|Barber|Deli|Florist]", "Mon–Sat {hour}–{late}"],
      ["[Fresh|Organic] [fish|fruit|bread|coffee]", "[every day|from {town}]"],
      ["{family} & [Sons|Daughters]", "[Hardware|Shoes|Tailors|Wine]"],
    ],
    street: [
      ["[Mill|Church|Station|Park|Queen|Bridge] [Street|Road|Lane|Avenue]"],
      ["{town}", "{number} km"],
      ["[Platform|Gate|Exit] {digit}"],
      ["[City centre|Harbour|Airport|Hospital]"],
    ],
    warning: [
      ["[NO PARKING|KEEP OUT|WET PAINT|STOP|DANGER|CAUTION]"],
      ["CAUTION", "[Wet floor|High voltage|Low bridge|Falling rocks]"],
      ["[No smoking|No dogs|Private property|Please ring|Push|Pull]"],
      ["SPEED LIMIT", "{tens}"],
    ],
    poster: [
      [
        "[Summer|Jazz|Film|Book|Spring] [Festival|Night|Fair|Market]",
        "{day} [June|July|August|May]",
        "{town} [Town Hall|Park|Theatre]",
      ],
      ["[Grand|Final] [Sale|Opening]", "[up to|save] {tens}%", "this [week|weekend|Friday] only"],
      ["[Lost cat|For sale|Rooms to let]", "Call {phone}"],
    ],
    package: [
      ["[Green|Black|Mint|Ginger] Tea", "{tens} bags"],
      ["[Oat|Rice|Corn] [Flakes|Crackers]", "{grams} g"],
      ["[Strawberry|Cherry|Orange] [Jam|Juice]", "[no added sugar|{grams} ml]"],
      ["[Hand|Dish] Soap", "with [lemon|lavender|aloe]"],
    ],
    screen: [
      ["Departures", "{hour}:{minute} {town}", "{late}:{minute} {town2}"],
      ["[Now serving|Ticket]", "{letter}{number}"],
      ["[Low battery|No signal|Update ready|Paused]", "{number}%"],
    ],
    paint: [
      ["[peace|love|dream|hello|rise|free|brave|hope]"],
      ["[Never|Always] [stop|look|smile]"],
      ["[You|We] were here"],
    ],
  },
  de: {
    shop: [
      ["[Bäckerei|Metzgerei|Buchhandlung|Apotheke|Gasthaus] {family}", "[seit {year}|täglich geöffnet]"],
      ["[Frische|Neue] [Brötchen|Fahrräder|Blumen]"],
    ],
    street: [
      ["[Bahnhof|Haupt|Garten|Berg|Linden]straße"],
      ["{town}", "{number} km"],
      ["[Gleis|Ausgang] {digit}"],
      ["[Rathaus|Zentrum|Krankenhaus]"],
    ],
    warning: [
      ["[ACHTUNG|VORSICHT|HALT|GEFAHR]", "[Baustelle|Hochspannung|Rutschgefahr]"],
      ["[Parken verboten|Kein Zutritt|Bitte klingeln|Ziehen|Drücken]"],
    ],
    poster: [
      ["[Sommer|Herbst|Wein|Stadt]fest", "{day}. [Juni|Juli|August]", "{town}"],
      ["[Räumungsverkauf|Neueröffnung]", "bis zu {tens} %"],
    ],
    package: [
      ["[Kräuter|Früchte]tee", "{tens} Beutel"],
      ["[Hafer|Dinkel]flocken", "{grams} g"],
    ],
    screen: [["Abfahrt", "{hour}:{minute} {town}", "{late}:{minute} {town2}"]],
    paint: [["[Freiheit|Liebe|Träume|Mut]"], ["[Bleib|Sei] [wild|laut|nett]"]],
  },
  fr: {
    shop: [
      ["[Boulangerie|Librairie|Pharmacie|Fromagerie] {family}", "[depuis {year}|ouvert tous les jours]"],
      ["[Café|Bistro|Hôtel] [de la Gare|du Port|des Arts]"],
    ],
    street: [
      ["[Rue|Place] [de la Gare|du Moulin|Pasteur|des Lilas]"],
      ["{town}", "{number} km"],
      ["[Quai|Sortie] {digit}"],
    ],
    warning: [
      ["[ATTENTION|ARRÊT]", "[Travaux|Sol glissant|Haute tension]"],
      ["[Défense de fumer|Sortie de secours|Poussez|Tirez|Sonnez]"],
    ],
    poster: [
      ["[Fête|Marché|Nuit] [de la musique|du livre|des lumières]", "{day} [juin|juillet|août]", "{town}"],
      ["Soldes", "jusqu'à {tens} %"],
    ],
    package: [
      ["Confiture [de fraises|d'abricots]", "{grams} g"],
      ["Thé [vert|noir|à la menthe]", "{tens} sachets"],
    ],
    screen: [["Départs", "{hour}:{minute} {town}", "{late}:{minute} {town2}"]],
    paint: [["[liberté|amour|rêve|courage]"], ["[Vive|Viens] [la fête|demain]"]],
  },
  es: {
    shop: [
      ["[Panadería|Farmacia|Librería|Taller] {family}", "[desde {year}|abierto todos los días]"],
      ["Bar [La Plaza|El Puerto|La Esquina]"],
    ],
    street: [
      ["[Calle|Plaza] [Mayor|del Sol|de la Fuente|Nueva]"],
      ["{town}", "{number} km"],
      ["[Andén|Salida] {digit}"],
    ],
    warning: [
      ["[PELIGRO|ATENCIÓN|ALTO]", "[Obras|Piso mojado|Alta tensión]"],
      ["[Prohibido fumar|No aparcar|Empuje|Tire]"],
    ],
    poster: [
      ["[Feria|Noche|Fiesta] [del libro|de la música|del vino]", "{day} de [junio|julio|agosto]", "{town}"],
      ["Rebajas", "hasta {tens} %"],
    ],
    package: [
      ["Aceite de oliva", "{grams} ml"],
      ["Galletas de [avena|limón]", "{grams} g"],
    ],
    screen: [["Salidas", "{hour}:{minute} {town}", "{late}:{minute} {town2}"]],
    paint: [["[libertad|corazón|sueños|mañana]"], ["[Vive|Siente] [hoy|la vida]"]],
  },
  zh: {
    shop: [
      ["[老王|小李|金龙|同乐][面馆|书店|药房|茶楼|超市]", "[营业时间|欢迎光临|百年老店]"],
      ["[新鲜|有机][水果|蔬菜|海鲜]", "[每日到货|八折优惠]"],
    ],
    street: [
      ["[人民|中山|解放|新华|长江][路|大道]"],
      ["[出口|站台|登机口]{digit}"],
      ["[市中心|火车站|人民医院|图书馆]"],
    ],
    warning: [
      ["[禁止停车|小心地滑|严禁烟火|注意安全|请勿触摸]"],
      ["[当心触电|前方施工|保持安静]"],
      ["[请推门|请拉门]"],
    ],
    poster: [
      ["[音乐|读书|美食|电影][节|周]", "{day}[日|号]开幕", "[人民公园|市图书馆|大剧院]"],
      ["[清仓|开业]大[促销|优惠]", "[全场五折|买一送一]"],
    ],
    package: [
      ["[绿茶|红茶|茉莉花茶]", "净含量{grams}克"],
      ["[草莓|芒果|苹果][果汁|果酱]", "{grams}毫升"],
    ],
    screen: [["[列车时刻|出发]", "{hour}:{minute} [北京|上海|广州]"], ["[请稍候|电量不足|网络已断开]"]],
    paint: [["[梦想|快乐|加油|春风]"], ["[好好学习|天天向上|团结友爱]"]],
  },
  ja: {
    shop: [
      ["[山田|田中|さくら|ふじ][書店|薬局|ラーメン|喫茶店]", "[営業中|本日のおすすめ]"],
      ["[新鮮な|おいしい][魚|野菜|パン]"],
    ],
    street: [["[東京|京都|大阪|横浜]駅"], ["[南口|改札口|ホーム]{digit}"], ["[市役所|図書館|病院]"]],
    warning: [["[止まれ|立入禁止|駐車禁止|火気厳禁]"], ["[足元注意|頭上注意|静かに]"]],
    poster: [
      ["[夏|春|秋]まつり", "{day}日[まで|から]", "[中央公園|市民会館]"],
      ["[セール|大売り出し]", "[半額|最大{tens}%オフ]"],
    ],
    package: [["[緑茶|ほうじ茶|抹茶ラテ]", "{grams}ml"], ["[みかん|りんご]ジュース"]],
    screen: [["[出発|到着]", "{hour}:{minute} [名古屋|札幌|福岡]"]],
    paint: [["[ありがとう|がんばれ|しあわせ]"]],
  },
  ko: {
    shop: [
      ["[서울|한강|행복|명동] [서점|약국|식당|빵집]", "[영업 중|어서 오세요]"],
      ["[신선한|맛있는] [과일|커피|김밥]"],
    ],
    street: [["[종로|강남|시청|부산]역"], ["[출구|승강장] {digit}"], ["[병원|도서관|공항]"]],
    warning: [["[주차 금지|출입 금지|금연|위험]"], ["[미끄럼 주의|머리 조심]"]],
    poster: [
      ["[여름|봄|음악] 축제", "{day}일 [개막|시작]", "[시민 공원|중앙 극장]"],
      ["[할인|세일]", "최대 {tens}%"],
    ],
    package: [["[녹차|보리차|유자차]", "{grams}g"], ["[딸기|포도] [주스|잼]"]],
    screen: [["[출발|도착]", "{hour}:{minute} [대전|광주|인천]"]],
    paint: [["[사랑|희망|자유|꿈]"]],
  },
  ar: {
    shop: [["[مخبز|صيدلية|مكتبة|مطعم] [السلام|النور|الأمل|المدينة]", "[مفتوح يوميا|أهلا وسهلا]"]],
    street: [["شارع [الملك|النيل|الحرية|البحر]"], ["[المطار|المستشفى|وسط المدينة]"]],
    warning: [["[قف|خطر|انتبه|ممنوع الدخول]"], ["ممنوع [التدخين|الوقوف]"]],
    poster: [["مهرجان [الصيف|الموسيقى|الكتاب]", "[الدخول مجاني|مساء الجمعة]"]],
    package: [["شاي [أخضر|بالنعناع]"], ["عصير [برتقال|تفاح]", "[طازج|بدون سكر]"]],
    screen: [["[الرحلات المغادرة|يرجى الانتظار]"]],
    paint: [["[سلام|حرية|حب|أمل]"]],
  },
  ru: {
    shop: [
      ["[Хлеб|Книги|Цветы|Аптека|Кафе]", "[круглосуточно|открыто|добро пожаловать]"],
      ["[Свежие|Домашние] [фрукты|пирожки|овощи]"],
    ],
    street: [
      ["[улица|площадь] [Мира|Победы|Пушкина|Гагарина]"],
      ["[Вокзал|Аэропорт|Больница|Центр]"],
      ["[Выход|Платформа] {digit}"],
    ],
    warning: [["[СТОП|ОПАСНО|ВНИМАНИЕ|ОСТОРОЖНО]"], ["[Не курить|Вход воспрещён|От себя|На себя]"]],
    poster: [
      ["[Ночь|День] [музыки|музеев|города]", "{day} [июня|июля|августа]"],
      ["Распродажа", "до {tens}%"],
    ],
    package: [["[Чёрный|Зелёный] чай", "{grams} г"], ["[Яблочный|Томатный] сок"]],
    screen: [["Отправление", "{hour}:{minute} [Москва|Казань|Омск]"]],
    paint: [["[мир|любовь|мечта|весна]"]],
  },
  el: {
    shop: [["[Φούρνος|Φαρμακείο|Βιβλιοπωλείο|Καφενείο]", "[ανοιχτά|καλώς ήρθατε]"], ["[φρέσκο|καλό] [ψωμί|ψάρι]"]],
    street: [["[οδός|πλατεία] [Ερμού|Αθηνάς|Ομονοίας]"], ["[Λιμάνι|Σταθμός|Νοσοκομείο]"], ["Έξοδος {digit}"]],
    warning: [["[ΣΤΟΠ|ΠΡΟΣΟΧΗ|ΚΙΝΔΥΝΟΣ]"], ["[Απαγορεύεται η είσοδος|Μην καπνίζετε]"]],
    poster: [["[Γιορτή|Βραδιά] [μουσικής|βιβλίου]", "{day} [Ιουνίου|Ιουλίου]"]],
    package: [["[Ελιές|Μέλι|Λάδι]", "{grams} g"]],
    screen: [["Αναχωρήσεις", "{hour}:{minute} [Αθήνα|Πάτρα|Βόλος]"]],
    paint: [["[ελευθερία|αγάπη|όνειρο]"]],
  },
};

const plateLetters = "ABCDEFGHJKLMNPRSTUVWXYZ";

function plate(random: Random): string {
  const letters = (count: number) => Array.from({ length: count }, () => random.pick([...plateLetters])).join("");
  const digits = (count: number) => Array.from({ length: count }, () => random.int(0, 9)).join("");
  return random.pick([
    () => `${letters(2)} ${digits(3)} ${letters(2)}`,
    () => `${letters(2)}${digits(2)} ${letters(3)}`,
    () => `${letters(random.int(1, 3))} ${letters(2)} ${random.int(10, 9999)}`,
    () => `${digits(3)} ${letters(3)}`,
    () => `${letters(3)} ${digits(4)}`,
  ])();
}

/** The lines that stand in one place. */
export function linesFor(random: Random, { language }: Writing, setting: Setting): readonly string[] {
  if (setting === "plate") return [plate(random)];
  const known: Language = language === "de" || language === "fr" || language === "es" ? language : "en";
  const slots = {
    family: familyIn(random, known),
    town: townIn(random, known),
    town2: townIn(random, known),
    year: String(random.int(1880, 2019)),
    hour: String(random.int(6, 11)).padStart(2, "0"),
    late: String(random.int(13, 21)),
    minute: random.pick(["05", "10", "15", "20", "30", "45"]),
    number: String(random.int(2, 98)),
    digit: String(random.int(1, 24)),
    tens: String(random.int(2, 8) * 10),
    day: String(random.int(1, 30)),
    grams: String(random.int(2, 20) * 50),
    letter: random.pick(["A", "B", "C", "K"]),
    phone: `0${random.int(20, 99)} ${random.int(100, 999)} ${random.int(100, 999)}`,
  };
  return random.pick(banks[language]![setting]).map((line) => phrase(random, line, slots));
}
