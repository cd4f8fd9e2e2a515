/** Solids: piles of unit cubes, nets of a cube, boxes and cylinders with their measures. */
import type { Random } from "../../../random.ts";
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type Look, lookOf } from "../kit/look.ts";
import { exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { drawing, ellipse, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

const [ux, uy, uz] = [22, 11, 25];

/** One cube in isometric view; x runs right-down, y left-down, z up. */
function cube(
  x: number,
  y: number,
  z: number,
  cx: number,
  cy: number,
  faces: readonly [string, string, string],
  ink: string,
): string {
  const at = (a: number, b: number, c: number) => [cx + (a - b) * ux, cy + (a + b) * uy - c * uz] as const;
  const edge = { stroke: ink, width: 1.3 };
  return (
    polygon([at(x, y, z + 1), at(x + 1, y, z + 1), at(x + 1, y + 1, z + 1), at(x, y + 1, z + 1)], {
      fill: faces[0],
      ...edge,
    }) +
    polygon([at(x, y + 1, z + 1), at(x + 1, y + 1, z + 1), at(x + 1, y + 1, z), at(x, y + 1, z)], {
      fill: faces[1],
      ...edge,
    }) +
    polygon([at(x + 1, y, z + 1), at(x + 1, y + 1, z + 1), at(x + 1, y + 1, z), at(x + 1, y, z)], {
      fill: faces[2],
      ...edge,
    })
  );
}

/** Heights that fall towards the front, so that every column can be seen. */
export function pileOf(random: Random, width: number, depth: number): number[][] {
  const heights = Array.from({ length: width }, () => Array.from({ length: depth }, () => 0));
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < depth; y++) {
      const limit = Math.min(x > 0 ? heights[x - 1]![y]! : 4, y > 0 ? heights[x]![y - 1]! : 4);
      heights[x]![y] = x === 0 && y === 0 ? random.int(2, 4) : Math.max(0, limit - random.pick([0, 0, 1, 1, 2]));
    }
  }
  return heights;
}

