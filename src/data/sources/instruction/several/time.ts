/** Several frames of one process: what happens next, in which order they belong, what someone does in them. */
import type { SourceContext } from "../../../source.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { drawFigure, type Pose } from "../kit/figure.ts";
import { lookOf } from "../kit/look.ts";
import { capital, exchange, listed, numberWord, ordinal, someOf } from "../kit/phrases.ts";
import { arrow, circle, drawing, line, marked, rect, text } from "../kit/svg.ts";
import { processOf } from "./simulations.ts";

const flat = (look: ReturnType<typeof lookOf>) => ({ ...look, background: look.paper });

function prediction({ random, maxSide }: SourceContext): Conversation {
  const look = flat(lookOf(random));
  const process = processOf(random, look);
  const count = random.int(3, 4);
  const times = Array.from({ length: count }, (_, i) => 0.06 + (i * 0.8) / (count - 1) + random.between(-0.04, 0.04));
  const pictures = times.map((t) => drawing(random, look, maxSide, { width: 200, height: 180 }, process.draw(t)));
  const turns = [
    exchange(
      random,
      `{What will happen next?|What comes after the last picture?|The pictures were taken one after the other. What do you expect next?|Predict what happens after this sequence.}`,
      process.next,
      `The pictures show how ${process.about}: ${process.trend} from picture to picture. ${process.next}`,
    ),
    exchange(
      random,
      `{What is going on in these pictures?|What do the pictures show, in order?}`,
      `${process.about}.`,
      `They show how ${process.about}: ${listed(times.map(process.seen), "and then")}.`,
    ),
  ];
  return { template: process.name, pictures, turns: someOf(random, turns) };
}

function sequencing({ random, maxSide }: SourceContext): Conversation {
  const look = flat(lookOf(random));
  const process = processOf(random, look);
  const count = random.int(3, 4);
  const times = Array.from({ length: count }, (_, i) => 0.05 + (i * 0.88) / (count - 1));
  const order = random.shuffled(times.map((_, i) => i));
  const letters = "ABCD";
  const lettered = random.chance(0.5);
  const pictures = order.map((frame, place) =>
    drawing(
      random,
      look,
      maxSide,
      { width: 200, height: 180 },
      process.draw(times[frame]!),
      lettered
        ? circle(20, 20, 14, { fill: "#fff", stroke: "#222", width: 2 }) +
            text(20, 26, letters[place]!, { size: 16, weight: 700, fill: "#222" })
        : "",
    ),
  );
  const name = (place: number) => (lettered ? letters[place]! : String(place + 1));
  const sorted = times.map((_, frame) => name(order.indexOf(frame)));
  const seen = order.map(
    (frame, place) => `${lettered ? name(place) : `picture ${name(place)}`} shows ${process.seen(times[frame]!)}`,
  );
  const turns = [
    exchange(
      random,
      `{The pictures are out of order. |These pictures got mixed up. |}{Put them in the right order.|Which order is right?|Sort them by time.}${process.name === "emptying" || process.name === "filling" ? "" : ` They show how ${process.about}.`}${process.name === "filling" ? " The tap is open." : process.name === "emptying" ? " Someone drinks through the straw." : ""}`,
      `${listed(sorted)}.`,
      `${capital(listed(seen))}. As time goes on ${process.trend}, so the order is ${listed(sorted)}.`,
    ),
    exchange(
      random,
      `Which picture {was taken|comes} first, if ${process.trend} with time?`,
      `${lettered ? "" : "Picture "}${sorted[0]}.`,
      `If ${process.trend} with time, the first one is ${lettered ? "" : "picture "}${sorted[0]}, which shows ${process.seen(times[0]!)}.`,
    ),
  ];
  return { template: process.name, pictures, turns: someOf(random, turns) };
}

const acts: readonly { readonly pose: Pose; readonly doing: string }[] = [
  { pose: "standing", doing: "stands still" },
  { pose: "walking", doing: "walks" },
  { pose: "running", doing: "runs" },
  { pose: "waving", doing: "waves with one arm" },
  { pose: "cheering", doing: "throws up both arms" },
  { pose: "sleeping", doing: "lies on the ground" },
];

