/** Food, ready to be put on tables and shelves. */
import type { Pen } from "../drawing.ts";
import { type Kind, kind, type Look } from "../kind.ts";

const leaf = "#4a9a3f";
const stem = "#6a4a26";

function apple(pen: Pen, look: Look): void {
  pen.line(
    [
      [50, 24],
      [54, 6],
    ],
    stem,
    5,
  );
  pen.path("M54 14Q66 0 80 8Q74 22 54 16Z", leaf);
  pen.path("M50 26Q26 8 10 36Q0 66 24 92Q38 102 50 94Q62 102 76 92Q100 66 90 36Q74 8 50 26Z", look.main);
  pen.ellipse(28, 46, 6, 12, look.light, 20);
}

function pear(pen: Pen, look: Look): void {
  pen.line(
    [
      [46, 20],
      [50, 4],
    ],
    stem,
    5,
  );
  pen.path("M46 16Q64 16 64 42Q66 58 80 74Q92 112 46 114Q0 112 12 74Q26 58 28 42Q28 16 46 16Z", look.main);
  pen.ellipse(26, 84, 6, 14, look.light, 14);
}

function banana(pen: Pen): void {
  pen.path("M8 14L20 10Q36 66 104 60Q118 56 124 62Q124 74 108 82Q30 96 8 14Z", "#f4cf2f");
  pen.polygon(
    [
      [8, 14],
      [20, 10],
      [17, 2],
      [8, 4],
    ],
    "#6b5a1e",
  );
  pen.circle(122, 66, 5, "#6b5a1e");
}

function orange(pen: Pen): void {
  pen.circle(46, 50, 42, "#f28c28");
  pen.ellipse(30, 36, 8, 5, "#f9b66a", -30);
  pen.path("M46 12Q58 -2 72 8Q62 20 46 12Z", leaf);
}

function carrot(pen: Pen): void {
  for (const angle of [-24, 0, 24]) pen.ellipse(20 + angle * 0.1, 20 + angle * 0.9, 22, 6, leaf, angle);
  pen.path("M30 8Q44 0 48 18L142 38Q148 42 140 44L44 52Q30 52 28 36Z", "#ee7d24");
  for (const x of [60, 86])
    pen.line(
      [
        [x, 22],
        [x + 2, 32],
      ],
      "#c75f12",
      2.5,
    );
}

function pizza(pen: Pen): void {
  pen.path("M8 20Q66 -12 124 20L66 128Z", "#f2c95c");
  pen.path("M4 26Q66 -10 128 26L122 12Q66 -16 10 12Z", "#c98a3f");
  for (const [x, y] of [
    [48, 34],
    [84, 40],
    [64, 70],
  ] as const)
    pen.circle(x, y, 11, "#c73b2d");
  pen.ellipse(66, 22, 6, 3, leaf, 20);
  pen.ellipse(60, 96, 5, 3, leaf, -30);
}

function cake(pen: Pen, look: Look): void {
  for (const x of [40, 65, 90]) {
    pen.rect(x - 3, 14, 6, 24, "#7cc3e8");
    pen.path(`M${x} 0Q${x + 6} 8 ${x} 14Q${x - 6} 8 ${x} 0Z`, "#f6a623");
  }
  pen.rect(10, 36, 110, 62, "#f3dcae", 6);
  pen.rect(10, 64, 110, 8, "#c4493f");
  pen.path(
    "M10 42Q10 32 20 32H110Q120 32 120 42V52Q112 62 104 52Q96 64 88 52Q80 62 72 52Q62 66 54 52Q46 62 38 52Q28 64 20 52Q14 58 10 52Z",
    look.main,
  );
  pen.rect(0, 96, 130, 8, "#dfe3e8", 4);
}

function hamburger(pen: Pen): void {
  pen.path("M8 44Q10 6 66 6Q122 6 124 44Z", "#d9953f");
  for (const [x, y] of [
    [44, 22],
    [66, 16],
    [88, 24],
    [58, 30],
    [80, 34],
  ] as const)
    pen.ellipse(x, y, 4, 2.4, "#f7e6b8", 20);
  pen.path("M4 46Q16 60 28 48Q40 60 52 48Q66 60 78 48Q92 60 104 48Q116 60 128 46V42H4Z", "#6bb045");
  pen.rect(8, 52, 116, 10, "#d63b2f", 4);
  pen.rect(6, 60, 120, 18, "#6b3a1f", 8);
  pen.path("M8 76H124V84Q122 100 104 100H28Q10 100 8 84Z", "#d9953f");
}

