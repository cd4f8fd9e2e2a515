/** What German texts are written from: topics with their phrases. */
import type { Topic } from "./article.ts";
import { animals, animalTable, datesOf, dishNumbers, populationTable, townSlots } from "./facts.ts";
import { personIn, townIn } from "./names.ts";

const animalWords = [
  {
    animal: "Rotfuchs",
    diet: "Mäusen und Früchten",
    home: "einem Bau unter Wurzeln",
    place: "Wäldern, Feldern und Städten",
  },
  { animal: "Fischotter", diet: "Fischen und Krebsen", home: "einem Bau im Ufer", place: "sauberen Flüssen und Seen" },
  {
    animal: "Uhu der Scheunen",
    diet: "Wühlmäusen und Spitzmäusen",
    home: "einer Scheune oder einem Turm",
    place: "offenem Grasland",
  },
  {
    animal: "Igel",
    diet: "Käfern, Würmern und Schnecken",
    home: "einem Nest aus Laub",
    place: "Hecken, Parks und Gärten",
  },
  {
    animal: "Biber",
    diet: "Rinde, Blättern und Wasserpflanzen",
    home: "einer Burg aus Ästen und Schlamm",
    place: "langsamen Bächen",
  },
  {
    animal: "Dachs",
    diet: "Regenwürmern, Wurzeln und Getreide",
    home: "einem weit verzweigten Bau",
    place: "lichten Wäldern",
  },
].map((words, i) => ({ ...animals[i]!, ...words, mass: animals[i]!.mass.replaceAll(".", ",") }));

const animalPortrait: Topic = {
  name: "biology",
  slots: (random) => ({
    ...random.pick(animalWords.filter((_, i) => i !== 2)),
    park: townIn(random, "de"),
    count: String(random.int(12, 80)),
    year: String(random.int(1995, 2023)),
  }),
  titles: ["Der {animal}", "{animal}: [ein Porträt|Leben und Verhalten]", "[Ein Jahr|Ein Tag] im Leben: der {animal}"],
  summaries: ["Der {animal} ({latin}) lebt in {place} und ernährt sich von {diet}."],
  sections: [
    {
      heads: ["Aussehen", "Merkmale"],
      sentences: [
        "Der {animal} ist [leicht zu erkennen|den meisten Menschen bekannt], [doch nur wenige haben ihn aus der Nähe gesehen|auch wenn man ihn selten sieht].",
        [
          "Ausgewachsene Tiere sind {length} Zentimeter lang und wiegen {mass} Kilogramm.",
          "Wie viel wiegt ein ausgewachsener {animal}?",
          "{mass} Kilogramm",
        ],
        ["Sein wissenschaftlicher Name ist {latin}.", "Wie lautet der wissenschaftliche Name?", "{latin}"],
        "[Meist|In der Regel] sind Männchen [etwas|ein wenig] größer als Weibchen.",
      ],
    },
    {
      heads: ["Lebensraum", "Lebensweise"],
      sentences: [
        ["Er lebt in {place} und ruht in {home}.", "Wo ruht der {animal}?", "In {home}"],
        ["Seine Nahrung besteht [vor allem|überwiegend] aus {diet}.", "Woraus besteht die Nahrung?", "Aus {diet}"],
        "[Während der Dämmerung|In der Nacht] ist er [besonders aktiv|am häufigsten unterwegs].",
        [
          "Eine Zählung bei {park} ergab im Jahr {year} {count} Tiere.",
          "Wie viele Tiere wurden bei {park} gezählt?",
          "{count}",
        ],
      ],
    },
    {
      heads: ["Fortpflanzung", "Nachwuchs"],
      sentences: [
        ["Ein Wurf hat in der Regel {young} Junge.", "Wie viele Junge hat ein Wurf?", "{young}"],
        "Sie bleiben [einige Wochen|mehr als einen Monat] bei der Mutter.",
        ["In freier Natur wird er {years} Jahre alt.", "Wie alt wird der {animal} in freier Natur?", "{years} Jahre"],
        "[Der Straßenverkehr|Der Verlust von Hecken] gehört zu den größten Gefahren.",
      ],
    },
  ],
  table: (_, s) =>
    animalTable(
      s,
      `${s.animal} in Zahlen`,
      ["Eigenschaft", "Wert"],
      [
        ["Länge", " cm"],
        ["Gewicht", " kg"],
        ["Junge", ""],
        ["Alter", " Jahre"],
      ],
    ),
};

