/**
 * What charts and tables are about, in five languages: measures with their units and usual ranges, and the sets of things
 * that are measured. Everything is invented; names of places and goods are only names.
 */
import type { Language } from "./units.ts";

export interface Measure {
  /** As it stands inside a sentence: `average rainfall`. */
  readonly name: string;
  /** See `unitOf`. */
  readonly unit: string;
  readonly low: number;
  readonly high: number;
  readonly decimals: number;
  /** A sum of such values means something. */
  readonly additive: boolean;
}

export interface Collection {
  /** One of its items: `city`. */
  readonly name: string;
  readonly items: readonly string[];
  /** Items have an order, which charts keep. */
  readonly ordered: boolean;
}

export interface Topic {
  readonly measures: readonly Measure[];
  readonly collections: readonly Collection[];
}

type Row = readonly [name: string, unit: string, low: number, high: number, decimals: number, additive?: "sum"];

function measures(...rows: Row[]): Measure[] {
  return rows.map(([name, unit, low, high, decimals, additive]) => ({
    name,
    unit,
    low,
    high,
    decimals,
    additive: additive === "sum",
  }));
}

function things(name: string, items: string): Collection {
  return { name, items: items.split(","), ordered: false };
}

function times(name: string, items: string): Collection {
  return { name, items: items.split(","), ordered: true };
}

const years = "2010,2011,2012,2013,2014,2015,2016,2017,2018,2019,2020,2021,2022,2023,2024,2025";

const month = times("month", "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec");
const quarter = times("quarter", "Q1,Q2,Q3,Q4");
const year = times("year", years);
const weekday = times("weekday", "Mon,Tue,Wed,Thu,Fri,Sat,Sun");
const hour = times("hour", "6:00,8:00,10:00,12:00,14:00,16:00,18:00,20:00,22:00");
const week = times("week", "W1,W2,W3,W4,W5,W6,W7,W8,W9,W10");
const city = things(
  "city",
  "Oslo,Lima,Cairo,Osaka,Porto,Quito,Delhi,Turin,Perth,Leeds,Bergen,Austin,Lagos,Hanoi,Riga,Sofia,Nantes,Denver,Accra,Izmir",
);
const country = things(
  "country",
  "Chile,Kenya,Japan,Italy,Spain,Norway,Peru,India,Ghana,Egypt,Brazil,Canada,Latvia,Turkey,Mexico,Poland,France,Greece,Nepal,Cuba",
);
const region = things("region", "North,South,East,West,Central,Coast,Islands,Highlands,Valley,Lakes");
const product = things(
  "product",
  "Lamp,Chair,Desk,Sofa,Shelf,Mirror,Clock,Rug,Vase,Stool,Bench,Kettle,Toaster,Blender,Fan,Heater",
);
const person = things(
  "person",
  "Anna,Ben,Carla,David,Emma,Felix,Grace,Hugo,Ines,Jonas,Karim,Lena,Mateo,Nora,Omar,Paula,Quinn,Rosa,Sami,Tara",
);
const ageGroup = times("age group", "Under 18,18-24,25-34,35-44,45-54,55-64,65+");

