/** Spectrograms of tones whose pitch, order and length are known, and point clouds of solids whose form is known. */
import type { Random } from "../../../random.ts";
import { instructionSource } from "../kit/draft.ts";
import { lookOf } from "../kit/look.ts";
import { type Exchange, listed, numberWord, ordinal, spin } from "../kit/phrases.ts";
import { circle, drawing, line, marked, rect, text } from "../kit/svg.ts";

interface Tone {
  /** Seconds. */
  readonly from: number;
  readonly to: number;
  /** Hertz at the beginning and at the end. */
  readonly start: number;
  readonly end: number;
  readonly overtones: boolean;
}

export const voiceprints = instructionSource(
  {
    name: "voiceprints",
    version: 2,
    leaf: "Analysis/Professional Image Analysis/Voiceprint Image",
    description: "Spectrograms of steady, rising and falling tones with pauses: when, how high, how long.",
  },
  ({ random, maxSide }) => {
    const look = lookOf(random, { dark: 0.2 });
    const tones: Tone[] = [];
    const count = random.int(1, 4);
    const overtones = random.chance(0.35);
    let at = random.int(0, 2) / 2;
    for (let i = 0; i < count; i++) {
      const length = random.int(1, 3) / 2;
      const start = random.int(2, overtones ? 8 : 18) * 200;
      const bend = random.pick([0, 0, 1, -1]);
      const end = Math.min(overtones ? 1800 : 3800, Math.max(400, start + bend * 200 * random.int(3, 6)));
      tones.push({ from: at, to: at + length, start, end, overtones });
      at += length + random.int(1, 2) / 2;
    }
    const seconds = Math.max(2, Math.ceil(at));
    const { width, height, body } = draw(tones, seconds, random);
    return {
      template: overtones ? "overtones" : "pure",
      pictures: [drawing(random, look, maxSide, { width, height }, ...body)],
      turns: about(tones, seconds, random),
    };
  },
);

function draw(tones: readonly Tone[], seconds: number, random: Random) {
  const [left, top, w, h] = [66, 20, 340, 240];
  const x = (s: number) => left + (s / seconds) * w;
  const y = (hz: number) => top + h - (hz / 4000) * h;
  const [ground, faint, bright] = random.pick([
    ["#14122e", "#6a3d9a", "#ffd166"],
    ["#0b2027", "#1f7a8c", "#e8fff7"],
    ["#000000", "#666666", "#ffffff"],
    ["#1b0c2b", "#b5367a", "#fde725"],
  ] as const);
  const body = [rect(left, top, w, h, { fill: ground })];
  for (let i = 0; i < 160; i++)
    body.push(
      rect(random.between(left, left + w - 4), random.between(top, top + h - 3), 4, 2, { fill: faint, opacity: 0.25 }),
    );
  for (const [i, tone] of tones.entries()) {
    const parts: string[] = [];
    for (const factor of tone.overtones ? [1, 2] : [1]) {
      const [x1, y1, x2, y2] = [x(tone.from), y(tone.start * factor), x(tone.to), y(tone.end * factor)];
      parts.push(
        line(x1, y1, x2, y2, { stroke: faint, width: factor === 1 ? 12 : 8 }),
        line(x1, y1, x2, y2, { stroke: bright, width: factor === 1 ? 5 : 2.5 }),
      );
    }
    body.push(marked("tone", `tone ${i + 1}`, "", ...parts));
  }
  for (let hz = 0; hz <= 4000; hz += 1000)
    body.push(
      line(left - 6, y(hz), left, y(hz), { stroke: "#888888", width: 1.5 }),
      text(left - 9, y(hz) + 5, String(hz), { size: 13, anchor: "end" }),
    );
  for (let s = 0; s <= seconds; s++)
    body.push(
      line(x(s), top + h, x(s), top + h + 6, { stroke: "#888888", width: 1.5 }),
      text(x(s), top + h + 22, String(s), { size: 14 }),
    );
  body.push(
    text(left + w / 2, top + h + 42, "time in s", { size: 15 }),
    text(14, top + h / 2, "frequency in Hz", { size: 15, rotate: -90 }),
  );
  return { width: left + w + 24, height: top + h + 54, body };
}

