/** Pairs of quantities that scatter plots set against each other, and what their points are, in five languages. */
import type { Language } from "./units.ts";

export interface Quantity {
  readonly name: string;
  readonly unit: string;
  readonly high: number;
}

export interface Pair {
  readonly x: Quantity;
  readonly y: Quantity;
  readonly thing: string;
  readonly names: readonly string[];
  readonly groups: readonly string[];
}

const quantity = (name: string, unit: string, high: number): Quantity => ({ name, unit, high });

const english: readonly Pair[] = [
  {
    x: quantity("price", "$", 100),
    y: quantity("rating", "points", 10),
    thing: "product",
    names: ["Lamp", "Chair", "Desk", "Sofa", "Clock", "Rug", "Vase", "Stool", "Kettle", "Fan"],
    groups: ["Indoor", "Outdoor", "Office"],
  },
  {
    x: quantity("study time", "h", 20),
    y: quantity("exam score", "points", 100),
    thing: "student",
    names: ["Anna", "Ben", "Carla", "David", "Emma", "Felix", "Grace", "Hugo", "Ines"],
    groups: ["Class A", "Class B", "Class C"],
  },
  {
    x: quantity("weight", "kg", 80),
    y: quantity("height", "cm", 200),
    thing: "person",
    names: ["Karim", "Lena", "Mateo", "Nora", "Omar", "Paula", "Quinn", "Rosa"],
    groups: ["Women", "Men"],
  },
  {
    x: quantity("temperature", "°C", 40),
    y: quantity("number of ice creams sold", "", 500),
    thing: "day",
    names: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    groups: ["Beach", "Park", "Mall"],
  },
  {
    x: quantity("engine size", "L", 6),
    y: quantity("fuel use", "L/100 km", 20),
    thing: "car",
    names: ["Arrow", "Bolt", "Comet", "Delta", "Echo", "Flint", "Gale", "Halo"],
    groups: ["Sedan", "Van", "Truck"],
  },
  {
    x: quantity("area", "m²", 200),
    y: quantity("rent", "$", 3000),
    thing: "flat",
    names: ["Flat A", "Flat B", "Flat C", "Flat D", "Flat E", "Flat F", "Flat G"],
    groups: ["Centre", "Suburb"],
  },
  {
    x: quantity("age", "years", 60),
    y: quantity("reaction time", "ms", 600),
    thing: "person",
    names: ["Sami", "Tara", "Uma", "Vito", "Wen", "Yara", "Zoe"],
    groups: ["Test 1", "Test 2"],
  },
  {
    x: quantity("advertising budget", "$K", 50),
    y: quantity("revenue", "$K", 400),
    thing: "store",
    names: ["North", "South", "East", "West", "Harbor", "Hill", "Lake", "Mill"],
    groups: ["2023", "2024"],
  },
  {
    x: quantity("distance", "km", 50),
    y: quantity("duration", "min", 120),
    thing: "route",
    names: ["R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8"],
    groups: ["Bus", "Bike", "Tram"],
  },
  {
    x: quantity("dose", "mg", 10),
    y: quantity("response", "%", 100),
    thing: "sample",
    names: ["S1", "S2", "S3", "S4", "S5", "S6", "S7"],
    groups: ["Control", "Treated"],
  },
  {
    x: quantity("sugar", "g", 40),
    y: quantity("energy", "kcal", 500),
    thing: "snack",
    names: ["Bar", "Cookie", "Muffin", "Nuts", "Chips", "Fruit", "Cake", "Roll"],
    groups: ["Sweet", "Salty"],
  },
  {
    x: quantity("humidity", "%", 100),
    y: quantity("yield", "g", 80),
    thing: "plot",
    names: ["Plot 1", "Plot 2", "Plot 3", "Plot 4", "Plot 5", "Plot 6"],
    groups: ["Soil A", "Soil B"],
  },
];

const chinese: readonly Pair[] = [
  {
    x: quantity("价格", "元", 100),
    y: quantity("评分", "分", 10),
    thing: "商品",
    names: ["台灯", "椅子", "书桌", "沙发", "闹钟", "地毯", "花瓶", "凳子", "水壶", "风扇"],
    groups: ["室内", "室外", "办公"],
  },
  {
    x: quantity("学习时间", "小时", 20),
    y: quantity("考试成绩", "分", 100),
    thing: "同学",
    names: ["小明", "小红", "小刚", "小丽", "小强", "小芳", "小军", "小美"],
    groups: ["一班", "二班", "三班"],
  },
  {
    x: quantity("体重", "公斤", 80),
    y: quantity("身高", "厘米", 200),
    thing: "同学",
    names: ["王敏", "李强", "张伟", "刘洋", "陈静", "赵磊", "周婷"],
    groups: ["女生", "男生"],
  },
  {
    x: quantity("气温", "°C", 40),
    y: quantity("冷饮销量", "杯", 500),
    thing: "日期",
    names: ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    groups: ["海边", "公园", "商场"],
  },
  {
    x: quantity("面积", "平方米", 200),
    y: quantity("月租", "元", 3000),
    thing: "房屋",
    names: ["甲房", "乙房", "丙房", "丁房", "戊房", "己房"],
    groups: ["市区", "郊区"],
  },
  {
    x: quantity("广告费", "万元", 50),
    y: quantity("营业额", "万元", 400),
    thing: "门店",
    names: ["东门店", "西门店", "南门店", "北门店", "湖滨店", "车站店", "广场店"],
    groups: ["2023年", "2024年"],
  },
  {
    x: quantity("距离", "公里", 50),
    y: quantity("用时", "分钟", 120),
    thing: "路线",
    names: ["1号线", "2号线", "3号线", "4号线", "5号线", "6号线"],
    groups: ["公交", "自行车", "地铁"],
  },
  {
    x: quantity("糖分", "克", 40),
    y: quantity("热量", "千卡", 500),
    thing: "零食",
    names: ["饼干", "蛋糕", "坚果", "薯片", "水果", "面包", "果冻"],
    groups: ["甜味", "咸味"],
  },
];