function pile({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const [width, depth] = [random.int(2, 4), random.int(2, 3)];
  const heights = pileOf(random, width, depth);
  const faces = random.pick([
    ["#ffd9a0", "#e8a94f", "#c9853a"],
    ["#cfe3f7", "#8fb7de", "#5f8fbe"],
    ["#d9efc9", "#9cc97f", "#6fa152"],
    ["#f3d0dc", "#d98fa8", "#b5647f"],
  ] as const);
  const [cx, cy] = [60 + depth * ux, 40 + 4 * uz];
  const body: string[] = [];
  for (let x = 0; x < width; x++)
    for (let y = 0; y < depth; y++)
      for (let z = 0; z < heights[x]![y]!; z++) body.push(cube(x, y, z, cx, cy, faces, "#333"));
  const rows = Array.from({ length: depth }, (_, y) => heights.reduce((sum, column) => sum + column[y]!, 0));
  const total = rows.reduce((a, b) => a + b, 0);
  const layers = Array.from(
    { length: Math.max(...heights.flat()) },
    (_, z) => heights.flat().filter((h) => h > z).length,
  );
  const tops = heights.flat().filter((h) => h > 0).length;
  const turns = [
    exchange(
      random,
      `{How many small cubes are in the pile{, hidden ones included|}?|How many unit cubes was this built from?|Count the cubes. Nothing is hollow.}`,
      `${total}.`,
      `Counting layer by layer from the bottom: ${layers.join(" + ")} = ${total}. (There are no gaps under a cube.)`,
    ),
    exchange(
      random,
      `{How many cubes are in the lowest layer?|Of how many cubes does the bottom layer consist?}`,
      `${layers[0]}.`,
      `Every tower stands on the ground, and there are ${tops} towers, so the lowest layer has ${layers[0]} cubes.`,
    ),
    exchange(
      random,
      `How high is the {highest|tallest} tower, in cubes?`,
      `${layers.length}.`,
      `The tallest tower, at the back corner, is ${numberWord(layers.length)} cubes high.`,
    ),
  ];
  return {
    template: "cube-pile",
    pictures: [
      drawing(
        random,
        look,
        maxSide,
        { width: 120 + (width + depth) * ux, height: 60 + 4 * uz + (width + depth) * uy },
        marked("pile", heights.map((c) => c.join("")).join(" "), "", ...body),
      ),
    ],
    turns: someOf(random, turns),
  };
}

/** The eleven nets of a cube as rows of cells. */
export const nets: readonly (readonly string[])[] = [
  ["x...", "xxxx", "x..."],
  [".x..", "xxxx", "x..."],
  ["..x.", "xxxx", "x..."],
  ["...x", "xxxx", "x..."],
  [".x..", "xxxx", ".x.."],
  [".x..", "xxxx", "..x."],
  ["xx..", ".xxx", ".x.."],
  ["xx..", ".xxx", "..x."],
  ["xx..", ".xxx", "...x"],
  ["xxx..", "..xxx"],
  ["xx..", ".xx.", "..xx"],
];

/** Pairs of cells that come to lie opposite each other when the net is folded: found by rolling a cube over it. */
export function opposites(net: readonly string[]): [number, number][] {
  const width = net[0]!.length;
  const cells = net.flatMap((row, r) => [...row].flatMap((c, k) => (c === "x" ? [r * width + k] : [])));
  // faces of the cube: bottom, top, left, right, back, front; rolling onto a cell presses the bottom face on it
  const face = new Map<number, number>();
  const roll = {
    right: ([b, t, l, r, k, f]: number[]) => [r!, l!, b!, t!, k!, f!],
    left: ([b, t, l, r, k, f]: number[]) => [l!, r!, t!, b!, k!, f!],
    down: ([b, t, l, r, k, f]: number[]) => [f!, k!, l!, r!, b!, t!],
    up: ([b, t, l, r, k, f]: number[]) => [k!, f!, l!, r!, t!, b!],
  };
  const visit = (cell: number, state: number[]) => {
    if (face.has(cell)) return;
    face.set(cell, state[0]!);
    if (cells.includes(cell + 1) && (cell + 1) % width !== 0) visit(cell + 1, roll.right(state));
    if (cells.includes(cell - 1) && cell % width !== 0) visit(cell - 1, roll.left(state));
    if (cells.includes(cell + width)) visit(cell + width, roll.down(state));
    if (cells.includes(cell - width)) visit(cell - width, roll.up(state));
  };
  visit(cells[0]!, [0, 1, 2, 3, 4, 5]);
  return [
    [0, 1],
    [2, 3],
    [4, 5],
  ].map((two) => two.map((one) => cells.find((cell) => face.get(cell) === one)!) as [number, number]);
}

function net({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const chosen = random.pick(nets);
  const mirrored = random.chance(0.5) ? chosen.map((row) => [...row].reverse().join("")) : chosen;
  const width = mirrored[0]!.length;
  const cell = 54;
  const symbols = random.shuffled(
    random.pick([
      ["A", "B", "C", "D", "E", "F"],
      ["1", "2", "3", "4", "5", "6"],
      ["sun", "moon", "star", "tree", "fish", "key"],
    ]),
  );
  const cells = mirrored.flatMap((row, r) => [...row].flatMap((c, k) => (c === "x" ? [r * width + k] : [])));
  const name = (index: number) => symbols[cells.indexOf(index)]!;
  const body = cells.map((index, i) => {
    const [x, y] = [14 + (index % width) * cell, 14 + Math.floor(index / width) * cell];
    return marked(
      "face",
      symbols[i]!,
      "",
      rect(x, y, cell, cell, { fill: look.tint, stroke: look.ink, width: 2 }),
      text(x + cell / 2, y + cell / 2 + 6, symbols[i]!, { size: symbols[0]!.length > 1 ? 15 : 21, weight: 700 }),
    );
  });
  const pairs = opposites(mirrored);
  const [p, q] = random.shuffled(random.pick(pairs)) as [number, number];
  const side = cells.find((one) => one !== p && one !== q)!;
  const said = listed(pairs.map(([a, b]) => `${name(a)} with ${name(b)}`));
  const turns = [
    exchange(
      random,
      `{The net is folded into a cube. Which|When this net is folded to a cube, which} face {is|lies} opposite ${name(p)}?`,
      `${name(q)}.`,
      `Rolling the cube over its net shows which faces come to lie opposite each other: ${said}. So ${name(q)} is opposite ${name(p)}.`,
    ),
    exchange(
      random,
      `{Do ${name(p)} and ${name(side)} share an edge on the folded cube?|On the finished cube, are ${name(p)} and ${name(side)} neighbours?}`,
      "Yes.",
      `Faces share an edge unless they are opposite. The opposite pairs are ${said}, so ${name(p)} and ${name(side)} are neighbours.`,
    ),
    exchange(
      random,
      `{Which pairs of faces are opposite each other?|Name the three pairs of opposite faces.}`,
      `${said}.`,
      `Folded up, the opposite pairs are ${said}.`,
    ),
  ];
  return {
    template: "net",
    pictures: [
      drawing(random, look, maxSide, { width: 28 + width * cell, height: 28 + mirrored.length * cell }, ...body),
    ],
    turns: someOf(random, turns),
  };
}

function box(a: number, b: number, c: number, unit: string, look: Look): string {
  const s = 130 / Math.max(a, c, b);
  const [w, h, d] = [a * s, c * s, b * s * 0.6];
  const [x, y] = [60, 190 - h];
  const ink = { stroke: look.ink, width: 2 };
  return (
    polygon(
      [
        [x, y],
        [x + w, y],
        [x + w, y + h],
        [x, y + h],
      ],
      { fill: look.tint, ...ink },
    ) +
    polygon(
      [
        [x, y],
        [x + d, y - d * 0.6],
        [x + w + d, y - d * 0.6],
        [x + w, y],
      ],
      { fill: look.tint, ...ink },
    ) +
    polygon(
      [
        [x + w, y],
        [x + w + d, y - d * 0.6],
        [x + w + d, y + h - d * 0.6],
        [x + w, y + h],
      ],
      { fill: look.tint, ...ink },
    ) +
    text(x + w / 2, 210, `${a} ${unit}`, { size: 14 }) +
    text(x - 8, y + h / 2 + 5, `${c} ${unit}`, { size: 14, anchor: "end" }) +
    text(x + w + d / 2 + 10, y + h - d * 0.3 + 14, `${b} ${unit}`, { size: 14, anchor: "start" })
  );
}

function volume({ random, maxSide }: SourceContext): Conversation {
  const look = lookOf(random);
  const unit = random.pick(["cm", "m", "dm"]);
  if (random.chance(0.55)) {
    const [a, b, c] = [random.int(2, 12), random.int(2, 9), random.int(2, 10)];
    const surface = 2 * (a * b + a * c + b * c);
    const turns = [
      exchange(
        random,
        `{What is the volume of the box?|How much fits into this box?|Calculate the volume.}`,
        `${a * b * c} ${unit}³.`,
        `A box's volume is length times width times height: ${a} · ${b} · ${c} = ${a * b * c} ${unit}³.`,
      ),
      exchange(
        random,
        `{How large is its surface?|What is the surface area?}`,
        `${surface} ${unit}².`,
        `There are two faces each of ${a} · ${b} = ${a * b}, ${a} · ${c} = ${a * c} and ${b} · ${c} = ${b * c} ${unit}². Together 2 · (${a * b} + ${a * c} + ${b * c}) = ${surface} ${unit}².`,
      ),
      exchange(
        random,
        `How long are all its edges together?`,
        `${4 * (a + b + c)} ${unit}.`,
        `Each measure occurs on four edges: 4 · (${a} + ${b} + ${c}) = ${4 * (a + b + c)} ${unit}.`,
      ),
    ];
    return {
      template: "box",
      pictures: [drawing(random, look, maxSide, { width: 330, height: 222 }, box(a, b, c, unit, look))],
      turns: someOf(random, turns),
    };
  }
  const cone = random.chance(0.4);
  const [r, h] = [random.int(2, 9), random.int(3, 14)];
  const v = cone ? (Math.PI * r * r * h) / 3 : Math.PI * r * r * h;
  const [cx, top, bottom, w] = [150, 44, 186, 70];
  const ink = { stroke: look.ink, width: 2 };
  const body = cone
    ? path(`M${cx - w} ${bottom}L${cx} ${top}L${cx + w} ${bottom}`, { fill: look.tint, ...ink }) +
      ellipse(cx, bottom, w, 18, { fill: look.tint, ...ink })
    : rect(cx - w, top, 2 * w, bottom - top, { fill: look.tint }) +
      line(cx - w, top, cx - w, bottom, ink) +
      line(cx + w, top, cx + w, bottom, ink) +
      ellipse(cx, bottom, w, 18, { fill: look.tint, ...ink }) +
      ellipse(cx, top, w, 18, { fill: look.tint, ...ink });
  const base = cone ? bottom : top;
  const marks =
    line(cx, base, cx + w, base, { stroke: look.accents[0]!, width: 2 }) +
    text(cx + w / 2 - 6, base - 4, `r = ${r} ${unit}`, { size: 12, halo: look.tint }) +
    line(cx + w + 22, top, cx + w + 22, bottom, { stroke: look.accents[1]!, width: 2 }) +
    text(cx + w + 30, (top + bottom) / 2 + 5, `h = ${h} ${unit}`, { size: 14, anchor: "start" });
  const name = cone ? "cone" : "cylinder";
  const turns = [
    exchange(
      random,
      `{What is the volume of the ${name}?|How much does this ${name} hold?} {Two decimals, please.|Use π ≈ 3.14159.|}`,
      `About ${v.toFixed(2)} ${unit}³.`,
      `A ${name}'s volume is ${cone ? "a third of " : ""}π · r² · h: ${cone ? "1/3 · " : ""}π · ${r}² · ${h} = ${cone ? `${r * r * h}π / 3` : `${r * r * h}π`} ≈ ${v.toFixed(2)} ${unit}³.`,
    ),
    exchange(
      random,
      `{What shape is this?|What is this solid called?}`,
      `A ${name}.`,
      cone
        ? "It has one circular base and comes to a point: a cone."
        : "It has two equal circles as top and base and straight sides: a cylinder.",
    ),
  ];
  return {
    template: name,
    pictures: [drawing(random, look, maxSide, { width: 330, height: 222 }, body, marks)],
    turns: someOf(random, turns),
  };
}

export const solidSource = instructionSource(
  {
    name: "solid-geometry",
    version: 3,
    leaf: "Logical Reasoning/Mathematical Reasoning/Solid Geometry",
    description: "Piles of cubes, nets, boxes, cylinders and cones.",
  },
  (context) => context.random.pick([pile, net, volume])(context),
);