function iceCream(pen: Pen, look: Look): void {
  pen.polygon(
    [
      [14, 60],
      [70, 60],
      [42, 150],
    ],
    "#d9a35a",
  );
  for (const [x, y, x2, y2] of [
    [24, 62, 54, 112],
    [44, 62, 60, 90],
    [60, 62, 30, 112],
    [40, 62, 24, 90],
  ] as const) {
    pen.line(
      [
        [x, y],
        [x2, y2],
      ],
      "#b57f36",
      2,
    );
  }
  pen.circle(42, 34, 31, look.main);
  pen.path(
    "M8 54Q12 44 20 50Q30 40 42 50Q54 40 64 50Q72 44 76 54Q74 68 64 62Q54 72 42 62Q30 72 20 62Q10 68 8 54Z",
    look.main,
  );
  pen.circle(42, 5, 5, "#c8232c");
}

function friedEgg(pen: Pen): void {
  pen.path("M12 34Q4 8 40 8Q62 -4 84 10Q116 12 112 38Q118 62 84 62Q58 74 40 62Q8 62 12 34Z", "#fbfaf5");
  pen.ellipse(60, 34, 20, 16, "#f6b62a");
}

function cheese(pen: Pen): void {
  pen.polygon(
    [
      [4, 44],
      [92, 6],
      [124, 44],
    ],
    "#f9dd7a",
  );
  pen.rect(4, 44, 120, 42, "#f4c63a");
  for (const [x, y, r] of [
    [28, 62, 9],
    [64, 70, 7],
    [94, 60, 10],
  ] as const)
    pen.circle(x, y, r, "#d79f22");
}

function bread(pen: Pen): void {
  pen.path("M10 88V44Q-4 14 36 10H104Q144 14 130 44V88Z", "#b9722f");
  pen.path("M18 80V42Q8 20 38 18H102Q132 20 122 42V80Z", "#f1d3a0");
}

function watermelon(pen: Pen): void {
  pen.path("M2 10H142Q136 80 72 82Q8 80 2 10Z", "#3a8a3f");
  pen.path("M12 10H132Q126 70 72 72Q18 70 12 10Z", "#e9f2d0");
  pen.path("M18 10H126Q120 62 72 64Q24 62 18 10Z", "#e5434b");
  for (const [x, y] of [
    [42, 24],
    [66, 22],
    [92, 24],
    [54, 42],
    [82, 42],
    [110, 22],
  ] as const)
    pen.ellipse(x, y, 2.6, 4.2, "#23191a");
}

function cherries(pen: Pen): void {
  pen.curve("M24 68Q34 26 62 6Q70 32 74 76", leaf, 3.5);
  pen.path("M62 8Q82 -4 98 10Q80 24 62 8Z", leaf);
  pen.circle(24, 80, 21, "#c8232c");
  pen.circle(74, 88, 21, "#b51f2a");
  pen.circle(17, 73, 5, "#ea7f83");
  pen.circle(67, 81, 5, "#ea7f83");
}

function grapes(pen: Pen, look: Look): void {
  pen.line(
    [
      [50, 20],
      [54, 2],
    ],
    stem,
    5,
  );
  pen.path("M52 14Q74 0 88 16Q74 30 52 16Z", leaf);
  const rows = [4, 4, 3, 2, 1];
  for (const [row, count] of rows.entries()) {
    for (let i = 0; i < count; i++) {
      const x = 50 + (i - (count - 1) / 2) * 23 + (row === 1 ? 4 : 0);
      pen.circle(x, 30 + row * 20, 13, i % 2 === row % 2 ? look.main : look.light);
    }
  }
}

function strawberry(pen: Pen): void {
  pen.path("M46 22Q84 8 88 40Q82 84 46 108Q10 84 4 40Q8 8 46 22Z", "#d92f3c");
  for (const [x, y] of [
    [24, 44],
    [46, 38],
    [68, 44],
    [34, 64],
    [58, 64],
    [46, 86],
  ] as const)
    pen.ellipse(x, y, 2.4, 4, "#f7dc8a");
  pen.polygon(
    [
      [46, 26],
      [16, 30],
      [30, 16],
      [24, 2],
      [46, 12],
      [68, 2],
      [62, 16],
      [76, 30],
    ],
    leaf,
  );
}

