/** German, Spanish and French topics. */
import { measures, type Topic, things, times, years } from "./topic.ts";

const germanMonth = times("Monat", "Jan,Feb,Mär,Apr,Mai,Jun,Jul,Aug,Sep,Okt,Nov,Dez");

export const german: readonly Topic[] = [
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

export const spanish: readonly Topic[] = [
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

export const french: readonly Topic[] = [
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