const english: readonly Topic[] = [
  {
    measures: measures(
      ["revenue", "$M", 1, 60, 1, "sum"],
      ["profit", "$K", 20, 900, 0, "sum"],
      ["units sold", "", 100, 9000, 0, "sum"],
      ["orders", "", 40, 800, 0, "sum"],
      ["marketing spend", "$K", 5, 120, 0, "sum"],
      ["new customers", "", 20, 500, 0, "sum"],
      ["return rate", "%", 1, 25, 1],
      ["average order value", "$", 20, 150, 0],
      ["support tickets", "", 10, 300, 0, "sum"],
      ["gross margin", "%", 10, 70, 0],
    ),
    collections: [
      month,
      quarter,
      year,
      region,
      city,
      product,
      things("department", "Sales,Finance,Design,Legal,Support,Research,Logistics,Marketing,IT,HR"),
      things("channel", "Online,Retail,Partner,Phone,Wholesale,App,Kiosk"),
    ],
  },
  {
    measures: measures(
      ["average temperature", "°C", 2, 34, 0],
      ["rainfall", "mm", 5, 220, 0, "sum"],
      ["sunshine", "h", 20, 320, 0, "sum"],
      ["humidity", "%", 25, 95, 0],
      ["wind speed", "km/h", 4, 60, 0],
      ["snow depth", "cm", 2, 120, 0],
    ),
    collections: [
      month,
      city,
      weekday,
      week,
      things("station", "Harbor,Airport,Summit,Old Town,Forest,Bridge,Campus,Dam"),
    ],
  },
  {
    measures: measures(
      ["site visits", "K", 5, 400, 0, "sum"],
      ["page views", "K", 10, 900, 0, "sum"],
      ["sign-ups", "", 30, 1200, 0, "sum"],
      ["bounce rate", "%", 20, 80, 0],
      ["load time", "s", 0.4, 6, 1],
      ["downloads", "", 100, 8000, 0, "sum"],
      ["active users", "K", 2, 90, 1],
    ),
    collections: [
      month,
      weekday,
      week,
      country,
      things("device", "Phone,Tablet,Laptop,Desktop,TV,Watch,Console"),
      things("page", "Home,Pricing,Blog,Docs,Login,About,Careers,Contact"),
      things("traffic source", "Search,Social,Email,Direct,Ads,Referral,Video"),
    ],
  },
  {
    measures: measures(
      ["average score", "points", 30, 100, 0],
      ["students", "", 12, 240, 0, "sum"],
      ["absences", "", 2, 60, 0, "sum"],
      ["books read", "", 3, 90, 0, "sum"],
      ["homework time", "h", 1, 12, 1],
      ["pass rate", "%", 40, 100, 0],
    ),
    collections: [
      things("subject", "Math,Physics,Biology,History,Art,Music,English,Geography,Chemistry,Sports,Latin"),
      times("class", "5A,5B,6A,6B,7A,7B,8A,8B,9A,9B"),
      month,
      year,
      person,
    ],
  },
  {
    measures: measures(
      ["steps", "K", 2, 18, 1, "sum"],
      ["sleep", "h", 4, 10, 1],
      ["resting heart rate", "bpm", 48, 92, 0],
      ["calories burned", "kcal", 120, 900, 0, "sum"],
      ["water intake", "L", 0.8, 3.6, 1, "sum"],
      ["training time", "min", 10, 120, 0, "sum"],
    ),
    collections: [
      weekday,
      week,
      person,
      things("activity", "Running,Cycling,Rowing,Yoga,Tennis,Hiking,Dancing,Climbing,Skating"),
    ],
  },
  {
    measures: measures(
      ["electricity use", "kWh", 20, 640, 0, "sum"],
      ["power generation", "GWh", 10, 480, 0, "sum"],
      ["emissions", "kt", 5, 300, 0, "sum"],
      ["installed capacity", "MW", 50, 2400, 0, "sum"],
      ["energy cost", "$", 30, 400, 0, "sum"],
    ),
    collections: [
      things("energy source", "Wind,Solar,Hydro,Coal,Gas,Nuclear,Biomass,Geothermal,Tidal"),
      month,
      year,
      country,
      things("sector", "Industry,Housing,Transport,Farming,Services,Mining,Waste"),
      things("appliance", "Fridge,Oven,Washer,Dryer,Lights,TV,Heating,Pump,Router"),
    ],
  },
  {
    measures: measures(
      ["price per kilo", "$", 1, 18, 2],
      ["sugar content", "g", 1, 24, 1],
      ["protein content", "g", 1, 32, 1],
      ["portions sold", "", 20, 460, 0, "sum"],
      ["harvest", "t", 10, 800, 0, "sum"],
      ["preparation time", "min", 5, 90, 0],
    ),
    collections: [
      things("fruit", "Apple,Pear,Plum,Cherry,Mango,Banana,Orange,Lemon,Grape,Kiwi,Peach,Melon,Fig"),
      things("vegetable", "Carrot,Potato,Onion,Spinach,Tomato,Pepper,Leek,Pumpkin,Cabbage,Beet"),
      things("dish", "Soup,Salad,Pasta,Curry,Pizza,Tacos,Sushi,Stew,Risotto,Omelet,Pie"),
      things("drink", "Coffee,Tea,Juice,Cocoa,Soda,Milk,Lemonade,Smoothie"),
    ],
  },
  {
    measures: measures(
      ["passengers", "K", 3, 520, 0, "sum"],
      ["average delay", "min", 1, 28, 1],
      ["trips", "", 40, 2400, 0, "sum"],
      ["on-time rate", "%", 55, 99, 0],
      ["ticket sales", "$K", 10, 700, 0, "sum"],
      ["freight", "t", 50, 3000, 0, "sum"],
    ),
    collections: [
      things("line", "Line A,Line B,Line C,Line D,Line E,Line F,Line G"),
      hour,
      weekday,
      month,
      city,
      things("vehicle", "Bus,Tram,Train,Ferry,Metro,Bike,Taxi,Scooter"),
    ],
  },
  {
    measures: measures(
      ["goals scored", "", 4, 90, 0, "sum"],
      ["points won", "", 10, 96, 0, "sum"],
      ["medals", "", 1, 48, 0, "sum"],
      ["attendance", "K", 2, 80, 1, "sum"],
      ["wins", "", 2, 34, 0, "sum"],
      ["average rating", "points", 1, 10, 1],
    ),
    collections: [
      things("team", "Hawks,Bears,Wolves,Lions,Sharks,Eagles,Foxes,Tigers,Bulls,Owls,Ravens"),
      year,
      person,
      country,
      things("sport", "Football,Tennis,Rugby,Hockey,Judo,Golf,Rowing,Archery,Boxing,Fencing"),
    ],
  },
  {
    measures: measures(
      ["votes", "", 10, 640, 0, "sum"],
      ["share of answers", "%", 3, 60, 0],
      ["satisfaction", "%", 30, 98, 0],
      ["participants", "", 15, 420, 0, "sum"],
      ["weekly screen time", "h", 2, 40, 0],
    ),
    collections: [
      ageGroup,
      things("pet", "Dog,Cat,Rabbit,Hamster,Parrot,Turtle,Fish,Gecko,Pony"),
      things("color", "Red,Blue,Green,Yellow,Purple,Orange,Black,White,Pink"),
      things("hobby", "Reading,Gaming,Cooking,Painting,Fishing,Knitting,Chess,Gardening,Singing"),
      things("language", "Spanish,French,German,Chinese,Arabic,Hindi,Russian,Italian,Korean"),
    ],
  },
  {
    measures: measures(
      ["plant growth", "cm", 1, 48, 1],
      ["yield", "g", 5, 160, 0, "sum"],
      ["concentration", "mg/L", 0.5, 24, 1],
      ["reaction time", "ms", 120, 640, 0],
      ["voltage", "V", 0.5, 12, 1],
      ["survival rate", "%", 10, 98, 0],
      ["accuracy", "%", 40, 99, 1],
    ),
    collections: [
      things("treatment", "Control,Dose A,Dose B,Dose C,Placebo,Mixed,Blend"),
      things("sample", "S1,S2,S3,S4,S5,S6,S7,S8"),
      times("day", "Day 1,Day 2,Day 3,Day 4,Day 5,Day 6,Day 7,Day 8,Day 9,Day 10"),
      things("species", "Oak,Birch,Maple,Pine,Elm,Willow,Cedar,Beech"),
      things("model", "Base,Small,Medium,Large,Tiny,Hybrid,Deep"),
    ],
  },
  {
    measures: measures(
      ["household spending", "$", 40, 1800, 0, "sum"],
      ["savings", "$", 20, 900, 0, "sum"],
      ["average rent", "$", 400, 2600, 0],
      ["price index", "points", 80, 160, 0],
      ["house sales", "", 10, 380, 0, "sum"],
    ),
    collections: [
      things("item", "Rent,Food,Travel,Clothes,Health,Fun,School,Phone,Gifts,Repairs,Taxes"),
      month,
      year,
      city,
      region,
    ],
  },
];

