/** Drawn jokes: each a small picture with words in it, what is expected, what happens instead, and why that is funny. */
import type { Random } from "../../../random.ts";
import { drawFigure } from "../kit/figure.ts";
import type { Look } from "../kit/look.ts";
import { bubble, circle, ellipse, line, path, polygon, rect, text, textBlock, wrapped } from "../kit/svg.ts";
import { drawThing } from "../kit/things.ts";

export interface Joke {
  readonly name: string;
  /** 340 wide, 230 high. */
  readonly draw: (random: Random, look: Look) => string;
  /** What one sees, as a sentence. */
  readonly seen: string;
  /** What one would expect. */
  readonly expected: string;
  /** The twist, as a clause: "the ... instead". */
  readonly twist: string;
}

function say(words: string, x: number, y: number, w: number, tx: number, ty: number): string {
  const lines = wrapped(words, 13, w - 18);
  return (
    bubble(x, y, w, lines.length * 17 + 14, tx, ty, { fill: "#fff", stroke: "#333" }) +
    textBlock(x + w / 2, y + 20, lines, { size: 13, fill: "#222" })
  );
}

const ground = (colour: string) => rect(0, 190, 340, 40, { fill: colour });

function board(lines: readonly string[], y: number, look: Look): string {
  return (
    rect(164, y + 30 + lines.length * 24, 12, Math.max(0, 172 - y - lines.length * 24), { fill: "#7a5230" }) +
    rect(50, y, 240, 34 + lines.length * 24, { fill: "#fffdf4", stroke: look.accents[1]!, width: 5, round: 6 }) +
    lines
      .map((one, i) =>
        text(170, y + 32 + i * 24, one, { size: i === 0 ? 18 : 15, weight: i === 0 ? 700 : 400, fill: "#222" }),
      )
      .join("")
  );
}

function door(label: readonly string[], note: readonly string[], look: Look): string {
  return (
    ground("#c9b79c") +
    rect(110, 30, 120, 162, { fill: look.accents[1]!, stroke: "#333", width: 3 }) +
    circle(216, 112, 6, { fill: "#e8c547" }) +
    rect(118, 44, 104, 14 + label.length * 17, { fill: "#fff", stroke: "#333" }) +
    textBlock(170, 61, label, { size: 12.5, weight: 700, fill: "#222" }) +
    rect(114, 130, 112, 12 + note.length * 15, { fill: "#fff7b0" }) +
    textBlock(170, 145, note, { size: 11, fill: "#222" })
  );
}

