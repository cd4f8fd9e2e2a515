/** Names of people, places, streets and firms by language, for texts and forms. They mean nobody. */
import type { Random } from "../../../random.ts";

export const languages = ["en", "de", "fr", "es", "zh"] as const;
export type Language = (typeof languages)[number];

interface NameBank {
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Towns that are made up: a beginning and an end. */
  readonly townHeads: readonly string[];
  readonly townTails: readonly string[];
  readonly rivers: readonly string[];
  readonly streets: readonly string[];
}

const words = (text: string) => text.split(" ");

const banks: Record<Language, NameBank> = {
  en: {
    given: words(
      "Alice Arthur Beatrice Benjamin Clara Daniel Edith Edmund Fiona George Hannah Henry Isabel James Julia Kenneth Laura Martin Nora Oliver Patricia Philip Rachel Samuel Sophie Thomas Ursula Victor Wendy Walter Amina Kofi Priya Ravi Mei Hiroshi",
    ),
    family: words(
      "Abbott Barker Bennett Carter Chapman Dawson Ellis Fletcher Foster Graham Harrison Hughes Irving Jenkins Keller Lambert Marsh Nolan Osborne Palmer Quinn Reeves Sanders Thornton Underwood Vaughan Whitaker Yates Okafor Sharma Nakamura Lindqvist",
    ),
    townHeads: words(
      "Ash Black Brook Clear East Elm Fair Green Hart Kings Lang Mill North Oak Red Stone West Wick Wood Win",
    ),
    townTails: words("bridge brook bury combe dale field ford ham haven hill ley mere mouth port stead ton wick worth"),
    rivers: words("Ames Arrow Breck Carrow Dell Ember Farne Heddon Isk Larrow Medlow Orrin Rede Swale Tarn Wend"),
    streets: [
      "High Street",
      "Mill Lane",
      "Station Road",
      "Park Avenue",
      "Church Street",
      "Harbour Way",
      "Orchard Close",
      "Bridge Street",
      "Queen Street",
      "Maple Drive",
      "Elm Grove",
      "Victoria Terrace",
    ],
  },
  de: {
    given: words(
      "Anna Anton Barbara Bernd Clara Dieter Elisabeth Emil Franziska Georg Hanna Heinrich Ingrid Johann Karl Katharina Lena Ludwig Magdalena Matthias Nora Otto Paula Rainer Sabine Theodor Ulrike Wilhelm",
    ),
    family: words(
      "Albrecht Bauer Becker Brandt Dietrich Engel Fischer Graf Hartmann Huber Jansen Keller Krüger Lehmann Maier Neumann Ott Pfeiffer Richter Schäfer Schröder Seidel Vogel Wagner Weiß Ziegler",
    ),
    townHeads: words(
      "Alt Birken Buch Eichen Erlen Fels Grün Hohen König Linden Mühl Neu Ober Rosen Schön Stein Tannen Wald Weiden Unter",
    ),
    townTails: words("au bach berg brück burg dorf feld furt hausen heim hofen kirchen stadt stein tal thal wald"),
    rivers: words("Ahr Alster Bega Elz Fulda Glan Ilme Jagst Kinzig Leine Nagold Oker Pegnitz Rems Sieg Wipper"),
    streets: [
      "Hauptstraße",
      "Bahnhofstraße",
      "Lindenweg",
      "Kirchgasse",
      "Mühlenweg",
      "Gartenstraße",
      "Schillerstraße",
      "Am Markt",
      "Bergstraße",
      "Rosenweg",
    ],
  },
  fr: {
    given: words(
      "Adèle Antoine Béatrice Benoît Camille Charles Claire Denis Élise Étienne Fabienne François Gabrielle Hugo Inès Jacques Jeanne Julien Laure Louis Marguerite Michel Nathalie Olivier Pauline René Simone Thierry Valérie Yves",
    ),
    family: words(
      "Arnaud Barbier Bernard Blanchard Chevalier Colin Deschamps Dubois Fabre Fontaine Garnier Girard Lambert Laurent Lefèvre Marchand Mercier Moreau Perrin Picard Renaud Rousseau Roux Simon Tessier Vidal",
    ),
    townHeads: words("Beau Belle Bois Clair Font Grand Haut Mont Neuf Pont Roche Saint Val Vieux Ville"),
    townTails: words("bourg champ court fontaine fort lieu mont pré rive roche val vallon ville"),
    rivers: words("Arve Baïse Creuse Drôme Eure Gers Huisne Indre Loir Mayenne Orne Risle Sarthe Tarn Vienne Yonne"),
    streets: [
      "rue de la Gare",
      "rue des Lilas",
      "avenue Victor-Hugo",
      "place du Marché",
      "rue du Moulin",
      "boulevard Voltaire",
      "rue de l'Église",
      "allée des Tilleuls",
      "quai de la Tour",
      "rue Pasteur",
    ],
  },
  es: {
    given: words(
      "Alba Alejandro Ana Andrés Beatriz Carlos Carmen Diego Elena Emilio Fernanda Francisco Gabriela Héctor Inés Javier Julia Lucía Manuel Marta Nicolás Olga Pablo Pilar Ramón Rosa Santiago Teresa Tomás Valeria",
    ),
    family: words(
      "Aguilar Álvarez Blanco Cabrera Castillo Delgado Domínguez Flores Fuentes Gallego Herrera Ibáñez Jiménez Lozano Marín Medina Molina Navarro Núñez Ortega Peña Prieto Ramos Rojas Serrano Vega",
    ),
    townHeads: words("Agua Alta Bella Campo Fuente Monte Nueva Peña Puente Rio Santa Torre Valle Villa"),
    townTails: words("blanca clara franca hermosa larga linda mayor nueva real rosa seca serena verde vieja"),
    rivers: words(
      "Adaja Arlanza Bidasoa Cega Duratón Esla Francolí Genil Huerva Jalón Jarama Lozoya Nalón Odiel Pisuerga Turia",
    ),
    streets: [
      "calle Mayor",
      "calle del Sol",
      "avenida de la Paz",
      "plaza de España",
      "calle de la Fuente",
      "paseo del Río",
      "calle San Juan",
      "avenida del Puerto",
      "calle Nueva",
      "camino Viejo",
    ],
  },
  zh: {
    given: words(
      "建国 丽华 志强 秀英 明 芳 伟 静 海燕 文博 晓东 雪梅 子涵 国栋 玉兰 一鸣 思远 春花 立新 嘉怡 天宇 雨桐 少华 慧敏",
    ),
    family: words("王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢"),
    townHeads: words("安 白 长 东 丰 海 和 河 金 龙 南 宁 平 青 清 石 西 新 永 云"),
    townTails: words("安 城 川 关 江 岭 宁 平 桥 山 水 阳 原 州 庄"),
    rivers: words("清水河 白沙河 金沙溪 柳河 青龙河 月亮河 石门河 响水河 凤溪 长乐河"),
    streets: ["人民路", "中山路", "建设街", "和平大道", "解放路", "文化街", "新华路", "长江路", "滨河路", "学院路"],
  },
};

