/** English topics. Everything is invented; names of places and goods are only names. */
import { measures, type Topic, things, times, years } from "./topic.ts";

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

export const english: readonly Topic[] = [
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
