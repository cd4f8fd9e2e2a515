/** What French texts are written from: topics with their phrases. */
import type { Topic } from "./article.ts";
import { animals, animalTable, datesOf, dishNumbers, populationTable, townSlots } from "./facts.ts";
import { personIn, townIn } from "./names.ts";

const animalWords = [
  {
    animal: "le renard roux",
    diet: "de mulots et de fruits",
    home: "un terrier sous les racines",
    place: "les bois, les champs et les villes",
  },
  {
    animal: "le hérisson",
    diet: "de coléoptères, de vers et de limaces",
    home: "un nid de feuilles sèches",
    place: "les haies, les parcs et les jardins",
  },
  {
    animal: "le castor",
    diet: "d'écorce, de feuilles et de plantes aquatiques",
    home: "une hutte de branches et de boue",
    place: "les rivières lentes",
  },
  {
    animal: "le blaireau",
    diet: "de vers de terre, de racines et de grains",
    home: "un terrier aux nombreuses chambres",
    place: "les bois clairs",
  },
];
const rows = [animals[0], animals[3], animals[4], animals[5]];
const known = animalWords.map((words, i) => ({ ...rows[i]!, ...words, mass: rows[i]!.mass.replaceAll(".", ",") }));

const animalPortrait: Topic = {
  name: "biology",
  slots: (random) => ({
    ...random.pick(known),
    park: townIn(random, "fr"),
    count: String(random.int(12, 80)),
    year: String(random.int(1995, 2023)),
  }),
  titles: ["{animal}", "{animal}, [portrait d'un voisin discret|une vie bien réglée]", "[Connaître|Observer] {animal}"],
  summaries: ["{animal} ({latin}) habite {place} et se nourrit {diet}."],
  sections: [
    {
      heads: ["Description", "[Aspect|Allure]"],
      sentences: [
        "{animal} est [facile à reconnaître|connu de tous], mais [peu de gens l'ont vu de près|on l'observe rarement de jour].",
        [
          "L'adulte mesure {length} centimètres et pèse {mass} kilogrammes.",
          "Combien pèse l'adulte ?",
          "{mass} kilogrammes",
        ],
        ["Son nom scientifique est {latin}.", "Quel est son nom scientifique ?", "{latin}"],
        "Les mâles sont [en général|souvent] [un peu|légèrement] plus grands que les femelles.",
      ],
    },
    {
      heads: ["Habitat", "[Milieu|Territoire]"],
      sentences: [
        ["Il habite {place} et se repose dans {home}.", "Où se repose-t-il ?", "Dans {home}"],
        ["Il se nourrit [surtout|principalement] {diet}.", "De quoi se nourrit-il ?", "{diet}"],
        "C'est [au crépuscule|la nuit] qu'il est le plus actif.",
        [
          "Un comptage près de {park} a relevé {count} animaux en {year}.",
          "Combien d'animaux a-t-on comptés près de {park} ?",
          "{count}",
        ],
      ],
    },
    {
      heads: ["Reproduction", "[Les petits|La famille]"],
      sentences: [
        ["Une portée compte {young} petits.", "Combien de petits compte une portée ?", "{young}"],
        "Ils restent avec leur mère [quelques semaines|plus d'un mois].",
        ["Dans la nature, il vit {years} ans.", "Combien d'années vit-il dans la nature ?", "{years} ans"],
        "[La circulation|La disparition des haies] compte parmi les plus grands dangers.",
      ],
    },
  ],
  table: (_, s) =>
    animalTable(
      s,
      "En quelques chiffres",
      ["Caractère", "Valeur"],
      [
        ["Longueur", " cm"],
        ["Masse", " kg"],
        ["Petits", ""],
        ["Âge", " ans"],
      ],
    ),
};

