/** Furniture from the front. Tables and shelves say where other things can stand on them. */
import { ellipsePath, type Pen, rectPath } from "../drawing.ts";
import { cloth, type Kind, kind, type Look, vivid } from "../kind.ts";

const wood = "#a06c3b";
const woodDark = "#7a4f29";

function chair(pen: Pen, look: Look): void {
  pen.rect(14, 4, 10, 146, look.dark, 3);
  pen.rect(76, 4, 10, 146, look.dark, 3);
  pen.rect(18, 10, 64, 14, look.main, 3);
  pen.rect(18, 34, 64, 14, look.main, 3);
  pen.polygon(
    [
      [10, 78],
      [90, 78],
      [96, 92],
      [4, 92],
    ],
    look.main,
  );
  pen.rect(6, 90, 9, 60, look.dark, 3);
  pen.rect(85, 90, 9, 60, look.dark, 3);
}

function table(pen: Pen, look: Look): void {
  for (const x of [16, 172]) pen.rect(x, 14, 12, 92, look.dark, 2);
  pen.rect(20, 16, 160, 12, look.dark);
  pen.rect(2, 4, 196, 14, look.main, 4);
}

function sofa(pen: Pen, look: Look): void {
  pen.rect(22, 4, 166, 70, look.dark, 16);
  for (const x of [30, 168]) pen.rect(x, 92, 12, 14, woodDark);
  cloth(pen, rectPath(30, 52, 76, 34, 8), look);
  cloth(pen, rectPath(104, 52, 76, 34, 8), look);
  pen.rect(22, 78, 166, 18, look.dark, 5);
  pen.rect(4, 34, 32, 62, look.main, 12);
  pen.rect(174, 34, 32, 62, look.main, 12);
}

function bed(pen: Pen, look: Look): void {
  pen.rect(4, 4, 14, 104, wood, 4);
  pen.rect(206, 44, 12, 64, wood, 4);
  pen.rect(14, 66, 196, 26, woodDark, 3);
  pen.rect(16, 46, 194, 28, "#f3f0ea", 8);
  pen.rect(22, 32, 52, 24, "#ffffff", 10);
  cloth(pen, "M78 42H200Q212 44 210 84H78Z", look);
}

function floorLamp(pen: Pen, look: Look): void {
  pen.line(
    [
      [50, 50],
      [50, 220],
    ],
    "#5c5f67",
    6,
  );
  pen.ellipse(50, 224, 30, 7, "#5c5f67");
  cloth(pen, "M24 6H76L96 62H4Z", look);
}

function deskLamp(pen: Pen, look: Look): void {
  pen.ellipse(40, 112, 30, 7, look.dark);
  pen.line(
    [
      [40, 108],
      [22, 62],
      [62, 24],
    ],
    look.dark,
    6,
  );
  pen.path("M50 10L86 34L78 62L36 34Z", look.main);
  pen.ellipse(72, 54, 9, 7, "#fdeea0", 35);
}

function bookshelf(pen: Pen): void {
  pen.rect(2, 2, 126, 196, wood, 3);
  const spines = ["#b33b3b", "#2f6f9f", "#d9a52b", "#4a7f45", "#6d4a8c", "#c86a2b", "#3f4a5c"];
  for (let shelf = 0; shelf < 3; shelf++) {
    const top = 12 + shelf * 62;
    pen.rect(11, top, 108, 52, "#5d3b1e");
    for (let i = 0, x = 13; x < 106 - (shelf === 1 ? 26 : 0); i++) {
      const width = 9 + ((i * 5 + shelf * 3) % 5);
      const tall = 34 + ((i * 7 + shelf * 5) % 14);
      pen.rect(x, top + 52 - tall, width, tall, spines[(i * 3 + shelf * 2) % spines.length]!);
      x += width + 1;
    }
  }
}

