/** What Spanish texts are written from: topics with their phrases. */
import type { Topic } from "./article.ts";
import { animals, animalTable, datesOf, dishNumbers, populationTable, townSlots } from "./facts.ts";
import { personIn, townIn } from "./names.ts";

const animalWords = [
  {
    animal: "el zorro rojo",
    diet: "ratones y frutas",
    home: "una madriguera entre raíces",
    place: "bosques, campos y ciudades",
  },
  {
    animal: "el erizo",
    diet: "escarabajos, lombrices y babosas",
    home: "un nido de hojas secas",
    place: "setos, parques y jardines",
  },
  {
    animal: "el castor",
    diet: "corteza, hojas y plantas acuáticas",
    home: "una madriguera de ramas y barro",
    place: "ríos tranquilos",
  },
  {
    animal: "el tejón",
    diet: "lombrices, raíces y grano",
    home: "una madriguera con muchas cámaras",
    place: "bosques claros",
  },
];
const rows = [animals[0], animals[3], animals[4], animals[5]];
const known = animalWords.map((words, i) => ({ ...rows[i]!, ...words, mass: rows[i]!.mass.replaceAll(".", ",") }));

const animalPortrait: Topic = {
  name: "biology",
  slots: (random) => ({
    ...random.pick(known),
    park: townIn(random, "es"),
    count: String(random.int(12, 80)),
    year: String(random.int(1995, 2023)),
  }),
  titles: ["{animal}", "{animal}: [un vecino discreto|vida y costumbres]", "[Así vive|Conocer] {animal}"],
  summaries: ["{animal} ({latin}) vive en {place} y come {diet}."],
  sections: [
    {
      heads: ["Aspecto", "Descripción"],
      sentences: [
        "{animal} es [fácil de reconocer|muy conocido], aunque [pocos lo han visto de cerca|rara vez se deja ver de día].",
        [
          "Los adultos miden {length} centímetros y pesan {mass} kilogramos.",
          "¿Cuánto pesan los adultos?",
          "{mass} kilogramos",
        ],
        ["Su nombre científico es {latin}.", "¿Cuál es su nombre científico?", "{latin}"],
        "Los machos suelen ser [algo|un poco] más grandes que las hembras.",
      ],
    },
    {
      heads: ["Hábitat", "[Dónde vive|Costumbres]"],
      sentences: [
        ["Vive en {place} y descansa en {home}.", "¿Dónde descansa?", "En {home}"],
        ["Se alimenta [sobre todo|principalmente] de {diet}.", "¿De qué se alimenta?", "De {diet}"],
        "Está más activo [al anochecer|durante la noche].",
        [
          "Un recuento cerca de {park} encontró {count} animales en {year}.",
          "¿Cuántos animales se contaron cerca de {park}?",
          "{count}",
        ],
      ],
    },
    {
      heads: ["Reproducción", "[Las crías|La familia]"],
      sentences: [
        ["Cada camada tiene {young} crías.", "¿Cuántas crías tiene cada camada?", "{young}"],
        "Se quedan con la madre [unas semanas|más de un mes].",
        ["En libertad vive {years} años.", "¿Cuántos años vive en libertad?", "{years} años"],
        "[El tráfico|La pérdida de setos] es uno de sus mayores peligros.",
      ],
    },
  ],
  table: (_, s) =>
    animalTable(
      s,
      "Datos principales",
      ["Rasgo", "Valor"],
      [
        ["Longitud", " cm"],
        ["Peso", " kg"],
        ["Crías", ""],
        ["Edad", " años"],
      ],
    ),
};