const townPast: Topic = {
  name: "history",
  slots: (random) => townSlots(random, "de"),
  titles: [
    "[Kleine |]Geschichte der Stadt {town}",
    "{town}: [Stadt am Fluss|tausend Geschichten]",
    "Aus der Vergangenheit von {town}",
  ],
  summaries: [
    "{town} wurde {founded} gegründet, überstand {siege} eine Belagerung und hatte {year3} {people3} Einwohner.",
  ],
  sections: [
    {
      heads: ["Gründung", "Die Anfänge"],
      sentences: [
        ["{town} wurde im Jahr {founded} von {founder} gegründet.", "Wann wurde {town} gegründet?", "{founded}"],
        "Der Ort war gut gewählt: [Hier ließ sich der Fluss leicht überqueren|Holz und Lehm gab es in der Nähe].",
        [
          "Das Marktrecht von {charter} zog Händler aus der ganzen Gegend an.",
          "Aus welchem Jahr stammt das Marktrecht?",
          "{charter}",
        ],
        "Die ältesten Häuser stehen [noch heute|bis heute] rund um den [kleinen|alten] Platz.",
      ],
    },
    {
      heads: ["Die Belagerung von {siege}", "Krieg und Wiederaufbau"],
      sentences: [
        [
          "{siege} wurde die Stadt {weeks} Wochen lang belagert, doch die Mauern hielten stand.",
          "Wie viele Wochen dauerte die Belagerung?",
          "{weeks}",
        ],
        "[Die Vorstadt|Das nördliche Tor] [verbrannte|wurde zerstört] und musste neu gebaut werden.",
        [
          "Eine Brücke mit {arches} Bögen, fertig im Jahr {bridge}, ersetzte die Fähre.",
          "Wie viele Bögen hat die Brücke?",
          "{arches}",
        ],
      ],
    },
    {
      heads: ["Wachstum", "Eisenbahn und Fabriken"],
      sentences: [
        ["Die Eisenbahn erreichte {town} im Jahr {railway}.", "Wann erreichte die Eisenbahn die Stadt?", "{railway}"],
        "[Bald|Wenige Jahre später] standen [Webereien|Gerbereien|Ziegeleien] am Ufer.",
        [
          "{year2} zählte man {people2} Menschen, {year3} waren es {people3}.",
          "Wie viele Menschen lebten {year3} in der Stadt?",
          "{people3}",
        ],
        "Gäste kommen wegen der [Mauern|Brücke] und bleiben wegen der [stillen Gassen|guten Küche].",
      ],
    },
  ],
  list: {
    leads: ["Wichtige Daten:", "Die Ereignisse der Reihe nach:"],
    items: (_, s) => datesOf(s, ": ", ["Gründung", "Marktrecht", "Belagerung", "Brücke", "Eisenbahn"]),
  },
  table: (_, s) => populationTable(s, `Einwohner von ${s.town}`, ["Jahr", "Einwohner"]),
};

const dish: Topic = {
  name: "cooking",
  slots: (random) => ({
    ...dishNumbers(random),
    thing: random.pick(["Lauch", "Spinat", "Kürbis", "Zwiebel", "Pilz", "Fenchel"]),
    form: random.pick(["kuchen", "auflauf", "gratin"]),
    herb: random.pick(["Thymian", "Petersilie", "Dill", "Salbei"]),
    hard: random.pick(["Bergkäse", "Emmentaler", "Gouda"]),
    cook: personIn(random, "de"),
  }),
  titles: ["{thing}{form}", "{thing}{form} mit {herb}"],
  summaries: ["Ein {thing}{form} für {persons} Personen, fertig in {total} Minuten."],
  sections: [
    {
      heads: ["Über das Rezept", "Vorbereitung"],
      sentences: [
        "Für dieses Gericht braucht man [wenige Zutaten|nichts Besonderes], und es [gelingt fast immer|schmeckt auch kalt].",
        ["Die Mengen reichen für {persons} Personen.", "Für wie viele Personen reichen die Mengen?", "{persons}"],
        [
          "Die Vorbereitung dauert {prepare} Minuten, das Backen {bake} Minuten.",
          "Wie lange wird gebacken?",
          "{bake} Minuten",
        ],
        "{cook} gibt [immer eine Prise Muskat|etwas Sahne] dazu.",
      ],
    },
    {
      heads: ["Zubereitung", "Schritt für Schritt"],
      sentences: [
        [
          "Den Ofen auf {degrees} °C vorheizen und eine Form [buttern|einfetten].",
          "Auf wie viel Grad wird der Ofen vorgeheizt?",
          "{degrees} °C",
        ],
        "Das Gemüse [in feine Scheiben|klein] schneiden und in Butter dünsten.",
        [
          "{eggs} Eier mit der Milch verquirlen und die Hälfte vom {hard} einrühren.",
          "Wie viele Eier braucht man?",
          "{eggs}",
        ],
        "Die Füllung [gleichmäßig|locker] verteilen und mit dem restlichen Käse bestreuen.",
        "Goldbraun backen und mit {herb} [bestreut servieren|bestreuen].",
      ],
    },
  ],
  list: {
    leads: ["Zutaten:", "Man braucht:"],
    items: (_, s) => [
      `${s.flour} g Mehl`,
      `${s.vegetable} g ${s.thing}`,
      `${s.cheese} g ${s.hard}`,
      `${s.milk} ml Milch`,
      `${s.eggs} Eier`,
    ],
  },
};

export const german: readonly Topic[] = [townPast, animalPortrait, dish];
