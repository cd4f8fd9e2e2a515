/** Things that an arrow, a frame, a circle or a box in numbers points at; and boxes and points of things that are named. */
import type { Random } from "../../../random.ts";
import { conversationOf, type Region } from "../../../sample.ts";
import { Unfit } from "../../../source.ts";
import { Pen, type Stroke } from "../../caption/scene/drawing.ts";
import { referenceTo, sceneRegions, visibleThings } from "../../caption/scene/facts.ts";
import type { Scene, Thing } from "../../caption/scene/scene.ts";
import { clearPosition, nounOf, positionOf, withArticle } from "../../caption/scene/words.ts";
import { drawnScene } from "../../caption/scene-source.ts";
import { boxText, centre, extent, pointText } from "../../table-chart/coordinates.ts";
import { type Exchange, spin } from "../kit/phrases.ts";
import { chosen, sceneSource } from "./scene-talk.ts";

const inks = { red: "#e0201c", magenta: "#e015c4", blue: "#1440e0" } as const;

export const pointing = sceneSource(
  {
    name: "pointing",
    version: 4,
    leaf: "Recognition/Local Description/Pointing Description",
    description:
      "What an arrow or a frame in the picture points at, what lies in a box given in numbers, and where a named thing is.",
  },
  (context) => {
    const { random } = context;
    const scene = drawnScene(context, { count: [2, 6], style: random.pick(["flat", "cartoon", "pastel", "sketch"]) });
    const apart = visibleThings(scene).filter((thing) => thing.visible > 0.9 && !overlapped(thing, scene));
    if (apart.length === 0) throw new Unfit("nothing in the scene can be pointed at alone");
    const thing = random.pick(apart);
    const template = random.weighted({ arrow: 2, frame: 2, ellipse: 1, numbers: 2, find: 3 });
    if (template === "numbers" || template === "find") return inNumbers(scene, thing, template, random);
    const colour = random.pick(["red", "magenta", "blue"] as const);
    const { overlay, words } = sign(template, thing, scene, inks[colour], random);
    const full = nounOf(thing, scene, "full");
    return {
      template,
      scene,
      overlay,
      turns: chosen(random, [
        [
          spin(random, words.replaceAll("COLOUR", colour)),
          spin(random, `{It is ${withArticle(full)}.|${withArticle(full)}.|That is ${withArticle(full)}.}`),
        ],
        thing.colour && scene.style !== "outline" && thing.kind.group !== "person"
          ? [
              spin(random, "{What color is it?|And its color?}"),
              spin(random, `{It is ${thing.colour}.|${thing.colour}.}`),
            ]
          : undefined,
        clearPosition(thing.box, scene.width, scene.height)
          ? [
              spin(random, "{In which part of the picture is it?|Where in the picture is that?}"),
              spin(
                random,
                `{It is ${positionOf(thing.box, scene.width, scene.height)}.|${positionOf(thing.box, scene.width, scene.height)}.}`,
              ),
            ]
          : undefined,
      ]),
    };
  },
);

function overlapped(thing: Thing, scene: Scene): boolean {
  const [left, top, right, bottom] = thing.box;
  return scene.things.some(
    ({ box }) =>
      box !== thing.box && box[0] < right + 4 && box[2] > left - 4 && box[1] < bottom + 4 && box[3] > top - 4,
  );
}

