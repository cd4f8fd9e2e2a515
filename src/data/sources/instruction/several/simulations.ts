/** Small processes that run by a rule, drawn frame by frame: what comes next and in which order is known. */
import type { Random } from "../../../random.ts";
import type { Look } from "../kit/look.ts";
import { circle, ellipse, group, line, marked, path, polygon, rect, text } from "../kit/svg.ts";

export interface Process {
  readonly name: string;
  /** "a candle burns down" */
  readonly about: string;
  /** Frame at a time from 0 to 1, 200 wide and 180 high; the mark's name is the time. */
  readonly draw: (t: number) => string;
  /** What one sees at a time, as a noun phrase: "a short candle". */
  readonly seen: (t: number) => string;
  /** What follows the last frame that is shown, as a sentence. */
  readonly next: string;
  /** What grows or shrinks, for the reasoning. */
  readonly trend: string;
}

const size = (share: number, low: number, high: number) => low + share * (high - low);
const amount = (t: number, words: readonly [string, string, string, string]) => words[Math.min(3, Math.floor(t * 4))]!;

export function processOf(random: Random, look: Look): Process {
  const colour = random.pick(look.accents);
  const stamp = (t: number, ...body: string[]) => marked("frame", t.toFixed(3), "", ...body);
  switch (
    random.pick([
      "candle",
      "glass",
      "plant",
      "ball",
      "sun",
      "balloon",
      "ice",
      "train",
      "snowman",
      "moon",
      "bar",
    ] as const)
  ) {
    case "candle":
      return {
        name: "candle",
        about: "a candle burns down",
        trend: "the candle gets shorter",
        next: "The candle burns down completely and the flame goes out.",
        seen: (t) =>
          amount(t, [
            "a long candle",
            "a candle less than half burnt",
            "a candle more than half burnt",
            "a short stump of a candle",
          ]),
        draw: (t) => {
          const top = size(t, 50, 146);
          return stamp(
            t,
            rect(80, top, 40, 158 - top, { fill: colour, stroke: "#333" }),
            path(`M100 ${top - 34}Q112 ${top - 14} 100 ${top - 4}Q88 ${top - 14} 100 ${top - 34}Z`, {
              fill: "#f9a602",
            }),
            ellipse(100, 160, 42, 8, { fill: look.muted }),
          );
        },
      };
    case "glass": {
      const up = random.chance(0.5);
      return {
        name: up ? "filling" : "emptying",
        about: up ? "a glass is being filled" : "a glass is being emptied",
        trend: up ? "the level rises" : "the level falls",
        next: up ? "The glass becomes full and would then overflow." : "The glass becomes empty.",
        seen: (t) =>
          amount(up ? t : 1 - t, [
            "a nearly empty glass",
            "a glass less than half full",
            "a glass more than half full",
            "a nearly full glass",
          ]),
        draw: (t) => {
          const level = size(up ? t : 1 - t, 150, 46);
          return stamp(
            t,
            rect(64, level, 72, 158 - level, { fill: "#5fb3de" }),
            path("M62 36V160H138V36", { stroke: look.ink, width: 4 }),
            up
              ? rect(96, 0, 8, level, { fill: "#5fb3de" }) + rect(86, 0, 28, 10, { fill: look.muted })
              : path("M120 40V12H176V60", { stroke: look.accents[1]!, width: 6 }),
          );
        },
      };
    }
    case "plant":
      return {
        name: "plant",
        about: "a plant grows",
        trend: "the plant gets taller",
        next: "The plant grows taller and gets more leaves.",
        seen: (t) => amount(t, ["a tiny sprout", "a small plant", "a middle-sized plant", "a tall plant"]),
        draw: (t) => {
          const h = size(t, 10, 108);
          return stamp(
            t,
            path(`M100 136V${136 - h}`, { stroke: "#3f9142", width: 6, cap: "round" }),
            ...Array.from({ length: Math.max(1, Math.floor(h / 22)) }, (_, i) =>
              group(
                `translate(100 ${136 - 12 - i * 22}) rotate(${i % 2 === 0 ? -25 : 205})`,
                ellipse(16, 0, 17, 7, { fill: "#5aa85a" }),
              ),
            ),
            polygon(
              [
                [66, 134],
                [134, 134],
                [126, 172],
                [74, 172],
              ],
              { fill: "#b5653a", stroke: "#5d3018", width: 2 },
            ),
          );
        },
      };
    case "ball": {
      const right = random.chance(0.5);
      return {
        name: "ball",
        about: `a ball rolls down a slope to the ${right ? "right" : "left"}`,
        trend: "the ball comes further down the slope",
        next: `The ball reaches the bottom at the ${right ? "right" : "left"} and rolls on.`,
        seen: (t) =>
          amount(t, [
            "the ball at the top of the slope",
            "the ball in the upper half",
            "the ball in the lower half",
            "the ball close to the bottom",
          ]),
        draw: (t) => {
          const drawn =
            polygon(
              [
                [14, 50],
                [14, 166],
                [186, 166],
              ],
              { fill: look.tint, stroke: look.ink, width: 2 },
            ) + circle(size(t * t, 26, 172), size(t * t, 44, 142), 13, { fill: colour, stroke: look.ink, width: 2 });
          return stamp(t, right ? drawn : group("translate(200 0) scale(-1 1)", drawn));
        },
      };
    }
    case "sun":
      return {
        name: "sunset",
        about: "the sun sets",
        trend: "the sun gets lower",
        next: "The sun goes down behind the hills and it gets dark.",
        seen: (t) =>
          amount(t, [
            "the sun high in the sky",
            "the sun half-way down",
            "the sun low above the hills",
            "the sun at the hills",
          ]),
        draw: (t) =>
          stamp(
            t,
            rect(0, 0, 200, 180, {
              fill: ["#a9dcf7", "#c9e3ee", "#f3d3a4", "#f0a868"][Math.min(3, Math.floor(t * 4))]!,
            }),
            circle(140, size(t, 30, 128), 20, { fill: "#f7a600" }),
            path("M0 140Q50 104 100 134T200 124V180H0Z", { fill: "#6f9e5f" }),
          ),
      };
    case "balloon":
      return {
        name: "balloon",
        about: "a balloon is blown up",
        trend: "the balloon gets larger",
        next: "The balloon gets even larger and may burst in the end.",
        seen: (t) =>
          amount(t, ["a small balloon", "a balloon of middling size", "a large balloon", "a very large balloon"]),
        draw: (t) => {
          const r = size(t, 14, 62);
          return stamp(
            t,
            ellipse(100, 150 - r, r * 0.88, r, { fill: colour }),
            polygon(
              [
                [95, 154],
                [105, 154],
                [100, 146],
              ],
              { fill: colour },
            ),
            path("M100 154Q106 166 98 178", { stroke: look.ink, width: 2 }),
          );
        },
      };
    case "ice":
      return {
        name: "ice",
        about: "an ice cube melts",
        trend: "the cube gets smaller and the puddle larger",
        next: "The ice cube melts away and only a puddle is left.",
        seen: (t) =>
          amount(t, [
            "a large ice cube",
            "an ice cube that has begun to melt",
            "a small ice cube in a puddle",
            "a tiny piece of ice in a large puddle",
          ]),
        draw: (t) => {
          const s = size(t, 92, 18);
          return stamp(
            t,
            ellipse(100, 156, size(t, 20, 88), size(t, 4, 15), { fill: "#a8d5ef" }),
            rect(100 - s / 2, 156 - s, s, s, { fill: "#dff1fb", stroke: "#6ba9cf", width: 2.5, round: 7 }),
          );
        },
      };
    case "train": {
      const right = random.chance(0.5);
      return {
        name: "train",
        about: `a train drives to the ${right ? "right" : "left"} into a tunnel`,
        trend: `the train gets closer to the tunnel on the ${right ? "right" : "left"}`,
        next: "The train drives into the tunnel and disappears in it.",
        seen: (t) =>
          amount(t, [
            "the train far from the tunnel",
            "the train on its way",
            "the train near the tunnel",
            "the train just before the tunnel",
          ]),
        draw: (t) => {
          const x = size(t, 4, 84);
          const drawn =
            line(0, 150, 200, 150, { stroke: look.ink, width: 3 }) +
            path("M150 150V104Q150 84 170 84H200V150Z", { fill: "#8d8478" }) +
            path("M158 150V112Q158 98 172 98H200V150Z", { fill: "#222" }) +
            rect(x, 112, 58, 32, { fill: colour, round: 6 }) +
            rect(x + 8, 118, 12, 12, { fill: "#dff1fb" }) +
            rect(x + 26, 118, 12, 12, { fill: "#dff1fb" }) +
            circle(x + 14, 146, 6, { fill: "#222" }) +
            circle(x + 44, 146, 6, { fill: "#222" });
          return stamp(t, right ? drawn : group("translate(200 0) scale(-1 1)", drawn));
        },
      };
    }
    case "snowman":
      return {
        name: "snowman",
        about: "a snowman melts in the sun",
        trend: "the snowman gets smaller",
        next: "The snowman melts away; the hat is left in a puddle.",
        seen: (t) =>
          amount(t, [
            "a tall snowman",
            "a snowman that has begun to melt",
            "a small snowman",
            "a little heap of snow with a hat",
          ]),
        draw: (t) => {
          const k = size(t, 1, 0.22);
          return stamp(
            t,
            rect(0, 0, 200, 180, { fill: "#cfe8f7" }),
            circle(30, 28, 17, { fill: "#f8b500" }),
            ellipse(108, 160, size(t, 30, 76), 12, { fill: "#b5dcf2" }),
            group(
              `translate(108 160) scale(${(1 + (1 - k) * 0.25).toFixed(2)} ${k.toFixed(3)})`,
              circle(0, -34, 34, { fill: "#fff", stroke: "#99a" }),
              circle(0, -88, 24, { fill: "#fff", stroke: "#99a" }),
              rect(-20, -118, 40, 8, { fill: "#333" }),
              rect(-13, -136, 26, 20, { fill: "#333" }),
            ),
          );
        },
      };
    case "moon":
      return {
        name: "moon",
        about: "the moon waxes from a crescent to full",
        trend: "the lit part gets larger",
        next: "The moon becomes full, and after that it wanes.",
        seen: (t) =>
          amount(t, ["a thin crescent", "a half-lit moon", "a moon more than half lit", "a nearly full moon"]),
        draw: (t) => {
          const k = size(t, -0.75, 0.96);
          return stamp(
            t,
            rect(0, 0, 200, 180, { fill: "#141a33" }),
            circle(100, 90, 54, { fill: "#2b3152" }),
            path(`M100 36A54 54 0 0 1 100 144A${(54 * Math.abs(k)).toFixed(1)} 54 0 0 ${k > 0 ? 1 : 0} 100 36Z`, {
              fill: "#f4efcf",
            }),
          );
        },
      };
    case "bar":
      return {
        name: "download",
        about: "a download makes progress",
        trend: "the bar gets longer",
        next: "The bar becomes full: the download is complete.",
        seen: (t) =>
          amount(t, [
            "a bar that has just begun",
            "a bar less than half full",
            "a bar more than half full",
            "a bar that is nearly full",
          ]),
        draw: (t) =>
          stamp(
            t,
            rect(20, 40, 160, 100, { fill: look.tint, stroke: look.muted, round: 8 }),
            text(100, 72, "Downloading", { size: 15 }),
            rect(36, 92, 128, 18, { fill: look.paper, stroke: look.ink }),
            rect(38, 94, 124 * size(t, 0.04, 0.97), 14, { fill: colour }),
            text(100, 132, `${Math.round(100 * size(t, 0.04, 0.97))}%`, { size: 14 }),
          ),
      };
  }
}