const townPast: Topic = {
  name: "history",
  slots: (random) => townSlots(random, "es"),
  titles: [
    "[Breve historia|Historia] de {town}",
    "{town}: [un pueblo y su río|mil años de historia]",
    "El pasado de {town}",
  ],
  summaries: ["{town}, fundada en {founded}, resistió el asedio de {siege} y tenía {people3} habitantes en {year3}."],
  sections: [
    {
      heads: ["La fundación", "[Los orígenes|El comienzo]"],
      sentences: [
        ["{town} fue fundada en {founded} por {founder}.", "¿Quién fundó {town}?", "{founder}"],
        "El lugar estaba bien elegido: [el río se podía vadear|había piedra y madera cerca].",
        ["La carta de {charter} concedió a los vecinos un mercado semanal.", "¿De qué año es la carta?", "{charter}"],
        "Las casas más antiguas rodean [todavía|aún] la pequeña plaza.",
      ],
    },
    {
      heads: ["El asedio de {siege}", "Guerra y reconstrucción"],
      sentences: [
        [
          "En {siege} la ciudad fue sitiada durante {weeks} semanas, pero las murallas resistieron.",
          "¿Cuántas semanas duró el asedio?",
          "{weeks}",
        ],
        "[El arrabal|El barrio del norte] ardió y hubo que [levantarlo de nuevo|reconstruirlo].",
        [
          "Un puente de {arches} arcos, terminado en {bridge}, sustituyó a la barca.",
          "¿Cuántos arcos tiene el puente?",
          "{arches}",
        ],
      ],
    },
    {
      heads: ["[El crecimiento|La industria]", "El ferrocarril"],
      sentences: [
        ["El ferrocarril llegó a {town} en {railway}.", "¿Cuándo llegó el ferrocarril?", "{railway}"],
        "[Pronto|Poco después] se abrieron [telares|tenerías|tejares] junto al agua.",
        [
          "En {year2} había {people2} habitantes; en {year3} eran {people3}.",
          "¿Cuántos habitantes había en {year3}?",
          "{people3}",
        ],
        "Los visitantes vienen por [las murallas|el puente] y se quedan por [las calles tranquilas|la cocina].",
      ],
    },
  ],
  list: {
    leads: ["Fechas clave:", "Los hechos por orden:"],
    items: (_, s) => datesOf(s, ": ", ["fundación", "carta", "asedio", "puente", "ferrocarril"]),
  },
  table: (_, s) => populationTable(s, `Población de ${s.town}`, ["Año", "Habitantes"]),
};

const dish: Topic = {
  name: "cooking",
  slots: (random) => ({
    ...dishNumbers(random),
    thing: random.pick(["puerros", "espinacas", "calabaza", "cebolla", "setas", "zanahorias"]),
    form: random.pick(["tarta", "empanada", "torta"]),
    herb: random.pick(["tomillo", "perejil", "romero"]),
    hard: random.pick(["manchego", "queso curado", "queso de oveja"]),
    cook: personIn(random, "es"),
  }),
  titles: ["{form} de {thing}", "{form} de {thing} [casera|sencilla]"],
  summaries: ["Una {form} de {thing} para {persons} personas, lista en {total} minutos."],
  sections: [
    {
      heads: ["Antes de empezar", "La receta"],
      sentences: [
        "Esta {form} necesita [pocos ingredientes|poco trabajo] y [siempre sale bien|también está buena fría].",
        ["Las cantidades son para {persons} personas.", "¿Para cuántas personas es?", "{persons}"],
        [
          "Calcule {prepare} minutos de preparación y {bake} minutos de horno.",
          "¿Cuánto tiempo está en el horno?",
          "{bake} minutos",
        ],
        "{cook} añade [una pizca de nuez moscada|un poco de nata].",
      ],
    },
    {
      heads: ["Preparación", "Paso a paso"],
      sentences: [
        [
          "Caliente el horno a {degrees} °C y unte un molde con mantequilla.",
          "¿A qué temperatura se calienta el horno?",
          "{degrees} °C",
        ],
        "Corte la verdura en [rodajas finas|trozos pequeños] y rehóguela.",
        ["Bata {eggs} huevos con la leche y añada la mitad del {hard}.", "¿Cuántos huevos hacen falta?", "{eggs}"],
        "Reparta el relleno y ponga encima el resto del queso.",
        "Hornee hasta que esté dorada y sirva con {herb}.",
      ],
    },
  ],
  list: {
    leads: ["Ingredientes:", "Se necesita:"],
    items: (_, s) => [
      `${s.flour} g de harina`,
      `${s.vegetable} g de ${s.thing}`,
      `${s.cheese} g de ${s.hard}`,
      `${s.milk} ml de leche`,
      `${s.eggs} huevos`,
    ],
  },
};

export const spanish: readonly Topic[] = [townPast, animalPortrait, dish];