const chinese: readonly Topic[] = [
  {
    measures: measures(
      ["销售额", "万元", 10, 900, 0, "sum"],
      ["订单数", "单", 40, 800, 0, "sum"],
      ["利润", "万元", 5, 300, 0, "sum"],
      ["新增客户", "人", 20, 500, 0, "sum"],
      ["退货率", "%", 1, 25, 1],
    ),
    collections: [
      times("月份", "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月"),
      times("季度", "一季度,二季度,三季度,四季度"),
      times("年份", years),
      things("城市", "北京,上海,广州,深圳,成都,杭州,武汉,西安,南京,重庆,苏州,天津"),
      things("产品", "台灯,书桌,沙发,衣柜,椅子,镜子,地毯,花瓶,水壶,风扇"),
    ],
  },
  {
    measures: measures(
      ["平均气温", "°C", 2, 36, 0],
      ["降水量", "毫米", 5, 260, 0, "sum"],
      ["日照时间", "小时", 20, 300, 0, "sum"],
      ["空气湿度", "%", 25, 95, 0],
    ),
    collections: [
      times("月份", "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月"),
      times("星期", "周一,周二,周三,周四,周五,周六,周日"),
      things("城市", "昆明,大连,青岛,长沙,厦门,兰州,拉萨,合肥,南昌,贵阳"),
    ],
  },
  {
    measures: measures(
      ["平均成绩", "分", 40, 100, 0],
      ["学生人数", "人", 15, 320, 0, "sum"],
      ["阅读时间", "分钟", 10, 120, 0, "sum"],
      ["借书数量", "本", 5, 160, 0, "sum"],
    ),
    collections: [
      things("科目", "语文,数学,英语,物理,化学,生物,历史,地理,音乐,美术,体育"),
      times("班级", "一班,二班,三班,四班,五班,六班,七班,八班"),
      times("年级", "一年级,二年级,三年级,四年级,五年级,六年级"),
      things("同学", "小明,小红,小刚,小丽,小强,小芳,小军,小美"),
    ],
  },
  {
    measures: measures(["产量", "吨", 20, 900, 0, "sum"], ["价格", "元", 2, 60, 1], ["销量", "箱", 10, 480, 0, "sum"]),
    collections: [
      things("水果", "苹果,香蕉,橙子,葡萄,西瓜,桃子,梨,草莓,芒果,柠檬"),
      things("蔬菜", "白菜,土豆,番茄,黄瓜,茄子,胡萝卜,南瓜,菠菜,洋葱"),
      times("年份", years),
    ],
  },
  {
    measures: measures(
      ["发电量", "亿度", 5, 240, 0, "sum"],
      ["用电量", "度", 20, 640, 0, "sum"],
      ["乘客数量", "万人", 3, 180, 0, "sum"],
    ),
    collections: [
      things("能源", "风能,太阳能,水能,核能,煤炭,天然气,生物质"),
      things("交通工具", "公交,地铁,火车,轮渡,出租车,自行车"),
      times("月份", "1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月,12月"),
    ],
  },
];