function mushroom(pen: Pen, look: Look): void {
  pen.path("M36 52H72Q70 92 80 108H28Q38 92 36 52Z", "#f3ead8");
  pen.path("M4 58Q6 6 54 6Q102 6 104 58Q54 72 4 58Z", look.main);
  for (const [x, y, r] of [
    [32, 32, 9],
    [62, 22, 8],
    [82, 44, 9],
    [54, 46, 7],
  ] as const)
    pen.circle(x, y, r, "#fbf8ee");
}

function donut(pen: Pen, look: Look): void {
  pen.ellipse(56, 54, 50, 48, "#c98a45");
  pen.path(
    "M8 48Q10 8 56 8Q102 8 104 48Q100 60 90 54Q82 70 70 72Q74 60 73 54Q70 38 56 38Q42 38 39 54Q38 64 42 72Q30 70 22 56Q12 62 8 48Z",
    look.main,
  );
  for (const [x, y, c] of [
    [28, 32, "#ffffff"],
    [50, 20, "#3a8fd0"],
    [76, 24, "#f6d22f"],
    [90, 42, "#ffffff"],
    [26, 48, "#f6d22f"],
    [64, 30, "#4fae57"],
  ] as const) {
    pen.line(
      [
        [x, y],
        [x + 5, y + 3],
      ],
      c,
      3.5,
    );
  }
  pen.ellipse(56, 58, 15, 13, "#8f5a26");
}

const food = { group: "food", places: ["surface"] } as const;

export const foods: readonly Kind[] = [
  kind({
    ...food,
    name: "apple",
    width: 100,
    height: 100,
    tall: 0.16,
    colours: ["red", "green", "yellow"],
    draw: apple,
  }),
  kind({ ...food, name: "pear", width: 94, height: 118, tall: 0.18, colours: ["green", "yellow"], draw: pear }),
  kind({ ...food, name: "banana", width: 130, height: 92, tall: 0.16, draw: banana }),
  kind({ ...food, name: "orange", width: 92, height: 94, tall: 0.16, draw: orange }),
  kind({ ...food, name: "carrot", width: 146, height: 56, tall: 0.11, draw: carrot }),
  kind({
    ...food,
    name: "slice of pizza",
    plural: "slices of pizza",
    width: 132,
    height: 132,
    tall: 0.24,
    draw: pizza,
  }),
  kind({
    ...food,
    name: "cake",
    width: 130,
    height: 106,
    tall: 0.3,
    colours: ["pink", "white", "brown", "purple", "turquoise"],
    draw: cake,
  }),
  kind({ ...food, name: "hamburger", width: 132, height: 104, tall: 0.2, draw: hamburger }),
  kind({
    ...food,
    name: "ice cream cone",
    width: 84,
    height: 152,
    tall: 0.28,
    colours: ["pink", "white", "brown", "green", "turquoise"],
    draw: iceCream,
  }),
  kind({ ...food, name: "fried egg", width: 122, height: 70, tall: 0.12, draw: friedEgg }),
  kind({
    ...food,
    name: "piece of cheese",
    plural: "pieces of cheese",
    width: 128,
    height: 90,
    tall: 0.17,
    draw: cheese,
  }),
  kind({ ...food, name: "slice of bread", plural: "slices of bread", width: 140, height: 92, tall: 0.2, draw: bread }),
  kind({
    ...food,
    name: "slice of watermelon",
    plural: "slices of watermelon",
    width: 144,
    height: 84,
    tall: 0.18,
    draw: watermelon,
  }),
  kind({
    ...food,
    name: "pair of cherries",
    plural: "pairs of cherries",
    width: 100,
    height: 112,
    tall: 0.15,
    draw: cherries,
  }),
  kind({
    ...food,
    name: "bunch of grapes",
    plural: "bunches of grapes",
    width: 100,
    height: 126,
    tall: 0.22,
    colours: ["purple", "green"],
    draw: grapes,
  }),
  kind({ ...food, name: "strawberry", plural: "strawberries", width: 92, height: 110, tall: 0.14, draw: strawberry }),
  kind({
    ...food,
    name: "mushroom",
    width: 108,
    height: 112,
    tall: 0.16,
    places: ["surface", "ground"],
    colours: ["red", "brown"],
    draw: mushroom,
  }),
  kind({
    ...food,
    name: "donut",
    width: 112,
    height: 106,
    tall: 0.17,
    colours: ["pink", "brown", "white", "turquoise", "purple"],
    draw: donut,
  }),
];