export function personIn(random: Random, language: Language): string {
  const { given, family } = banks[language];
  return language === "zh" ? random.pick(family) + random.pick(given) : `${random.pick(given)} ${random.pick(family)}`;
}

export function familyIn(random: Random, language: Language): string {
  return random.pick(banks[language].family);
}

export function townIn(random: Random, language: Language): string {
  const { townHeads, townTails } = banks[language];
  const [head, tail] = [random.pick(townHeads), random.pick(townTails)];
  if (language === "fr" && head === "Saint") return `Saint-${random.pick(banks.fr.given)}`;
  if (language === "zh") return `${head}${tail === head ? "城" : tail}`;
  const joined = head.toLowerCase().endsWith(tail) ? `${head}haven` : head + tail;
  return language === "es" && random.chance(0.5) ? `${head} ${tail.charAt(0).toUpperCase()}${tail.slice(1)}` : joined;
}

export function riverIn(random: Random, language: Language): string {
  return random.pick(banks[language].rivers);
}

/** Street and number, in the order of the language. */
export function addressIn(random: Random, language: Language): string {
  const street = random.pick(banks[language].streets);
  const number = random.int(1, 180);
  if (language === "en") return `${number} ${street}`;
  if (language === "fr") return `${number}, ${street}`;
  if (language === "zh") return `${street}${number}号`;
  return language === "es" ? `${street}, ${number}` : `${street} ${number}`;
}

const firmEnds: Record<Language, readonly string[]> = {
  en: ["Ltd", "& Sons", "Supplies", "Services", "Trading Co.", "Partners", "Works", "Group"],
  de: ["GmbH", "AG", "& Söhne", "Handel GmbH", "Werkstätten", "KG"],
  fr: ["SARL", "et Fils", "SA", "Frères", "Services"],
  es: ["S.L.", "S.A.", "e Hijos", "Hermanos", "Servicios"],
  zh: ["贸易有限公司", "科技有限公司", "商行", "文化用品公司", "食品有限公司", "机械厂"],
};

export function firmIn(random: Random, language: Language): string {
  const bank = banks[language];
  const end = random.pick(firmEnds[language]);
  if (language === "zh") return random.pick(bank.townHeads) + random.pick(["达", "华", "盛", "隆", "源", "信"]) + end;
  const names = [random.pick(bank.family), random.pick(bank.family)];
  return random.chance(0.25) && language === "en" ? `${names[0]} and ${names[1]} ${end}` : `${names[0]} ${end}`;
}