export const jokes: readonly Joke[] = [
  {
    name: "fish-walks-dog",
    seen: "A fish in a bowl that someone pulls along on a lead like a dog.",
    expected: "one takes a dog for a walk",
    twist: "a fish in its bowl is being taken for a walk on a lead, though it can neither walk nor notice the trip",
    draw: (_, look) =>
      ground("#b7cf9a") +
      drawFigure("walking", 90, 192, { colour: look.accents[1]!, size: 110 }) +
      path("M108 142Q150 190 196 176", { stroke: "#7a3b1d", width: 3 }) +
      rect(188, 186, 84, 8, { fill: "#a9743f" }) +
      circle(202, 198, 7, { fill: "#333" }) +
      circle(258, 198, 7, { fill: "#333" }) +
      circle(230, 150, 38, { fill: "#d6effa", stroke: "#555", width: 2 }) +
      drawThing("fish", "#f57c00", 230, 154, 44) +
      ellipse(230, 116, 22, 5, { fill: "#eef8fc", stroke: "#555" }),
  },
  {
    name: "snowman-sunscreen",
    seen: "A snowman on a beach under a blazing sun, holding a tube of sun cream.",
    expected: "sun cream keeps people from burning",
    twist: "the snowman trusts the cream although what threatens it is melting, not sunburn",
    draw: (_, look) =>
      rect(0, 0, 340, 190, { fill: "#bfe6fb" }) +
      ground("#eed9a2") +
      circle(286, 46, 28, { fill: "#f8b500" }) +
      circle(130, 168, 38, { fill: "#fff", stroke: "#889", width: 2 }) +
      circle(130, 108, 28, { fill: "#fff", stroke: "#889", width: 2 }) +
      circle(130, 64, 20, { fill: "#fff", stroke: "#889", width: 2 }) +
      polygon(
        [
          [130, 64],
          [154, 68],
          [130, 71],
        ],
        { fill: "#f57c00" },
      ) +
      circle(124, 58, 2.5, { fill: "#222" }) +
      circle(137, 58, 2.5, { fill: "#222" }) +
      line(156, 104, 196, 92, { stroke: "#6b4a2f", width: 4 }) +
      rect(194, 74, 58, 32, { fill: look.accents[0]!, round: 5 }) +
      text(223, 88, "SUN", { size: 12, weight: 700, fill: "#fff" }) +
      text(223, 101, "CREAM", { size: 12, weight: 700, fill: "#fff" }),
  },
  {
    name: "sheep-count",
    seen: "A sheep lies awake in bed and counts people who jump over a fence.",
    expected: "people count sheep to fall asleep",
    twist: "the roles are swapped and the sheep counts people",
    draw: (_, look) =>
      rect(0, 0, 340, 230, { fill: "#232a4d" }) +
      rect(20, 168, 130, 30, { fill: look.accents[0]!, round: 6 }) +
      rect(14, 140, 10, 70, { fill: "#7a5230" }) +
      ellipse(60, 160, 26, 18, { fill: "#f7f3ea" }) +
      circle(60, 144, 14, { fill: "#f7f3ea" }) +
      ellipse(60, 150, 10, 12, { fill: "#3b3333" }) +
      circle(56, 147, 2.5, { fill: "#fff" }) +
      circle(64, 147, 2.5, { fill: "#fff" }) +
      circle(96, 116, 5, { fill: "#fff" }) +
      circle(112, 98, 8, { fill: "#fff" }) +
      ellipse(228, 72, 106, 62, { fill: "#fff" }) +
      line(228, 112, 228, 78, { stroke: "#8a6a45", width: 6 }) +
      line(196, 90, 262, 90, { stroke: "#8a6a45", width: 5 }) +
      drawFigure("running", 212, 82, { colour: "#2e86ab", size: 52 }) +
      drawFigure("running", 284, 118, { colour: "#c44536", size: 44 }) +
      drawFigure("running", 158, 118, { colour: "#588157", size: 44 }) +
      text(228, 34, "...17, 18, 19...", { size: 13, fill: "#333" }),
  },
  {
    name: "cactus-balloon",
    seen: "A cactus with open arms says it would like a hug, and a balloon stands before it.",
    expected: "a hug is harmless and kind",
    twist: "a hug by a cactus would burst the balloon, which looks for an excuse",
    draw: (random) =>
      ground("#e3cf9f") +
      path("M92 190V90Q92 68 108 68Q124 68 124 90V190Z", { fill: "#3f8f4f", stroke: "#24562f", width: 2 }) +
      path("M94 130Q62 130 62 96M122 120Q152 120 152 88", { stroke: "#3f8f4f", width: 15, cap: "round" }) +
      [76, 96, 116, 136, 156, 176]
        .map(
          (y) =>
            line(104, y, 98, y - 5, { stroke: "#17381f", width: 1.5 }) +
            line(112, y, 118, y - 5, { stroke: "#17381f", width: 1.5 }),
        )
        .join("") +
      path("M246 140Q252 166 244 190", { stroke: "#555", width: 2 }) +
      ellipse(246, 104, 28, 36, { fill: random.pick(["#e63946", "#3a86ff", "#ff8fab"]) }) +
      circle(238, 98, 3, { fill: "#111" }) +
      circle(254, 98, 3, { fill: "#111" }) +
      path("M240 114Q246 108 252 114", { stroke: "#111", width: 2 }) +
      say("A hug?", 70, 14, 80, 110, 66) +
      say("Maybe later...", 200, 14, 124, 246, 66),
  },
  {
    name: "weather-wet",
    seen: "A weather reporter stands in pouring rain under an umbrella and says it is dry.",
    expected: "a forecast fits the weather outside",
    twist: "the reporter announces dry weather while the rain pours down on the spot",
    draw: (random, look) =>
      rect(0, 0, 340, 190, { fill: "#a9b8c6" }) +
      ground("#7d8a78") +
      Array.from({ length: 34 }, () => {
        const [x, y] = [random.int(4, 336), random.int(60, 184)];
        return line(x, y, x - 5, y + 13, { stroke: "#4d7fb0", width: 2 });
      }).join("") +
      drawFigure("reaching", 110, 192, { colour: look.accents[1]!, size: 100 }) +
      drawThing("umbrella", "#d62828", 140, 84, 92) +
      say("Dry and sunny all day!", 180, 14, 150, 130, 100),
  },
  {
    name: "clairvoyant",
    seen: "A notice says that the meeting of fortune tellers is cancelled because of unforeseen events.",
    expected: "fortune tellers claim to see the future",
    twist: "of all people they are surprised by something unforeseen",
    draw: (random, look) =>
      ground("#cbb994") +
      board(
        [
          random.pick(["Fortune tellers' meeting", "Fortune tellers' club", "Clairvoyants' evening"]),
          "cancelled due to",
          random.pick(["unforeseen events", "an unforeseen event", "unforeseen problems"]),
        ],
        46,
        look,
      ),
  },
  {
    name: "late-club",
    seen: "The door of a club for people who put things off; its note says the meeting is put off again.",
    expected: "a club meets on the date it gives",
    twist: "the club that wants to stop putting things off keeps putting off its own meeting",
    draw: (random, look) =>
      door(
        ["CLUB AGAINST", "DELAYS"],
        ["meeting moved", random.pick(["to next week", "to tomorrow", "until later"])],
        look,
      ),
  },
  {
    name: "lift-club",
    seen: "A gym whose members take the lift up one floor to reach the stair-climbing machine.",
    expected: "people who want to climb stairs take the stairs",
    twist: "the visitor takes the lift in order to climb stairs on a machine",
    draw: (_, look) =>
      ground("#bbb") +
      rect(20, 30, 300, 160, { fill: "#efe9df", stroke: "#777" }) +
      rect(40, 90, 70, 100, { fill: "#9aa5b1", stroke: "#444", width: 2 }) +
      line(75, 90, 75, 190, { stroke: "#444", width: 2 }) +
      text(75, 80, "LIFT", { size: 14, weight: 700, fill: "#222" }) +
      polygon(
        [
          [200, 190],
          [200, 172],
          [222, 172],
          [222, 154],
          [244, 154],
          [244, 136],
          [266, 136],
          [266, 118],
          [296, 118],
          [296, 190],
        ],
        { fill: "#c9b08a", stroke: "#444", width: 2 },
      ) +
      text(250, 90, "STAIRS", { size: 13, weight: 700, fill: "#222" }) +
      drawFigure("walking", 148, 190, { colour: look.accents[0]!, size: 82, mirrored: true }) +
      say("To the stair-climbing machine!", 120, 8, 200, 150, 106),
  },
  {
    name: "manual-lost",
    seen: "A shelf sign for books on better memory, and a customer who has forgotten why he came.",
    expected: "someone looking for that shelf wants to remember better",
    twist: "he has forgotten what he was looking for just in front of the shelf for better memory",
    draw: (_, look) =>
      ground("#b99f7a") +
      rect(150, 60, 170, 130, { fill: "#8b5e34" }) +
      [0, 1]
        .map((r) =>
          Array.from({ length: 9 }, (__, i) =>
            rect(158 + i * 17, 74 + r * 62, 14, 46, { fill: look.accents[(i + r) % 5]! }),
          ).join(""),
        )
        .join("") +
      rect(150, 32, 170, 28, { fill: "#fff", stroke: "#333" }) +
      text(235, 51, "BETTER MEMORY", { size: 14, weight: 700, fill: "#222" }) +
      drawFigure("standing", 80, 192, { colour: look.accents[1]!, size: 96 }) +
      say("Why did I come here?", 8, 30, 128, 80, 94),
  },
  {
    name: "slow-race",
    seen: "A snail overtakes cars that stand in a traffic jam and tells them so.",
    expected: "a car is much faster than a snail",
    twist: "in the jam the snail is the one that gets ahead",
    draw: (_, look) =>
      rect(0, 120, 340, 110, { fill: "#63676c" }) +
      drawThing("car", look.accents[0]!, 44, 142, 70) +
      drawThing("car", look.accents[2]!, 118, 142, 70) +
      drawThing("car", look.accents[3]!, 192, 142, 70) +
      path("M232 208Q232 196 252 198H288Q302 194 298 180", { stroke: "#c9a27a", width: 11, cap: "round" }) +
      circle(260, 188, 18, { fill: "#9a6b3f", stroke: "#4c331c", width: 2 }) +
      circle(260, 188, 9, { stroke: "#4c331c", width: 2 }) +
      line(298, 178, 304, 166, { stroke: "#4c331c", width: 2 }) +
      line(294, 178, 296, 165, { stroke: "#4c331c", width: 2 }) +
      say("See you at the beach!", 182, 40, 150, 302, 160),
  },
  {
    name: "diet",
    seen: "A scale with a person who weighs in on one foot to get a lower number.",
    expected: "one's weight does not depend on how one stands",
    twist: "the person hopes to weigh half by standing on one leg, which changes nothing",
    draw: (random, look) =>
      ground("#d7cdbd") +
      rect(120, 178, 100, 14, { fill: "#444", round: 4 }) +
      drawFigure("running", 168, 178, { colour: look.accents[1]!, size: 110 }) +
      rect(36, 120, 62, 34, { fill: "#1d2b1d", round: 4 }) +
      text(67, 143, `${random.int(58, 96)} kg`, { size: 16, weight: 700, fill: "#7bff7b" }) +
      say("One leg, half the weight!", 200, 20, 130, 186, 84),
  },
  {
    name: "cat-laptop",
    seen: "A cat applies for a job with a list of its skills: sleeping and knocking over cups.",
    expected: "an application names skills that are useful for work",
    twist: "the cat proudly lists sleeping and knocking over cups as its skills",
    draw: (random, look) =>
      ground("#cdb891") +
      rect(150, 30, 166, 150, { fill: "#fff", stroke: "#888" }) +
      text(233, 54, "APPLICATION", { size: 15, weight: 700, fill: "#222" }) +
      [
        "Skills:",
        "- sleeping",
        "- knocking over cups",
        random.pick(["- staring at walls", "- sitting in boxes", "- ignoring calls"]),
      ]
        .map((one, i) => text(164, 82 + i * 24, one, { size: 13.5, anchor: "start", fill: "#222" }))
        .join("") +
      drawThing("cat", random.pick(["#f0a04b", "#8a8d91", "#3b3b3b"]), 80, 140, 112) +
      text(80, 210, look.dark ? "" : "Hire me!", { size: 14, weight: 700, fill: "#222" }),
  },
  {
    name: "lost-sense",
    seen: "A notice about a lost sense of direction that asks the finder to say where its owner is.",
    expected: "a lost-and-found notice says where to bring the thing",
    twist:
      "who has lost the sense of direction does not even know where to bring it, and needs to be told where they are",
    draw: (random, look) =>
      ground(look.tint) +
      board(["LOST", "my sense of direction", random.pick(["Tell me where I am!", "Where am I, please?"])], 46, look),
  },
  {
    name: "spelling",
    seen: "A notice of a spelling school that misspells words itself.",
    expected: "a spelling school writes without mistakes",
    twist: "the school that teaches spelling makes spelling mistakes on its own sign",
    draw: (random, look) =>
      ground(look.tint) +
      board(
        [random.pick(["Speling school", "Spelling skool"]), random.pick(["Lern with us!", "Evry word corect!"])],
        46,
        look,
      ),
  },
  {
    name: "echo",
    seen: "A notice of an echo club that repeats its own words.",
    expected: "a notice says each thing once",
    twist: "the club is about echoes, so even its notice repeats itself",
    draw: (random, look) =>
      ground(look.tint) +
      board(["Echo club, club", random.pick(["We meet today, today", "Come along, along"])], 46, look),
  },
  {
    name: "invisible",
    seen: "A notice offers invisible ink, and the line with the price seems to be empty.",
    expected: "a price on an offer can be read",
    twist: "the price is written with the very ink that cannot be seen",
    draw: (_, look) => ground(look.tint) + board(["Invisible ink", "Special price:", " "], 46, look),
  },
  {
    name: "patience",
    seen: "A course in patience advertises that it is quick, and demands that one signs up at once.",
    expected: "patience means taking one's time",
    twist: "a course about patience is itself in a hurry",
    draw: (random, look) =>
      ground(look.tint) +
      board(
        [
          "Learn patience",
          random.pick(["in only 5 minutes!", "fast, fast, fast!"]),
          random.pick(["Sign up NOW!", "Hurry up!"]),
        ],
        46,
        look,
      ),
  },
  {
    name: "goldfish",
    seen: "A sign warns of a dangerous animal, and below it a small goldfish swims in its bowl.",
    expected: "such a sign warns of a fierce dog",
    twist: "the fearsome guard is a harmless goldfish",
    draw: (random, look) =>
      ground("#b7cf9a") +
      board(["BEWARE", random.pick(["of the guard", "of the beast"])], 8, look) +
      circle(170, 158, 40, { fill: "#d6effa", stroke: "#555", width: 2 }) +
      drawThing("fish", "#f57c00", 170, 160, 34) +
      ellipse(170, 121, 22, 5, { fill: "#eef8fc", stroke: "#555" }),
  },
  {
    name: "sleep-talk",
    seen: "A notice for a talk about sleeping better says that it takes place in the middle of the night.",
    expected: "a talk about good sleep takes place in the daytime",
    twist: "whoever goes to hear it loses the very sleep it is about",
    draw: (random, look) =>
      ground(look.tint) +
      board(
        ["Sleep better!", "A talk for everyone", random.pick(["tonight at 3 a.m.", "at 3:30 in the night"])],
        46,
        look,
      ),
  },
  {
    name: "umbrella",
    seen: "An umbrella shop is closed because of rain.",
    expected: "rain is when people buy umbrellas",
    twist: "the shop closes just when everyone needs what it sells",
    draw: (random, look) =>
      ground(look.tint) +
      board(["Umbrella shop", "closed today", random.pick(["because of rain", "as it is raining"])], 46, look),
  },
];