const germanMonth = times("Monat", "Jan,Feb,Mär,Apr,Mai,Jun,Jul,Aug,Sep,Okt,Nov,Dez");
const german: readonly Topic[] = [
  {
    measures: measures(
      ["Umsatz", "Mio. €", 1, 60, 1, "sum"],
      ["Gewinn", "Tsd. €", 20, 900, 0, "sum"],
      ["Bestellungen", "", 40, 2800, 0, "sum"],
      ["Retourenquote", "%", 1, 25, 1],
      ["Werbekosten", "€", 200, 9000, 0, "sum"],
    ),
    collections: [
      germanMonth,
      times("Jahr", years),
      things("Stadt", "Köln,Bonn,Ulm,Kiel,Mainz,Jena,Trier,Halle,Essen,Fürth"),
      things("Abteilung", "Einkauf,Vertrieb,Lager,Technik,Labor,Küche,Büro"),
    ],
  },
  {
    measures: measures(
      ["Temperatur", "°C", 1, 33, 0],
      ["Niederschlag", "mm", 8, 190, 0, "sum"],
      ["Sonnenstunden", "h", 20, 290, 0, "sum"],
    ),
    collections: [
      germanMonth,
      times("Wochentag", "Mo,Di,Mi,Do,Fr,Sa,So"),
      things("Ort", "Bremen,Passau,Erfurt,Lübeck,Görlitz,Worms,Fulda"),
    ],
  },
  {
    measures: measures(
      ["Stromverbrauch", "kWh", 20, 640, 0, "sum"],
      ["Besucher", "", 30, 4200, 0, "sum"],
      ["Fahrgäste", "Tsd.", 3, 420, 0, "sum"],
    ),
    collections: [
      things("Gerät", "Herd,Ofen,Lampe,Pumpe,Fön,Radio,Kessel"),
      things("Museum", "Schloss,Dom,Zoo,Turm,Galerie,Hafen"),
      germanMonth,
      times("Jahr", years),
    ],
  },
];

