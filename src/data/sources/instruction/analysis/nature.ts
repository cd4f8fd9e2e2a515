/** Schemes of the natural environment: the planets in order, the Earth's layers, a volcano, the water cycle, moon phases. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, ordinal, spin } from "../kit/phrases.ts";
import { arrow, circle, drawing, ellipse, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

interface Made {
  readonly template: string;
  readonly width: number;
  readonly height: number;
  readonly background?: string;
  readonly body: readonly string[];
  readonly turns: Exchange[];
}

const planets = [
  { name: "Mercury", r: 7, fill: "#a8a29a", fact: "It is the smallest planet and the one nearest to the Sun." },
  { name: "Venus", r: 11, fill: "#e0b96a", fact: "It is the hottest planet." },
  { name: "Earth", r: 12, fill: "#3f84c9", fact: "It is the only planet known to bear life." },
  { name: "Mars", r: 9, fill: "#c9562f", fact: "It is called the Red Planet." },
  { name: "Jupiter", r: 29, fill: "#d4a67a", fact: "It is the largest planet." },
  { name: "Saturn", r: 24, fill: "#e3cf96", fact: "It has the most conspicuous rings." },
  {
    name: "Uranus",
    r: 17,
    fill: "#9fd8dc",
    fact: "Its axis is tilted so far that it rolls around the Sun on its side.",
  },
  { name: "Neptune", r: 17, fill: "#3c5fc9", fact: "It is the planet farthest from the Sun." },
] as const;

function solarSystem(random: Random): Made {
  const named = random.chance(0.35);
  const body = [rect(0, 0, 560, 190, { fill: "#0d1024" }), circle(-40, 90, 84, { fill: "#f9c53b" })];
  let x = 66;
  for (const [i, { name, r, fill }] of planets.entries()) {
    x += r + 14;
    body.push(
      marked(
        "planet",
        name,
        "",
        name === "Saturn" ? ellipse(x, 90, r * 1.75, r * 0.5, { stroke: "#cdbb84", width: 4, fill: "none" }) : "",
        circle(x, 90, r, { fill }),
      ),
      text(x, i % 2 === 0 ? 152 : 170, named ? name : String(i + 1), {
        size: named ? 14 : 17,
        fill: "#f3f3f3",
        weight: 700,
      }),
    );
    x += r + (name === "Saturn" || name === "Jupiter" ? 22 : 12);
  }
  const i = random.int(0, 7);
  const one = planets[i]!;
  const turns: Exchange[] = named
    ? [
        [
          spin(
            random,
            `{Counted from the Sun, which place does ${one.name} have?|How far out is ${one.name}, counted from the Sun?}`,
          ),
          `${one.name} is the ${ordinal(i + 1)} planet from the Sun.`,
        ],
        [spin(random, `{What is special about ${one.name}?|What do you know about ${one.name}?}`), one.fact],
      ]
    : [
        [
          spin(
            random,
            `{Which planet is number ${i + 1}?|Name planet ${i + 1}.|The picture shows the planets in their order from the Sun. Which one is number ${i + 1}?}`,
          ),
          spin(random, `{${one.name}.|Number ${i + 1} is ${one.name}.}`),
        ],
        [
          spin(random, `{What is special about number ${i + 1}?|What do you know about planet ${i + 1}?}`),
          `It is ${one.name}. ${one.fact}`,
        ],
      ];
  turns.push(
    [spin(random, "{How many planets are there?|Count the planets in the picture.}"), "Eight."],
    [
      spin(random, "{Which is the largest planet?|Which planet is drawn largest?}"),
      named ? "Jupiter." : "Number 5, Jupiter.",
    ],
  );
  return {
    template: named ? "planets named" : "planets numbered",
    width: 560,
    height: 190,
    background: "#0d1024",
    body,
    turns,
  };
}

const layers = [
  { name: "inner core", r: 34, fill: "#fbe9a0", fact: "is solid metal, mostly iron" },
  { name: "outer core", r: 66, fill: "#f7b733", fact: "is liquid metal" },
  { name: "mantle", r: 108, fill: "#d9602f", fact: "is the thickest layer, of hot rock that flows slowly" },
  { name: "crust", r: 120, fill: "#7a5638", fact: "is the thin solid layer that we live on" },
] as const;

function earth(random: Random): Made {
  const lettered = random.chance(0.5);
  const letters = random.shuffled(["A", "B", "C", "D"]);
  const label = (i: number) => (lettered ? letters[i]! : layers[i]!.name);
  const body = [...layers]
    .reverse()
    .map(({ name, r, fill }) => marked("layer", name, "", circle(140, 145, r, { fill })));
  for (const [i, { r }] of layers.entries()) {
    const inner = i === 0 ? 0 : layers[i - 1]!.r;
    const at = -60 + i * 30;
    const radius = (inner + r) / 2;
    const [x, y] = [140 + radius * Math.cos((at * Math.PI) / 180), 145 + radius * Math.sin((at * Math.PI) / 180)];
    const ly = 52 + i * 56;
    body.push(
      line(282, ly, x, y, { stroke: "#222222", width: 1.6 }),
      circle(x, y, 3.2, { fill: "#222222" }),
      text(288, ly + 6, label(i), { size: 17, anchor: "start", fill: "#1c1c1c", weight: lettered ? 700 : 400 }),
    );
  }
  const i = random.int(0, 3);
  const one = layers[i]!;
  return {
    template: "layers of the Earth",
    width: 390,
    height: 290,
    background: "#f4f6f8",
    body,
    turns: [
      lettered
        ? [
            spin(
              random,
              `{The picture shows a section of the Earth. Which layer is ${letters[i]}?|Which layer of the Earth is marked ${letters[i]}?}`,
            ),
            spin(random, `{${letters[i]} is the ${one.name}.|The ${one.name}.}`),
          ]
        : [
            spin(
              random,
              "{Name the layers from the inside to the outside.|Which layers does the Earth have, from the center outwards?}",
            ),
            "Inner core, outer core, mantle and crust.",
          ],
      [
        spin(random, `{What is known about the ${one.name}?|What is the ${one.name} like?}`),
        `The ${one.name} ${one.fact}.`,
      ],
      [
        spin(random, "{Which layer is liquid metal?|Which of the layers is molten metal?}"),
        lettered ? `The outer core, marked ${letters[1]}.` : "The outer core.",
      ],
    ],
  };
}

const volcanoParts = [
  { name: "magma chamber", at: [150, 248], does: "holds the molten rock" },
  { name: "main vent", at: [150, 170], does: "leads the magma upwards" },
  { name: "crater", at: [150, 92], does: "is the opening at the top" },
  { name: "lava flow", at: [206, 162], does: "is molten rock that runs down the slope" },
  { name: "ash cloud", at: [166, 44], does: "is made of fine particles thrown into the air" },
] as const;

function volcano(random: Random): Made {
  const lettered = random.chance(0.5);
  const letters = random.shuffled([..."ABCDE"]);
  const label = (i: number) => (lettered ? letters[i]! : volcanoParts[i]!.name);
  const body = [
    rect(0, 0, 420, 300, { fill: "#cfe4f0" }),
    rect(0, 218, 300, 82, { fill: "#8a6f57" }),
    polygon(
      [
        [20, 220],
        [126, 90],
        [174, 90],
        [280, 220],
      ],
      { fill: "#6b5747" },
    ),
    ellipse(150, 254, 74, 26, { fill: "#e2471f" }),
    rect(142, 90, 16, 160, { fill: "#e2471f" }),
    path("M160 92Q180 120 190 136Q214 170 236 206L222 208Q200 172 178 142Q166 120 156 96Z", { fill: "#f2691f" }),
    circle(138, 58, 24, { fill: "#77777d" }),
    circle(164, 46, 28, { fill: "#88888e" }),
    circle(188, 62, 20, { fill: "#77777d" }),
    rect(300, 0, 120, 300, { fill: "#f4f4f0" }),
  ];
  const sorted = [...volcanoParts.keys()].sort((a, b) => volcanoParts[a]!.at[1] - volcanoParts[b]!.at[1]);
  sorted.forEach((i, k) => {
    const { at } = volcanoParts[i]!;
    const y = 40 + k * 54;
    body.push(
      line(306, y, at[0], at[1], { stroke: "#111111", width: 1.6 }),
      circle(at[0], at[1], 3.4, { fill: "#111111" }),
      text(310, y + 5, label(i), {
        size: lettered ? 14 : 12.5,
        anchor: "start",
        fill: "#111111",
        weight: lettered ? 700 : 400,
      }),
    );
  });
  const i = random.int(0, 4);
  const one = volcanoParts[i]!;
  return {
    template: "volcano",
    width: 420,
    height: 300,
    body,
    turns: [
      lettered
        ? [
            spin(
              random,
              `{Which part of the volcano is ${letters[i]}?|What does ${letters[i]} mark in this section of a volcano?}`,
            ),
            spin(random, `{The ${one.name}.|${letters[i]} is the ${one.name}; it ${one.does}.}`),
          ]
        : [
            spin(random, `{What is the ${one.name}?|What does the ${one.name} do or consist of?}`),
            `The ${one.name} ${one.does}.`,
          ],
      [spin(random, "{What does the picture show?|What is drawn here?}"), "A section through a volcano."],
      [
        spin(
          random,
          "{What is molten rock called inside the volcano, and what outside?|What is the difference between magma and lava?}",
        ),
        "Inside the Earth it is called magma, once it has come out it is called lava.",
      ],
    ],
  };
}

function waterCycle(random: Random): Made {
  const steps = [
    { name: "evaporation", text: "the sun warms the sea, and water rises as vapor" },
    { name: "condensation", text: "the vapor cools down and becomes the droplets of clouds" },
    { name: "precipitation", text: "water falls from the clouds as rain or snow" },
    { name: "runoff", text: "water flows back over the land into the sea" },
  ] as const;
  const lettered = random.chance(0.6);
  const letters = random.shuffled([..."1234"]);
  const label = (i: number) => (lettered ? letters[i]! : steps[i]!.name);
  const blue = { stroke: "#1d62b5", width: 4, head: 14 };
  const body = [
    rect(0, 0, 440, 300, { fill: "#d6ecf7" }),
    circle(52, 46, 26, { fill: "#f9c53b" }),
    polygon(
      [
        [250, 210],
        [350, 90],
        [440, 190],
        [440, 300],
        [250, 300],
      ],
      { fill: "#8fb26a" },
    ),
    path("M0 226Q120 210 262 226V300H0Z", { fill: "#4f9fd0" }),
    path("M222 82Q206 82 208 66Q216 50 236 56Q246 34 272 44Q292 38 298 58Q318 60 314 80Q310 86 300 84Z", {
      fill: "#ffffff",
    }),
    ...[0, 1, 2, 3].map((k) =>
      line(300 + k * 16, 96 + k * 4, 294 + k * 16, 118 + k * 4, { stroke: "#1d62b5", width: 3 }),
    ),
    arrow(90, 210, 90, 120, blue),
    arrow(110, 96, 190, 66, blue),
    arrow(372, 108, 368, 150, blue),
    arrow(344, 200, 268, 240, blue),
  ];
  const places = [
    [48, 170],
    [146, 62],
    [398, 116],
    [312, 254],
  ] as const;
  places.forEach(([x, y], i) => {
    body.push(
      marked(
        "step",
        steps[i]!.name,
        "",
        lettered ? circle(x, y, 15, { fill: "#ffffff", stroke: "#1d3a5f", width: 2 }) : "",
        text(lettered ? x : Math.min(Math.max(x, 62), 384), y + 6, label(i), {
          size: lettered ? 18 : 15,
          weight: 700,
          fill: "#12263f",
          halo: lettered ? "#ffffff" : "#e8f3fa",
        }),
      ),
    );
  });
  const i = random.int(0, 3);
  const one = steps[i]!;
  return {
    template: "water cycle",
    width: 440,
    height: 300,
    body,
    turns: [
      lettered
        ? [
            spin(
              random,
              `{What is step ${letters[i]} of this cycle called?|Name the step marked ${letters[i]}.|What happens at ${letters[i]}?}`,
            ),
            `${one.name.replace(/^./, (c) => c.toUpperCase())}: ${one.text}.`,
          ]
        : [
            spin(random, `{What happens during ${one.name}?|Explain ${one.name}.}`),
            `${one.text.replace(/^./, (c) => c.toUpperCase())}.`,
          ],
      [
        spin(random, "{Which cycle is shown?|What does this picture explain?}"),
        "The water cycle: evaporation, condensation, precipitation and runoff.",
      ],
      [spin(random, "{What drives this cycle?|Where does the energy of the cycle come from?}"), "The Sun."],
    ],
  };
}

const phases = [
  "new moon",
  "waxing crescent",
  "first quarter",
  "waxing gibbous",
  "full moon",
  "waning gibbous",
  "last quarter",
  "waning crescent",
] as const;

function moons(random: Random): Made {
  const count = random.pick([1, 3, 4]);
  const shown = random.shuffled([...phases.keys()]).slice(0, count);
  const body = [rect(0, 0, count * 130 + 20, 170, { fill: "#0f1220" })];
  shown.forEach((k, i) => {
    const [x, y, r] = [75 + i * 130, 74, 48];
    const lit = "#f1ead0";
    // The lit half is on the right while the moon waxes (northern hemisphere); the terminator is half an ellipse.
    const share = Math.cos((k * Math.PI) / 4);
    const right = k < 4;
    const half = `M${x} ${y - r}A${r} ${r} 0 0 ${right ? 1 : 0} ${x} ${y + r}A${Math.max(0.01, Math.abs(share) * r).toFixed(2)} ${r} 0 0 ${share > 0 === right ? 0 : 1} ${x} ${y - r}Z`;
    body.push(
      marked(
        "moon",
        phases[k]!,
        "",
        circle(x, y, r, { fill: "#2a2e42" }),
        k === 0 ? "" : k === 4 ? circle(x, y, r, { fill: lit }) : path(half, { fill: lit }),
      ),
      count > 1 ? text(x, 154, String(i + 1), { size: 18, weight: 700, fill: "#f3f3f3" }) : "",
    );
  });
  const i = random.int(0, count - 1);
  const k = shown[i]!;
  return {
    template: "moon phases",
    width: count * 130 + 20,
    height: count > 1 ? 170 : 150,
    background: "#0f1220",
    body,
    turns: [
      [
        spin(
          random,
          count === 1
            ? "{Which phase of the moon is this, seen from the northern hemisphere?|Seen from the northern hemisphere: what phase does the moon have?}"
            : `{Which phase is moon ${i + 1}, seen from the northern hemisphere?|Seen from the northern hemisphere: what phase is number ${i + 1}?}`,
        ),
        spin(random, `{It is the ${phases[k]}.|${phases[k]}.}`).replace("the w", "a w"),
      ],
      [
        spin(random, "{What comes next, about three or four days later?|Which phase follows it?}"),
        `${phases[(k + 1) % 8]!.replace(/^./, (c) => c.toUpperCase())}.`,
      ],
      [
        spin(random, "{Why does the moon have phases?|How do moon phases come about?}"),
        "As the moon goes around the Earth, we see more or less of the side that the Sun lights.",
      ],
    ],
  };
}

export const natureFacts = instructionSource(
  {
    name: "nature-schemes",
    version: 3,
    leaf: "Analysis/Encyclopedia Knowledge Analysis/Natural Environment Knowledge",
    description: "Planets, layers of the Earth, a volcano, the water cycle and moon phases.",
  },
  ({ random, maxSide }) => {
    const made = random.pick([solarSystem, earth, volcano, waterCycle, moons])(random);
    const look = lookOf(random, { dark: 0 });
    const [first, ...rest] = made.turns as [Exchange, ...Exchange[]];
    return {
      template: made.template,
      pictures: [drawing(random, look, maxSide, made, ...made.body)],
      turns: [first, ...random.shuffled(rest).slice(0, random.int(0, 2))],
    };
  },
);
