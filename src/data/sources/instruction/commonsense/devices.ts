/** Drawings of devices, each with the parts a person handles and what each part does. */
import { circle, ellipse, line, path, polygon, rect } from "../kit/svg.ts";

export interface DevicePart {
  readonly name: string;
  /** Where its callout ends, in a drawing 260 wide and 180 high. */
  readonly at: readonly [x: number, y: number];
  /** "lets the water run out": follows "it". */
  readonly does: string;
  /** "let the water out": follows "to". */
  readonly goal: string;
}

export interface Device {
  readonly name: string;
  readonly draw: (colour: string, accent: string) => string;
  readonly parts: readonly DevicePart[];
}

const dark = "#333";
const edge = { stroke: dark, width: 2 };

export const devices: readonly Device[] = [
  {
    name: "bicycle",
    draw: (colour) =>
      circle(66, 120, 44, { ...edge, width: 5 }) +
      circle(194, 120, 44, { ...edge, width: 5 }) +
      circle(66, 120, 5, { fill: dark }) +
      circle(194, 120, 5, { fill: dark }) +
      path("M66 120L100 50H168L122 122ZM100 50L122 122M194 120L160 30", { stroke: colour, width: 6, cap: "round" }) +
      path("M84 38H116", { stroke: dark, width: 9, cap: "round" }) +
      line(100, 50, 98, 40, { ...edge, width: 4 }) +
      path("M160 30H184Q192 34 186 44", { stroke: dark, width: 5, cap: "round" }) +
      line(172, 36, 184, 42, { stroke: "#999", width: 4, cap: "round" }) +
      circle(122, 122, 11, { fill: "#999", ...edge }) +
      line(122, 122, 132, 146, { ...edge, width: 4 }) +
      rect(124, 144, 20, 5, { fill: dark }) +
      path("M66 116L122 112M66 124L122 132", { stroke: "#777", width: 2 }) +
      circle(206, 62, 8, { fill: "#ffe680", ...edge }) +
      line(176, 58, 200, 62, { ...edge }),
    parts: [
      { name: "saddle", at: [100, 38], does: "carries the rider's weight", goal: "sit down" },
      { name: "handlebar", at: [166, 30], does: "turns the front wheel", goal: "steer" },
      { name: "brake lever", at: [183, 41], does: "presses the brakes when it is pulled", goal: "slow down" },
      {
        name: "pedal",
        at: [134, 147],
        does: "passes the push of the foot on to the crank",
        goal: "push with the foot and move forward",
      },
      {
        name: "chain",
        at: [92, 114],
        does: "passes the turning of the crank on to the rear wheel",
        goal: "bring the force from the crank to the rear wheel",
      },
      { name: "lamp", at: [207, 62], does: "lights up the road", goal: "see the road at night" },
    ],
  },
  {
    name: "kettle",
    draw: (colour, accent) =>
      path("M70 160L82 60H170L186 160Z", { fill: colour, ...edge }) +
      path("M82 74L44 62L48 76L80 100Z", { fill: colour, ...edge }) +
      path("M170 66Q226 66 216 140L188 148", { stroke: dark, width: 12, cap: "round" }) +
      ellipse(126, 60, 44, 8, { fill: "#ddd", ...edge }) +
      circle(126, 47, 7, { fill: dark }) +
      rect(110, 88, 14, 56, { fill: "#e9f4fa", ...edge }) +
      rect(110, 112, 14, 32, { fill: "#7fb9dd" }) +
      rect(56, 160, 146, 14, { fill: dark, round: 5 }) +
      path("M200 168Q236 168 250 176", { stroke: dark, width: 4 }) +
      rect(196, 146, 20, 12, { fill: accent, ...edge, round: 3 }),
    parts: [
      {
        name: "spout",
        at: [50, 68],
        does: "lets the water flow out when the kettle is tipped",
        goal: "pour the water into a cup",
      },
      {
        name: "handle",
        at: [214, 100],
        does: "stays cool enough to be held",
        goal: "lift it without burning the hand",
      },
      { name: "lid knob", at: [126, 45], does: "opens the lid", goal: "fill in water from above" },
      { name: "level window", at: [117, 104], does: "shows how much water is inside", goal: "see how full it is" },
      { name: "heating base", at: [84, 167], does: "brings the current to the heater", goal: "heat the water" },
      { name: "switch", at: [207, 152], does: "turns the heating on and off", goal: "start it" },
    ],
  },
  {
    name: "camera",
    draw: (colour, accent) =>
      rect(38, 54, 184, 110, { fill: colour, ...edge, round: 10 }) +
      polygon(
        [
          [96, 54],
          [106, 30],
          [154, 30],
          [164, 54],
        ],
        { fill: colour, ...edge },
      ) +
      circle(130, 112, 42, { fill: "#444", ...edge }) +
      circle(130, 112, 30, { fill: "#8fb7d1", ...edge }) +
      circle(122, 104, 8, { fill: "#ffffffaa" }) +
      rect(186, 42, 24, 12, { fill: accent, ...edge, round: 3 }) +
      rect(50, 42, 32, 12, { fill: "#777", ...edge, round: 2 }) +
      line(58, 42, 58, 54, { stroke: "#aaa" }) +
      line(66, 42, 66, 54, { stroke: "#aaa" }) +
      line(74, 42, 74, 54, { stroke: "#aaa" }) +
      rect(110, 36, 40, 12, { fill: "#fffbe0", ...edge }) +
      path("M38 70Q20 60 24 90", { ...edge, width: 4 }),
    parts: [
      {
        name: "lens",
        at: [130, 112],
        does: "gathers the light and makes the image",
        goal: "gather the light and focus the image",
      },
      {
        name: "shutter button",
        at: [198, 46],
        does: "takes the photograph when it is pressed",
        goal: "take a picture",
      },
      { name: "flash", at: [130, 41], does: "gives a burst of light", goal: "get more light on a dark scene" },
      {
        name: "mode dial",
        at: [66, 47],
        does: "sets the kind of shooting, for example portrait or film",
        goal: "change from portrait to landscape mode",
      },
      { name: "strap ring", at: [26, 74], does: "holds the strap", goal: "hang it around the neck" },
    ],
  },
  {
    name: "washing machine",
    draw: (colour, accent) =>
      rect(52, 12, 156, 158, { fill: colour, ...edge, round: 6 }) +
      line(52, 52, 208, 52, { ...edge }) +
      rect(60, 20, 50, 22, { fill: "#f5f5f5", ...edge }) +
      line(78, 36, 92, 36, { ...edge }) +
      circle(142, 31, 14, { fill: "#f5f5f5", ...edge }) +
      line(142, 31, 150, 22, { ...edge, width: 3 }) +
      circle(188, 31, 8, { fill: accent, ...edge }) +
      circle(130, 106, 44, { fill: "#eee", ...edge, width: 4 }) +
      circle(130, 106, 33, { fill: "#a9cfe6", ...edge }) +
      path("M104 116Q118 106 130 116T156 114", { stroke: "#fff", width: 4 }) +
      rect(168, 98, 12, 18, { fill: dark, round: 3 }) +
      rect(62, 152, 32, 12, { fill: "#ddd", ...edge }),
    parts: [
      { name: "detergent drawer", at: [85, 28], does: "takes the washing powder", goal: "put in washing powder" },
      { name: "programme dial", at: [142, 30], does: "chooses the programme", goal: "choose between cotton and wool" },
      { name: "start button", at: [188, 31], does: "starts the wash", goal: "start the wash" },
      { name: "door", at: [118, 92], does: "closes the drum, where the laundry goes in", goal: "put the laundry in" },
      { name: "door handle", at: [174, 107], does: "unlocks the door", goal: "open the door" },
      {
        name: "filter flap",
        at: [78, 158],
        does: "gives access to the lint filter",
        goal: "clean out lint that blocks the pump",
      },
    ],
  },
  {
    name: "fire extinguisher",
    draw: (_colour, accent) =>
      rect(96, 50, 68, 122, { fill: "#cf2e2e", ...edge, round: 18 }) +
      rect(118, 32, 24, 20, { fill: "#888", ...edge }) +
      path("M118 34L176 22V30L142 40Z", { fill: dark }) +
      path("M118 30L178 6V14L128 34Z", { fill: "#555" }) +
      circle(108, 30, 10, { stroke: accent, width: 4 }) +
      line(116, 34, 144, 34, { stroke: accent, width: 3 }) +
      path("M118 44Q70 50 74 130", { stroke: dark, width: 7, cap: "round" }) +
      polygon(
        [
          [68, 126],
          [80, 126],
          [86, 156],
          [60, 156],
        ],
        { fill: dark },
      ) +
      circle(130, 70, 13, { fill: "#fff", ...edge }) +
      path("M123 74A9 9 0 0 1 137 74", { stroke: "#2e8b3d", width: 3 }) +
      line(130, 72, 134, 64, { ...edge }) +
      rect(106, 100, 48, 44, { fill: "#fff", opacity: 0.85 }) +
      line(112, 110, 148, 110, { stroke: "#999" }) +
      line(112, 120, 148, 120, { stroke: "#999" }) +
      line(112, 130, 140, 130, { stroke: "#999" }),
    parts: [
      { name: "safety pin", at: [102, 25], does: "blocks the lever until it is pulled out", goal: "unlock it first" },
      { name: "lever", at: [172, 11], does: "opens the valve when it is squeezed", goal: "let the agent out" },
      { name: "nozzle", at: [72, 144], does: "aims the jet", goal: "aim at the base of the fire" },
      {
        name: "pressure gauge",
        at: [130, 70],
        does: "shows whether there is enough pressure",
        goal: "check that it is still ready for use",
      },
      {
        name: "hose",
        at: [80, 82],
        does: "leads the agent to the nozzle",
        goal: "lead the agent from the valve to the nozzle",
      },
    ],
  },
  {
    name: "microscope",
    draw: (colour, accent) =>
      rect(66, 160, 128, 14, { fill: colour, ...edge, round: 4 }) +
      path("M160 160Q200 110 156 58L140 66Q170 108 138 160Z", { fill: colour, ...edge }) +
      rect(78, 122, 78, 8, { fill: dark }) +
      polygon(
        [
          [112, 24],
          [130, 16],
          [152, 62],
          [134, 72],
        ],
        { fill: "#666", ...edge },
      ) +
      polygon(
        [
          [104, 14],
          [122, 6],
          [130, 16],
          [112, 24],
        ],
        { fill: dark },
      ) +
      polygon(
        [
          [116, 76],
          [132, 72],
          [126, 112],
          [114, 112],
        ],
        { fill: "#999", ...edge },
      ) +
      polygon(
        [
          [116, 76],
          [134, 72],
          [146, 66],
          [134, 58],
          [116, 68],
        ],
        { fill: "#777", ...edge },
      ) +
      circle(176, 132, 12, { fill: accent, ...edge }) +
      circle(176, 132, 5, { fill: dark }) +
      circle(116, 150, 9, { fill: "#ffe680", ...edge }) +
      rect(90, 118, 44, 4, { fill: "#bfe3f2", ...edge }),
    parts: [
      { name: "eyepiece", at: [112, 14], does: "is where the eye looks in", goal: "look at the specimen" },
      {
        name: "objective lens",
        at: [121, 96],
        does: "makes the first, enlarged image of the specimen",
        goal: "magnify the specimen closest to it",
      },
      { name: "stage", at: [84, 126], does: "carries the slide", goal: "lay down the slide" },
      {
        name: "focus knob",
        at: [180, 134],
        does: "moves the stage and the lens towards each other",
        goal: "make a blurred image sharp",
      },
      { name: "light", at: [114, 151], does: "shines through the specimen from below", goal: "brighten the image" },
    ],
  },
];