function sign(
  template: "arrow" | "frame" | "ellipse",
  { box }: Thing,
  scene: Scene,
  ink: string,
  random: Random,
): { overlay: Stroke[]; words: string } {
  const pen = new Pen();
  const [left, top, right, bottom] = box;
  const width = Math.max(2, scene.width / 130);
  if (template === "frame") {
    pen.rect(left - 3, top - 3, right - left + 6, bottom - top + 6, { stroke: ink, width });
    return {
      overlay: pen.strokes,
      words:
        "{What is in the COLOUR box?|What does the COLOUR frame mark?|Describe what is framed in COLOUR.|Name the thing inside the COLOUR rectangle.}",
    };
  }
  if (template === "ellipse") {
    pen.ellipse((left + right) / 2, (top + bottom) / 2, (right - left) * 0.72, (bottom - top) * 0.72, {
      stroke: ink,
      width,
    });
    return {
      overlay: pen.strokes,
      words:
        "{What is circled in COLOUR?|What does the COLOUR circle mark?|Describe the thing inside the COLOUR ellipse.}",
    };
  }
  // The head touches the thing; the tail lies where there is more room.
  const length = Math.max(scene.width * 0.09, 24);
  const side = (left + right) / 2 > scene.width / 2 ? -1 : 1;
  const tip = [side > 0 ? right + 3 : left - 3, (top + bottom) / 2 + random.between(-2, 2)] as const;
  const tail = [tip[0] + side * length, tip[1] - length * 0.35] as const;
  pen.line([tail, tip], ink, width * 1.3);
  const size = length * 0.34;
  pen.polygon(
    [
      [tip[0] - side * 1, tip[1]],
      [tip[0] + side * size, tip[1] - size * 0.75],
      [tip[0] + side * size * 0.75, tip[1] + size * 0.42],
    ],
    ink,
  );
  return {
    overlay: pen.strokes,
    words:
      "{What does the COLOUR arrow point at?|What is the COLOUR arrow pointing to?|Describe the thing that the COLOUR arrow shows.|Which object does the COLOUR arrow indicate?}",
  };
}

/** Questions and answers that name places in numbers follow the thing wherever augmentation moves it. */
function inNumbers(scene: Scene, thing: Thing, template: "numbers" | "find", random: Random) {
  const name = referenceTo(thing, scene);
  const target: Region = { image: 0, kind: "target", text: name ?? "target", box: [...thing.box] };
  const regions = [target, ...sceneRegions(scene)];
  const full = nounOf(thing, scene, "full");
  const asPoint = random.chance(0.3);
  const convention = spin(
    random,
    "{Coordinates are thousandths of the picture's width and height.|Places are given in thousandths of width and height, boxes as [left, top, right, bottom].|All numbers run from 0 to 999 across and down the picture.}",
  );
  let turns: readonly Exchange[];
  if (template === "find" && name !== undefined) {
    const question = asPoint
      ? `{Point at ${name}.|Give a point on ${name}.|Where is ${name}? Answer with a point.}`
      : `{Give the box of ${name}.|Where is ${name}? Answer with a box.|Find ${name} and give its bounding box.}`;
    turns = [[`${spin(random, question)} ${convention}`, asPoint ? "\u0001" : "\u0000"]];
  } else {
    turns = [
      [
        `${spin(random, asPoint ? "{What is at \u0001?|What thing do you see at the point \u0001?}" : "{What is in the box \u0000?|Describe what lies within \u0000.|Name the thing in the region \u0000.}")} ${convention}`,
        spin(random, `{It is ${withArticle(full)}.|${withArticle(full)}.}`),
      ],
    ];
  }
  const rewrite = (moved: readonly Region[], sizes: readonly { width: number; height: number }[]) => {
    const found = moved.find(({ kind, text }) => kind === target.kind && text === target.text);
    if (!found) throw new Unfit("what the question is about is no longer in the picture");
    const [box, point] = [boxText(extent(found), sizes[0]!), pointText(centre(found), sizes[0]!)];
    return conversationOf(
      turns.map(([question, answer]) => [
        question.replace("\u0000", box).replace("\u0001", point),
        answer.replace("\u0000", box).replace("\u0001", point),
      ]),
    );
  };
  const settled = rewrite(regions, [scene]).turns;
  const told = settled.map((turn) => turn.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join(""));
  return { template, scene, regions, rewrite, turns: [[told[0]!, told[1]!]] as readonly Exchange[] };
}