const spanishMonth = times("mes", "ene,feb,mar,abr,may,jun,jul,ago,sep,oct,nov,dic");
const spanish: readonly Topic[] = [
  {
    measures: measures(
      ["ventas", "M€", 1, 60, 1, "sum"],
      ["pedidos", "", 40, 3800, 0, "sum"],
      ["beneficio", "€", 200, 9000, 0, "sum"],
      ["clientes nuevos", "", 20, 500, 0, "sum"],
      ["satisfacción", "%", 30, 98, 0],
    ),
    collections: [
      spanishMonth,
      times("año", years),
      things("ciudad", "Sevilla,Bilbao,Málaga,León,Cádiz,Vigo,Toledo,Murcia"),
      things("tienda", "Norte,Sur,Centro,Playa,Puerto,Plaza,Monte"),
    ],
  },
  {
    measures: measures(
      ["temperatura media", "°C", 4, 38, 0],
      ["precipitación", "mm", 3, 180, 0, "sum"],
      ["horas de sol", "h", 60, 340, 0, "sum"],
    ),
    collections: [
      spanishMonth,
      things("ciudad", "Quito,Lima,Bogotá,Cusco,Mérida,Salta,Rosario"),
      times("día", "lun,mar,mié,jue,vie,sáb,dom"),
    ],
  },
  {
    measures: measures(
      ["producción", "t", 20, 900, 0, "sum"],
      ["precio", "€", 1, 18, 2],
      ["cajas vendidas", "", 10, 480, 0, "sum"],
    ),
    collections: [things("fruta", "Manzana,Pera,Uva,Limón,Naranja,Melón,Piña,Kiwi"), times("año", years), spanishMonth],
  },
];