/** A person on a ground with two places, whose poses and places are known in each picture. */
function behaviour({ random, maxSide }: SourceContext): Conversation {
  const look = { ...lookOf(random, { dark: 0 }) };
  const count = random.int(3, 4);
  const right = random.chance(0.5);
  const goal = random.pick(["tree", "bench", "house"] as const);
  const moving = random.pick([1, 1, 2, 0]);
  const steps = Array.from({ length: count }, (_, i) => {
    const act =
      i < moving + 1 && moving > 0
        ? acts[random.pick([1, 2])]!
        : random.pick(acts.filter((one) => one.pose !== "walking" && one.pose !== "running"));
    return { act, x: moving === 0 ? 120 : 40 + (Math.min(i, moving + 1) * 150) / (moving + 1) };
  });
  const colour = random.pick(look.accents);
  const mirror = (x: number) => (right ? x : 260 - x);
  const pictures = steps.map(({ act, x }, i) => {
    const gx = mirror(228);
    const place =
      goal === "tree"
        ? rect(gx - 5, 116, 10, 52, { fill: "#7a5230" }) + circle(gx, 96, 30, { fill: "#4f9d45" })
        : goal === "house"
          ? rect(gx - 24, 116, 48, 52, { fill: "#d9a066", stroke: "#333" }) +
            rect(gx - 8, 140, 16, 28, { fill: "#6b4a3a" }) +
            line(gx - 30, 116, gx, 90, { stroke: "#8a3b2a", width: 6 }) +
            line(gx, 90, gx + 30, 116, { stroke: "#8a3b2a", width: 6 })
          : rect(gx - 26, 146, 52, 7, { fill: "#8b5e34" }) +
            rect(gx - 22, 153, 6, 16, { fill: "#8b5e34" }) +
            rect(gx + 16, 153, 6, 16, { fill: "#8b5e34" });
    return drawing(
      random,
      look,
      maxSide,
      { width: 260, height: 190, background: "linear-gradient(#d6ebf7 0 88%,#b7cf9a 88%)" },
      place,
      marked(
        "person",
        `${act.pose} ${x.toFixed(0)}`,
        "",
        drawFigure(act.pose, mirror(x), 168, { colour, size: 84, mirrored: !right }),
      ),
      text(12, 20, String(i + 1), { size: 14, weight: 700, anchor: "start", fill: "#333" }),
    );
  });
  const told = steps.map(
    ({ act, x }, i) =>
      `in picture ${i + 1} the person ${act.doing}${act.pose === "walking" || act.pose === "running" ? ` towards the ${goal}` : x > 170 ? ` near the ${goal}` : ""}`,
  );
  const distance = moving === 0 ? "stays in the same place" : `comes closer to the ${goal}`;
  const k = random.int(0, count - 1);
  const turns = [
    exchange(
      random,
      `{What does the person do over the ${numberWord(count)} pictures?|Describe the person's behaviour in this sequence.|Analyse what the person is doing here.}`,
      `${capital(
        listed(
          steps.map(({ act }) => act.doing),
          "and then",
        ),
      )}.`,
      `${capital(listed(told))}. Over the whole sequence the person ${distance}.`,
    ),
    exchange(
      random,
      `What is the person doing in the ${ordinal(k + 1)} picture?`,
      `The person ${steps[k]!.act.doing}.`,
      `In the ${ordinal(k + 1)} picture the person ${steps[k]!.act.doing}.`,
    ),
    exchange(
      random,
      `{Does the person change place?|Does the person get closer to the ${goal}?}`,
      moving === 0 ? "No." : "Yes.",
      moving === 0
        ? "No, the person stays in the same place and only changes posture."
        : `Yes, over the sequence the distance to the ${goal} gets smaller.`,
    ),
  ];
  return { template: goal, pictures, turns: someOf(random, turns) };
}

/** A dot on a floor plan, seen from above at some times of the day. */
function rounds({ random, maxSide }: SourceContext): Conversation {
  const look = flat(lookOf(random));
  const rooms = random.shuffled(["kitchen", "bedroom", "bathroom", "living room", "study", "hall"]).slice(0, 4);
  const path = [random.int(0, 3)];
  while (path.length < random.int(3, 4)) path.push(random.pick([0, 1, 2, 3].filter((r) => r !== path.at(-1))));
  const start = random.int(7, 14);
  const who = random.pick(["the cat", "the robot vacuum", "the dog", "Grandpa"]);
  const centre = (r: number) => [15 + (r % 2) * 115 + 57, 34 + Math.floor(r / 2) * 80 + 46] as const;
  const pictures = path.map((room, i) => {
    const [x, y] = centre(room);
    return drawing(
      random,
      look,
      maxSide,
      { width: 260, height: 206 },
      text(130, 22, `${start + i}:00`, { size: 16, weight: 700 }),
      ...rooms.map(
        (name, r) =>
          rect(15 + (r % 2) * 115, 34 + Math.floor(r / 2) * 80, 115, 80, {
            fill: look.tint,
            stroke: look.ink,
            width: 2,
          }) + text(15 + (r % 2) * 115 + 57, 34 + Math.floor(r / 2) * 80 + 22, name, { size: 13 }),
      ),
      circle(x, y, 10, { fill: look.accents[0]!, stroke: look.ink, width: 2, mark: "dot", name: rooms[room]! }),
      i > 0 ? arrow(214, 18, 244, 18, { stroke: look.muted, width: 2 }) : "",
    );
  });
  const visited = path.map((room) => `the ${rooms[room]}`);
  const times = path.map((room, i) => `${start + i}:00 in the ${rooms[room]}`);
  const often = rooms.find((_, r) => path.filter((p) => p === r).length > 1);
  const turns = [
    exchange(
      random,
      `{The dot is ${who}. |The coloured dot shows where ${who} is. }{Describe what ${who} did.|Where did ${who} go, in order?}`,
      `${capital(listed(visited, "and then"))}.`,
      `${capital(who)} is at ${listed(times)}. So the way was ${listed(visited, "and then")}.`,
    ),
    exchange(
      random,
      `{Was any room visited twice?|Does the dot return to a room where it had been before?}`,
      often ? `Yes, the ${often}.` : "No.",
      often
        ? `Yes: the dot is in the ${often} in more than one picture.`
        : "No, the dot is in a different room in every picture.",
    ),
  ];
  return { template: "rounds", pictures, turns: someOf(random, turns) };
}

export const eventSource = instructionSource(
  {
    name: "next-event",
    version: 3,
    leaf: "Multi-graph/Temporal Sequence Understanding/Event Prediction",
    description: "Frames of a process and what happens after them.",
  },
  prediction,
);
export const sequencingSource = instructionSource(
  {
    name: "put-in-order",
    version: 3,
    leaf: "Multi-graph/Temporal Sequence Understanding/Image Sequencing",
    description: "Frames of a process out of order.",
  },
  sequencing,
);
export const behaviourSource = instructionSource(
  {
    name: "what-they-did",
    version: 2,
    leaf: "Multi-graph/Temporal Sequence Understanding/Behavior Analysis",
    description: "People and dots over several pictures, and what they did.",
  },
  (context) => context.random.pick([behaviour, rounds])(context),
);