const german: readonly Pair[] = [
  {
    x: quantity("Preis", "€", 100),
    y: quantity("Bewertung", "Punkte", 10),
    thing: "Artikel",
    names: ["Lampe", "Stuhl", "Tisch", "Sofa", "Uhr", "Teppich", "Vase", "Hocker"],
    groups: ["Innen", "Außen"],
  },
  {
    x: quantity("Lernzeit", "h", 20),
    y: quantity("Punktzahl", "Punkte", 100),
    thing: "Schüler",
    names: ["Anna", "Bernd", "Clara", "David", "Emma", "Felix", "Greta", "Paul"],
    groups: ["Klasse A", "Klasse B"],
  },
  {
    x: quantity("Temperatur", "°C", 40),
    y: quantity("Eisverkauf", "Stück", 500),
    thing: "Tag",
    names: ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"],
    groups: ["Strand", "Park"],
  },
  {
    x: quantity("Wohnfläche", "m²", 200),
    y: quantity("Miete", "€", 3000),
    thing: "Wohnung",
    names: ["W1", "W2", "W3", "W4", "W5", "W6", "W7"],
    groups: ["Mitte", "Rand"],
  },
  {
    x: quantity("Strecke", "km", 50),
    y: quantity("Fahrzeit", "min", 120),
    thing: "Linie",
    names: ["L1", "L2", "L3", "L4", "L5", "L6", "L7"],
    groups: ["Bus", "Bahn", "Rad"],
  },
];

const spanish: readonly Pair[] = [
  {
    x: quantity("precio", "€", 100),
    y: quantity("valoración", "puntos", 10),
    thing: "artículo",
    names: ["Mesa", "Silla", "Lámpara", "Sofá", "Reloj", "Vaso", "Jarra"],
    groups: ["Casa", "Jardín"],
  },
  {
    x: quantity("estudio", "h", 20),
    y: quantity("nota", "puntos", 100),
    thing: "alumno",
    names: ["Ana", "Bruno", "Carla", "Diego", "Elena", "Hugo", "Marta", "Pablo"],
    groups: ["Grupo A", "Grupo B"],
  },
  {
    x: quantity("temperatura", "°C", 40),
    y: quantity("helados vendidos", "", 500),
    thing: "día",
    names: ["lun", "mar", "mié", "jue", "vie", "sáb", "dom"],
    groups: ["Playa", "Parque"],
  },
  {
    x: quantity("superficie", "m²", 200),
    y: quantity("alquiler", "€", 3000),
    thing: "piso",
    names: ["P1", "P2", "P3", "P4", "P5", "P6", "P7"],
    groups: ["Centro", "Afueras"],
  },
  {
    x: quantity("distancia", "km", 50),
    y: quantity("duración", "min", 120),
    thing: "ruta",
    names: ["R1", "R2", "R3", "R4", "R5", "R6"],
    groups: ["Bus", "Tren", "Bici"],
  },
];

const french: readonly Pair[] = [
  {
    x: quantity("prix", "€", 100),
    y: quantity("avis", "points", 10),
    thing: "article",
    names: ["Table", "Chaise", "Lampe", "Canapé", "Vase", "Tapis", "Pendule"],
    groups: ["Maison", "Jardin"],
  },
  {
    x: quantity("temps d’étude", "h", 20),
    y: quantity("résultat", "points", 100),
    thing: "élève",
    names: ["Anne", "Bruno", "Chloé", "Denis", "Emma", "Hugo", "Lucie", "Paul"],
    groups: ["Classe A", "Classe B"],
  },
  {
    x: quantity("température", "°C", 40),
    y: quantity("glaces vendues", "", 500),
    thing: "jour",
    names: ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."],
    groups: ["Plage", "Parc"],
  },
  {
    x: quantity("surface", "m²", 200),
    y: quantity("loyer", "€", 3000),
    thing: "logement",
    names: ["L1", "L2", "L3", "L4", "L5", "L6", "L7"],
    groups: ["Centre", "Périphérie"],
  },
  {
    x: quantity("distance", "km", 50),
    y: quantity("durée", "min", 120),
    thing: "trajet",
    names: ["T1", "T2", "T3", "T4", "T5", "T6"],
    groups: ["Bus", "Train", "Vélo"],
  },
];

export const pairs: Readonly<Record<Language, readonly Pair[]>> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};