function about(tones: readonly Tone[], seconds: number, random: Random): Exchange[] {
  const i = random.int(0, tones.length - 1);
  const tone = tones[i]!;
  const which = tones.length === 1 ? "the tone" : `the ${ordinal(i + 1)} tone`;
  const course =
    tone.end > tone.start
      ? `rises from about ${tone.start} Hz to about ${tone.end} Hz`
      : tone.end < tone.start
        ? `falls from about ${tone.start} Hz to about ${tone.end} Hz`
        : `stays at about ${tone.start} Hz`;
  const exchanges: Exchange[] = [
    [
      spin(
        random,
        "{How many tones can be seen?|How many separate sounds are there?|Count the tones in the spectrogram.}",
      ),
      spin(
        random,
        `{${numberWord(tones.length)}.|There ${tones.length === 1 ? "is one tone" : `are ${numberWord(tones.length)} tones`}.}`,
      ),
    ],
    [
      spin(
        random,
        `{Does ${which} rise, fall or stay level?|How does the pitch of ${which} change?|Describe the pitch of ${which}.}`,
      ),
      spin(random, `{It ${course}.|${which} ${course}.}`),
    ],
    [
      spin(random, `{How long does ${which} last?|What is the duration of ${which}?}`),
      spin(
        random,
        `{From ${tone.from} s to ${tone.to} s, so ${tone.to - tone.from} s.|${tone.to - tone.from} s.|About ${tone.to - tone.from} s.}`,
      ),
    ],
    [
      spin(random, `{When does ${which} begin?|At what time does ${which} set in?}`),
      spin(random, `{At ${tone.from} s.|It begins at ${tone.from} s.}`),
    ],
    [
      spin(random, "{What is on the axes?|What do the axes of this picture mean?|What kind of picture is this?}"),
      `It is a spectrogram: time runs to the right, from 0 to ${seconds} s, frequency upwards, from 0 to 4000 Hz.`,
    ],
    [
      spin(random, `{Are there overtones?|Does the sound have a second band above the first?}`),
      tone.overtones ? "Yes: a weaker band runs at twice the frequency." : "No, each tone is a single band.",
    ],
  ];
  if (tones.length > 1) {
    const highest = [...tones].sort((a, b) => b.start + b.end - a.start - a.end);
    if (highest[0]!.start + highest[0]!.end - highest[1]!.start - highest[1]!.end >= 800)
      exchanges.push([
        spin(random, "{Which tone is the highest on average?|Which of the tones is highest?}"),
        `The ${ordinal(tones.indexOf(highest[0]!) + 1)} one.`,
      ]);
    exchanges.push([
      spin(
        random,
        "{How long is the pause after the first tone?|What is the silence between the first and the second tone?}",
      ),
      `${tones[1]!.from - tones[0]!.to} s.`,
    ]);
  }
  return random.shuffled(exchanges).slice(0, random.int(1, 3));
}

type Solid = "sphere" | "cube" | "cylinder" | "cone" | "torus" | "pyramid" | "plane";
const solidFacts: Record<Solid, { readonly article: string; readonly signs: string }> = {
  sphere: { article: "a sphere", signs: "the points lie at the same distance from a middle in all directions" },
  cube: { article: "a cube", signs: "the points lie on six square faces" },
  cylinder: { article: "a cylinder", signs: "the points form two flat circles and a straight round wall between them" },
  cone: { article: "a cone", signs: "the rings of points become smaller towards a tip" },
  torus: { article: "a torus (ring)", signs: "the points go around a hole in the middle" },
  pyramid: { article: "a four-sided pyramid", signs: "four flat sides rise from a square to one tip" },
  plane: { article: "a flat plane", signs: "all points lie in one flat square" },
};
const solids = Object.keys(solidFacts) as Solid[];

/** A point of the surface, within [-1, 1] on all axes; z is up. */
function pointOn(solid: Solid, random: Random): [number, number, number] {
  const turn = random.between(0, 2 * Math.PI);
  switch (solid) {
    case "sphere": {
      const z = random.between(-1, 1);
      const r = Math.sqrt(1 - z * z);
      return [r * Math.cos(turn), r * Math.sin(turn), z];
    }
    case "cube": {
      const [u, v] = [random.between(-0.85, 0.85), random.between(-0.85, 0.85)];
      const side = random.chance(0.5) ? 0.85 : -0.85;
      // half of the points lie on edges, without which a cube is a blob
      const edge = random.chance(0.45) ? (random.chance(0.5) ? 0.85 : -0.85) : v;
      return random
        .pick([
          [side, u, edge],
          [u, side, edge],
          [u, edge, side],
        ] as const)
        .slice() as [number, number, number];
    }
    case "cylinder": {
      const r = random.chance(0.3) ? 0.75 * Math.sqrt(random.next()) : 0.75;
      const z =
        r < 0.74 ? (random.chance(0.5) ? 1 : -1) : random.chance(0.3) ? random.pick([1, -1]) : random.between(-1, 1);
      return [r * Math.cos(turn), r * Math.sin(turn), z];
    }
    case "cone": {
      const share = Math.sqrt(random.next());
      return [0.95 * share * Math.cos(turn), 0.95 * share * Math.sin(turn), 1 - 2 * share];
    }
    case "torus": {
      const small = random.between(0, 2 * Math.PI);
      const r = 0.72 + 0.26 * Math.cos(small);
      return [r * Math.cos(turn), r * Math.sin(turn), 0.26 * Math.sin(small)];
    }
    case "pyramid": {
      const share = random.chance(0.3) ? 1 : Math.sqrt(random.next());
      const along = random.chance(0.35) ? random.pick([-1, 1]) : random.between(-1, 1);
      const [a, b] = random.pick([
        [along, 1],
        [along, -1],
        [1, along],
        [-1, along],
      ] as const);
      return [0.9 * share * a, 0.9 * share * b, 1 - 2 * share];
    }
    case "plane":
      return [random.between(-1, 1), random.between(-1, 1), 0];
  }
}

