/** Drawn town maps on a grid of streets with a scale and a compass: where places are, how far, and the way between them. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { capital, type Exchange, listed, numberWord, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

const placeNames = [
  "School",
  "Bank",
  "Museum",
  "Church",
  "Station",
  "Market",
  "Library",
  "Hospital",
  "Hotel",
  "Park",
  "Theater",
  "Town hall",
  "Pool",
  "Bakery",
];
const acrossNames = ["Elm Street", "Mill Road", "High Street", "River Lane", "Oak Street"];
const downNames = ["1st Ave", "2nd Ave", "3rd Ave", "4th Ave", "5th Ave"];

interface Place {
  readonly name: string;
  /** Crossing of streets: column from the west, row from the north. */
  readonly column: number;
  readonly row: number;
}

const compass = (dx: number, dy: number) => {
  const ns = dy < 0 ? "north" : dy > 0 ? "south" : "";
  const ew = dx < 0 ? "west" : dx > 0 ? "east" : "";
  return ns + ew;
};

export const maps = instructionSource(
  {
    name: "town-maps",
    version: 2,
    leaf: "Analysis/Professional Chart Analysis/Map",
    description: "Town maps with streets, a scale and north up: places, directions, distances and ways.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.1 });
    const [columns, rows] = [random.int(3, 5), random.int(3, 4)];
    const metres = random.pick([100, 150, 200, 250, 500]);
    const cells = random.shuffled(Array.from({ length: columns * rows }, (_, i) => i)).slice(0, random.int(4, 6));
    const names = random.shuffled(placeNames);
    const places = cells.map(
      (cell, i): Place => ({ name: names[i]!, column: cell % columns, row: Math.floor(cell / columns) }),
    );
    const across = random.shuffled(acrossNames).slice(0, rows);
    const down = downNames.slice(0, columns);
    const { width, height, body } = draw(places, across, down, metres, look, random);
    return {
      template: `${columns}x${rows}`,
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: questions(places, across, down, metres, random),
    };
  },
);

function draw(
  places: readonly Place[],
  across: readonly string[],
  down: readonly string[],
  metres: number,
  look: Look,
  random: Random,
) {
  const step = 92;
  const [left, top] = [120, 60];
  const width = left + (down.length - 1) * step + 90;
  const height = top + (across.length - 1) * step + 110;
  const land = look.dark ? "#2d3a33" : "#e6efd9";
  const road = look.dark ? "#59606b" : "#ffffff";
  const body = [rect(0, 0, width, height, { fill: land })];
  const wave = random.chance(0.5);
  if (wave)
    body.push(
      path(
        `M0 ${height - 22}Q${width / 3} ${height - 46} ${width * 0.55} ${height - 26}T${width} ${height - 32}V${height}H0Z`,
        { fill: look.dark ? "#27507a" : "#a8d3ee" },
      ),
    );
  for (const [r, name] of across.entries())
    body.push(
      line(20, top + r * step, width - 20, top + r * step, { stroke: road, width: 15 }),
      text(16, top + r * step - 12, name, { size: 13, anchor: "start", mark: "street" }),
    );
  for (const [c, name] of down.entries())
    body.push(
      line(left + c * step, 24, left + c * step, height - 62, { stroke: road, width: 15 }),
      text(left + c * step, 18, name, { size: 13, mark: "street" }),
    );
  for (const [i, { name, column, row }] of places.entries()) {
    const [x, y] = [left + column * step, top + row * step];
    body.push(
      marked(
        "place",
        name,
        "",
        circle(x, y, 12, { fill: look.accents[i % look.accents.length]!, stroke: "#ffffff", width: 2 }),
        text(x, y + 28, name, { size: 14, weight: 700, halo: land }),
      ),
    );
  }
  const barY = height - 40;
  body.push(
    rect(20, barY - 22, step + 60, 46, { fill: land, round: 5 }),
    line(36, barY, 36 + step, barY, { stroke: look.ink, width: 3 }),
    line(36, barY - 6, 36, barY + 6, { stroke: look.ink, width: 3 }),
    line(36 + step, barY - 6, 36 + step, barY + 6, { stroke: look.ink, width: 3 }),
    text(36 + step / 2, barY + 18, `${metres} m`, { size: 14, mark: "scale" }),
  );
  const [nx, ny] = [width - 36, height - 56];
  body.push(
    marked(
      "compass",
      "north is up",
      "",
      circle(nx, ny, 21, { fill: land }),
      polygon(
        [
          [nx, ny - 20],
          [nx + 8, ny + 10],
          [nx, ny + 4],
          [nx - 8, ny + 10],
        ],
        { fill: look.ink },
      ),
      text(nx, ny + 28, "N", { size: 15, weight: 700 }),
    ),
  );
  return { width, height, body };
}