const frenchMonth = times("mois", "janv.,févr.,mars,avril,mai,juin,juil.,août,sept.,oct.,nov.,déc.");
const french: readonly Topic[] = [
  {
    measures: measures(
      ["chiffre d’affaires", "M€", 1, 60, 1, "sum"],
      ["commandes", "", 40, 3800, 0, "sum"],
      ["bénéfice", "k€", 20, 900, 0, "sum"],
      ["taux de retour", "%", 1, 25, 1],
    ),
    collections: [
      frenchMonth,
      times("année", years),
      things("ville", "Lyon,Nice,Lille,Brest,Nantes,Dijon,Reims,Tours,Metz"),
      things("service", "Achats,Ventes,Stock,Paie,Accueil,Labo"),
    ],
  },
  {
    measures: measures(
      ["température", "°C", 1, 35, 0],
      ["pluie", "mm", 5, 200, 0, "sum"],
      ["ensoleillement", "h", 40, 310, 0, "sum"],
    ),
    collections: [
      frenchMonth,
      times("jour", "lun.,mar.,mer.,jeu.,ven.,sam.,dim."),
      things("station", "Port,Col,Forêt,Lac,Gare,Phare"),
    ],
  },
  {
    measures: measures(
      ["visiteurs", "", 30, 4200, 0, "sum"],
      ["voyageurs", "milliers", 3, 420, 0, "sum"],
      ["livres prêtés", "", 10, 640, 0, "sum"],
    ),
    collections: [things("lieu", "Musée,Château,Jardin,Théâtre,Zoo,Cinéma,Stade"), frenchMonth, times("année", years)],
  },
];

export const topics: Record<Language, readonly Topic[]> = {
  en: english,
  zh: chinese,
  de: german,
  es: spanish,
  fr: french,
};

/** Names that tell several series of one chart apart, when a second collection of the topic would be too long. */
export const seriesNames: Record<Language, readonly (readonly string[])[]> = {
  en: [
    ["2022", "2023", "2024", "2025"],
    ["Women", "Men"],
    ["Plan", "Actual"],
    ["Store A", "Store B", "Store C", "Store D"],
    ["Team Red", "Team Blue", "Team Gold"],
    ["Morning", "Afternoon", "Evening", "Night"],
    ["Online", "In store"],
    ["Group 1", "Group 2", "Group 3"],
    ["Before", "After"],
    ["Basic", "Plus", "Pro"],
    ["Alpha", "Beta", "Gamma", "Delta"],
    ["Domestic", "Export"],
    ["Oslo", "Lima", "Cairo", "Hanoi"],
  ],
  zh: [
    ["2022年", "2023年", "2024年"],
    ["男生", "女生"],
    ["计划", "实际"],
    ["甲店", "乙店", "丙店", "丁店"],
    ["线上", "线下"],
    ["上午", "下午", "晚上"],
    ["东部", "西部", "中部"],
  ],
  de: [
    ["2023", "2024", "2025"],
    ["Plan", "Ist"],
    ["Nord", "Süd", "West"],
    ["Filiale 1", "Filiale 2"],
    ["Inland", "Ausland"],
  ],
  es: [
    ["2023", "2024", "2025"],
    ["Norte", "Sur", "Este"],
    ["Hombres", "Mujeres"],
    ["Previsto", "Real"],
  ],
  fr: [
    ["2023", "2024", "2025"],
    ["Nord", "Sud", "Est"],
    ["Hommes", "Femmes"],
    ["Prévu", "Réel"],
  ],
};

/** Firms, schools and towns that titles name now and then. */
export const places: Record<Language, readonly string[]> = {
  en: [
    "Harbor Foods",
    "Nordlight Ltd",
    "Bluebird Air",
    "Maple School",
    "Green Valley",
    "Orion Labs",
    "Riverside Clinic",
    "Alpine Rail",
    "Sunset Books",
    "Copper & Sons",
    "Lakeview Farm",
    "Metro East",
    "Pinewood",
    "Atlas Shop",
    "Stone Bay",
    "Vista Bank",
    "Island Ferry",
    "Hillcrest",
    "Juniper Inc",
    "Delta Works",
  ],
  zh: ["东湖公司", "阳光小学", "春风商店", "长江工厂", "和平医院", "绿野农场", "海天科技", "光明书店"],
  de: ["Bäckerei Lang", "Nordwerk", "Stadtwerke", "Hof Sommer", "Seeblick", "Schule am Park"],
  es: ["Casa Luna", "Grupo Mar", "Colegio Sol", "Finca Alta", "Tienda Río"],
  fr: ["Maison Roux", "Groupe Azur", "École du Parc", "Ferme Bel Air", "Port Vieux"],
};