export const pointClouds = instructionSource(
  {
    name: "point-clouds",
    version: 3,
    leaf: "Analysis/Professional Image Analysis/Point Cloud Image",
    description: "Points on the surfaces of known solids, seen from above at an angle: which solid, how many clouds.",
  },
  ({ random, maxSide }) => {
    const look = { ...lookOf(random, { dark: 0.5 }) };
    const ground = look.dark ? "#101418" : "#ffffff";
    const chosen = random.shuffled(solids).slice(0, random.pick([1, 1, 2, 3]));
    const body: string[] = [];
    const coloured = random.weighted({ single: 1, height: 1 });
    const [yaw, pitch] = [random.between(0.3, 1.2), random.between(0.35, 0.6)];
    const points = random.int(260, 420);
    for (const [i, solid] of chosen.entries()) {
      const [cx, cy] = [120 + i * 200, 126];
      const dots = Array.from({ length: points }, () => {
        const [x, y, z] = pointOn(solid, random);
        const across = x * Math.cos(yaw) - y * Math.sin(yaw);
        const away = x * Math.sin(yaw) + y * Math.cos(yaw);
        const tone =
          coloured === "height"
            ? `hsl(${Math.round(220 - 180 * ((z + 1) / 2))} 80% ${look.dark ? 62 : 42}%)`
            : look.dark
              ? "#7fd1ff"
              : "#1d4e89";
        return circle(cx + 82 * across, cy - 82 * (z * Math.cos(pitch) + away * Math.sin(pitch)), 1.9, {
          fill: tone,
          opacity: 0.55 + 0.4 * ((1 - away) / 2),
        });
      });
      body.push(marked("cloud", solid, "", ...dots));
      if (chosen.length > 1)
        body.push(text(cx, 276, String(i + 1), { size: 18, weight: 700, fill: look.dark ? "#f0f0f0" : "#222222" }));
    }
    const width = 40 + chosen.length * 200;
    const k = random.int(0, chosen.length - 1);
    const { article, signs } = solidFacts[chosen[k]!];
    const wrong = random.pick(solids.filter((one) => !chosen.includes(one)));
    const which = chosen.length === 1 ? "this point cloud" : `point cloud ${k + 1}`;
    const exchanges: Exchange[] = [
      [
        spin(
          random,
          `{What solid does ${which} show?|Which shape do the points of ${which} form?|What object is ${which}?|Identify the form of ${which}.}`,
        ),
        spin(random, `{It is ${article}.|${article}: ${signs}.|The points form ${article}.}`),
      ],
      [
        spin(random, `{How can you tell?|How do you recognize the form of ${which}?}`),
        spin(random, `{It is ${article}: ${signs}.|One can tell because ${signs}.}`),
      ],
      [
        spin(
          random,
          `{Is there ${solidFacts[wrong].article} in the picture?|Does any cloud show ${solidFacts[wrong].article}?}`,
        ),
        `No. ${chosen.length === 1 ? `The points form ${article}.` : `The clouds are ${listed(chosen.map((one) => solidFacts[one].article))}.`}`,
      ],
      ...(chosen.length > 1
        ? ([
            [
              spin(random, "{Which solids are shown, from left to right?|Name the forms of all clouds.}"),
              `From left to right: ${listed(chosen.map((one) => solidFacts[one].article))}.`,
            ],
          ] as Exchange[])
        : []),
    ];
    return {
      template: chosen.join(" "),
      pictures: [
        drawing(
          random,
          { ...look, background: ground },
          maxSide,
          { width, height: chosen.length > 1 ? 292 : 262, background: ground },
          ...body,
        ),
      ],
      turns: [exchanges[0]!, ...random.shuffled(exchanges.slice(1)).slice(0, random.int(0, 2))],
    };
  },
);