function questions(
  places: readonly Place[],
  across: readonly string[],
  down: readonly string[],
  metres: number,
  random: Random,
): Exchange[] {
  const [a, b] = random.shuffled(places) as [Place, Place];
  // labels have no article; sentences do
  const the = ({ name }: Place) => `the ${name.toLowerCase()}`;
  const [one, other] = [the(a), the(b)];
  const [dx, dy] = [b.column - a.column, b.row - a.row];
  const blocks = Math.abs(dx) + Math.abs(dy);
  const direction = compass(dx, dy);
  const clear = dx === 0 || dy === 0 || Math.abs(dx) === Math.abs(dy);
  const first =
    dx === 0
      ? ""
      : `${numberWord(Math.abs(dx))} ${Math.abs(dx) === 1 ? "block" : "blocks"} ${compass(dx, 0)} along ${across[a.row]}`;
  const second =
    dy === 0
      ? ""
      : `${numberWord(Math.abs(dy))} ${Math.abs(dy) === 1 ? "block" : "blocks"} ${compass(0, dy)} along ${down[b.column]}`;
  const way = [first, second].filter((part) => part !== "").join(", then ");
  const northmost = [...places].sort((p, q) => p.row - q.row);
  const exchanges: Exchange[] = [
    [
      spin(
        random,
        `{How far is it along the streets from ${one} to ${other}?|What is the walking distance from ${one} to ${other} by the streets?|How many meters is it from ${one} to ${other} along the roads?}`,
      ),
      spin(
        random,
        `{${blocks * metres} m.|It is ${blocks} ${blocks === 1 ? "block" : "blocks"} of ${metres} m each, so ${blocks * metres} m.|About ${blocks * metres} m: ${blocks} x ${metres} m by the scale.}`,
      ),
    ],
    [
      spin(
        random,
        `{How do I get from ${one} to ${other}?|Describe a way from ${one} to ${other}.|Which way leads from ${one} to ${other}?}`,
      ),
      spin(random, `{Go ${way}.|From ${one} go ${way}. There is ${other}.}`),
    ],
    [
      spin(random, `{Where is ${one}?|At which crossing is ${one}?|At the corner of which streets is ${one}?}`),
      spin(
        random,
        `{At the corner of ${across[a.row]} and ${down[a.column]}.|${one} is where ${across[a.row]} meets ${down[a.column]}.}`,
      ),
    ],
    [
      spin(random, "{Which places are marked on the map?|What places does the map show?|List the marked places.}"),
      `${listed([...places].sort((p, q) => p.row - q.row || p.column - q.column).map(({ name }) => name))}.`,
    ],
    [
      spin(random, "{What does the scale bar stand for?|What is the length of one block?}"),
      spin(random, `{The bar stands for ${metres} m, the length of one block.|${metres} m.}`),
    ],
  ];
  if (clear)
    exchanges.push([
      spin(
        random,
        `{In which direction from ${one} is ${other}?|Seen from ${one}, in which compass direction is ${other}?}`,
      ),
      spin(random, `{${other} is to the ${direction} of ${one}.|To the ${direction}.}`),
    ]);
  if (northmost[0]!.row < northmost[1]!.row)
    exchanges.push([
      spin(random, "{Which place is farthest north?|What is the northernmost place?}"),
      capital(`${the(northmost[0]!)}.`),
    ]);
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}