function stool(pen: Pen, look: Look): void {
  pen.line(
    [
      [26, 16],
      [14, 96],
    ],
    woodDark,
    7,
  );
  pen.line(
    [
      [64, 16],
      [76, 96],
    ],
    woodDark,
    7,
  );
  pen.line(
    [
      [22, 62],
      [68, 62],
    ],
    woodDark,
    5,
  );
  pen.path(ellipsePath(45, 13, 40, 10), look.main);
}

function cabinet(pen: Pen, look: Look): void {
  pen.rect(10, 108, 12, 14, woodDark);
  pen.rect(118, 108, 12, 14, woodDark);
  pen.rect(2, 2, 136, 10, look.dark, 2);
  pen.rect(6, 10, 128, 102, look.main);
  for (const y of [16, 48, 80]) {
    pen.rect(14, y, 112, 26, look.light, 2);
    pen.circle(70, y + 13, 4.5, "#3a3a3f");
  }
}

function bench(pen: Pen, look: Look): void {
  for (const x of [20, 156]) {
    pen.rect(x, 8, 9, 88, "#4a4d55", 2);
  }
  for (const y of [8, 26, 52]) pen.rect(4, y, 178, 12, look.main, 3);
  pen.polygon(
    [
      [4, 62],
      [182, 62],
      [186, 70],
      [0, 70],
    ],
    look.dark,
  );
}

export const furniture: readonly Kind[] = [
  kind({
    name: "chair",
    group: "furniture",
    width: 100,
    height: 152,
    tall: 0.95,
    places: ["ground"],
    colours: ["brown", "red", "blue", "green", "white", "black", "yellow"],
    draw: chair,
  }),
  kind({
    name: "table",
    group: "furniture",
    width: 200,
    height: 108,
    tall: 0.8,
    places: ["ground"],
    colours: ["brown", "white", "gray", "black", "green", "blue"],
    top: { y: 6, left: 10, right: 190 },
    draw: table,
  }),
  kind({
    name: "sofa",
    group: "furniture",
    width: 210,
    height: 108,
    tall: 0.9,
    places: ["ground"],
    colours: [...vivid, "gray", "brown"],
    patterns: true,
    draw: sofa,
  }),
  kind({
    name: "bed",
    group: "furniture",
    width: 220,
    height: 110,
    tall: 0.9,
    places: ["ground"],
    colours: vivid,
    patterns: true,
    draw: bed,
  }),
  kind({
    name: "floor lamp",
    group: "furniture",
    width: 100,
    height: 232,
    tall: 1.5,
    places: ["ground"],
    colours: [...vivid, "white"],
    patterns: true,
    draw: floorLamp,
  }),
  kind({
    name: "desk lamp",
    group: "furniture",
    width: 90,
    height: 120,
    tall: 0.5,
    places: ["surface"],
    colours: [...vivid, "black"],
    draw: deskLamp,
  }),
  kind({
    name: "bookshelf",
    plural: "bookshelves",
    group: "furniture",
    width: 130,
    height: 200,
    tall: 1.7,
    places: ["ground"],
    draw: bookshelf,
  }),
  kind({
    name: "stool",
    group: "furniture",
    width: 90,
    height: 100,
    tall: 0.55,
    places: ["ground"],
    colours: ["red", "blue", "yellow", "green", "black", "white"],
    top: { y: 12, left: 14, right: 76 },
    draw: stool,
  }),
  kind({
    name: "cabinet",
    group: "furniture",
    width: 140,
    height: 124,
    tall: 0.9,
    places: ["ground"],
    colours: ["brown", "white", "gray", "blue", "green"],
    top: { y: 4, left: 8, right: 132 },
    draw: cabinet,
  }),
  kind({
    name: "bench",
    plural: "benches",
    group: "furniture",
    width: 186,
    height: 98,
    tall: 0.85,
    places: ["ground"],
    colours: ["brown", "green", "gray", "red"],
    draw: bench,
  }),
];