const townPast: Topic = {
  name: "history",
  slots: (random) => townSlots(random, "fr"),
  titles: [
    "[Petite histoire|Histoire] de {town}",
    "{town}, [une ville et son pont|mille ans d'histoire]",
    "Le passé de {town}",
  ],
  summaries: ["{town}, fondée en {founded}, résista au siège de {siege} et comptait {people3} habitants en {year3}."],
  sections: [
    {
      heads: ["La fondation", "[Les origines|Les débuts]"],
      sentences: [
        ["{town} fut fondée en {founded} par {founder}.", "Qui a fondé {town} ?", "{founder}"],
        "Le lieu était bien choisi : [on y passait la rivière à gué|la pierre et le bois étaient proches].",
        [
          "La charte de {charter} accorda aux habitants un marché par semaine.",
          "De quelle année date la charte ?",
          "{charter}",
        ],
        "Les plus vieilles maisons entourent [encore|toujours] la petite place.",
      ],
    },
    {
      heads: ["Le siège de {siege}", "Guerre et reconstruction"],
      sentences: [
        [
          "En {siege}, la ville fut assiégée pendant {weeks} semaines, mais les murs tinrent bon.",
          "Combien de semaines dura le siège ?",
          "{weeks}",
        ],
        "[Le faubourg|La porte du nord] [brûla|fut détruit en partie] et il fallut rebâtir.",
        [
          "Un pont de {arches} arches, achevé en {bridge}, remplaça le bac.",
          "Combien d'arches a le pont ?",
          "{arches}",
        ],
      ],
    },
    {
      heads: ["[La croissance|L'essor]", "Le chemin de fer"],
      sentences: [
        ["Le chemin de fer arriva à {town} en {railway}.", "Quand le chemin de fer arriva-t-il ?", "{railway}"],
        "[Bientôt|Peu après] [des filatures|des tanneries|des briqueteries] s'installèrent au bord de l'eau.",
        [
          "En {year2}, on comptait {people2} habitants ; en {year3}, ils étaient {people3}.",
          "Combien d'habitants y avait-il en {year3} ?",
          "{people3}",
        ],
        "On vient pour [les remparts|le pont] et l'on reste pour [les ruelles tranquilles|la bonne table].",
      ],
    },
  ],
  list: {
    leads: ["Dates à retenir :", "Les événements dans l'ordre :"],
    items: (_, s) => datesOf(s, " : ", ["fondation", "charte", "siège", "pont", "chemin de fer"]),
  },
  table: (_, s) => populationTable(s, `Population de ${s.town}`, ["Année", "Habitants"]),
};

const dish: Topic = {
  name: "cooking",
  slots: (random) => ({
    ...dishNumbers(random),
    thing: random.pick([
      "aux poireaux",
      "aux épinards",
      "aux oignons",
      "aux champignons",
      "au fenouil",
      "aux carottes",
    ]),
    form: random.pick(["tarte", "quiche", "tourte"]),
    herb: random.pick(["thym", "persil", "romarin"]),
    hard: random.pick(["gruyère", "comté", "cantal"]),
    cook: personIn(random, "fr"),
  }),
  titles: ["{form} {thing}", "{form} {thing} [de ma grand-mère|toute simple]"],
  summaries: ["Une {form} {thing} pour {persons} personnes, prête en {total} minutes."],
  sections: [
    {
      heads: ["Avant de commencer", "La recette"],
      sentences: [
        "Cette {form} demande [peu d'ingrédients|peu de travail] et [réussit toujours|se mange aussi froide].",
        ["Les quantités suffisent pour {persons} personnes.", "Pour combien de personnes ?", "{persons}"],
        [
          "Comptez {prepare} minutes de préparation et {bake} minutes de cuisson.",
          "Combien de temps dure la cuisson ?",
          "{bake} minutes",
        ],
        "{cook} y ajoute [une pincée de muscade|un peu de crème].",
      ],
    },
    {
      heads: ["Préparation", "Étape par étape"],
      sentences: [
        [
          "Chauffer le four à {degrees} °C et beurrer un moule.",
          "À quelle température chauffe-t-on le four ?",
          "{degrees} °C",
        ],
        "Couper les légumes [en fines tranches|en petits morceaux] et les faire fondre au beurre.",
        ["Battre {eggs} œufs avec le lait et ajouter la moitié du {hard}.", "Combien d'œufs faut-il ?", "{eggs}"],
        "Étaler la garniture [avec soin|sur la pâte] et parsemer du reste de fromage.",
        "Cuire jusqu'à ce que le dessus soit doré, puis garnir de {herb}.",
      ],
    },
  ],
  list: {
    leads: ["Ingrédients :", "Il faut :"],
    items: (_, s) => [
      `${s.flour} g de farine`,
      `${s.vegetable} g de légumes`,
      `${s.cheese} g de ${s.hard}`,
      `${s.milk} ml de lait`,
      `${s.eggs} œufs`,
    ],
  },
};

export const french: readonly Topic[] = [townPast, animalPortrait, dish];
