/** Several pictures of little scenes compared: attributes, texts, associations, differences, which is which. */
import type { SourceContext } from "../../../source.ts";
import { changed } from "../kit/change.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { type ColourName, clearColours, shadeOf } from "../kit/look.ts";
import { capital, type Exchange, exchange, listed, numberWord, ordinal, plural, someOf, spin } from "../kit/phrases.ts";
import { aLabel, type Item, label, type Scene, sceneLook, sceneOf, scenePicture } from "../kit/scene.ts";
import { drawing, group, marked } from "../kit/svg.ts";
import { drawThing, families, type Thing, things } from "../kit/things.ts";

const cell = 88;

function attributes({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const thing = random.pick(things);
  const colours = random.shuffled(clearColours);
  const scenes = [0, 1].map((i): Scene => {
    const count = random.int(1, 6);
    const size = random.pick([0.45, 0.8]);
    const shade = shadeOf(random, colours[i]!);
    const cells = random.shuffled([0, 1, 2, 3, 4, 5]).slice(0, count);
    return {
      columns: 3,
      rows: 2,
      items: cells.map(
        (c): Item => ({ thing, colour: colours[i]!, shade, column: c % 3, row: Math.floor(c / 3), size, dx: 0, dy: 0 }),
      ),
    };
  });
  const [a, b] = scenes as [Scene, Scene];
  const [n, m] = [a.items.length, b.items.length];
  const [big, large] = [a.items[0]!.size, b.items[0]!.size];
  const things2 = plural(thing, 2);
  const turns = [
    exchange(
      random,
      `{In which picture are there more ${things2}?|Which picture shows more ${things2}?}`,
      n === m ? "Neither: equally many." : `In the ${n > m ? "first" : "second"}.`,
      n === m
        ? `Both pictures have ${numberWord(n)} ${plural(thing, n)}, so neither has more.`
        : `The first picture has ${numberWord(n)} ${plural(thing, n)}, the second ${numberWord(m)}. So there are more in the ${n > m ? "first" : "second"} one.`,
    ),
    exchange(
      random,
      `{How do the two pictures differ in colour?|Compare the colours in the two pictures.}`,
      `${capital(colours[0]!)} in the first, ${colours[1]} in the second.`,
      `The ${plural(thing, n)} in the first picture ${n === 1 ? "is" : "are"} ${colours[0]}, the ${plural(thing, m)} in the second ${m === 1 ? "is" : "are"} ${colours[1]}.`,
    ),
    exchange(
      random,
      `{In which picture are the ${things2} larger?|Compare the size of the ${things2}.}`,
      big === large ? "They are equally large." : `Larger in the ${big > large ? "first" : "second"}.`,
      big === large
        ? `The ${things2} are drawn equally large in both.`
        : `The ${things2} are larger in the ${big > large ? "first" : "second"} picture.`,
    ),
    exchange(
      random,
      `How many ${things2} are there in both pictures together?`,
      `${n + m}.`,
      `${n} in the first and ${m} in the second: ${n + m} together.`,
    ),
  ];
  return {
    template: "counts-sizes",
    pictures: scenes.map((scene) => scenePicture(random, look, maxSide, scene, cell)),
    turns: someOf(random, turns),
  };
}

function describe(scene: Scene): string {
  return listed(scene.items.map(aLabel));
}

function matching({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const count = random.int(3, 4);
  const first = sceneOf(random, { columns: 2, rows: 2, count: random.int(2, 3) });
  const scenes = [first];
  const seen = new Set([describe(first)]);
  while (scenes.length < count) {
    const next = random.chance(0.7)
      ? changed(random, first, 1, ["colour", "thing"]).scene
      : sceneOf(random, { columns: 2, rows: 2, count: first.items.length });
    const key = describe({ ...next, items: [...next.items].sort((a, b) => (label(a) < label(b) ? -1 : 1)) });
    if (seen.has(key) || seen.has(describe(next))) continue;
    seen.add(key).add(describe(next));
    scenes.push(next);
  }
  const order = random.shuffled(scenes);
  const at = random.int(0, count - 1);
  const caption = capital(describe(order[at]!));
  const other = random.int(0, count - 1);
  const claims = random.chance(0.5) || other === at ? order[at]! : order[other]!;
  const fits = claims === order[at]!;
  const turns: Exchange[] = [
    exchange(
      random,
      `{Which picture matches the text "${caption}."?|Which picture does the text "${caption}." belong to?}`,
      `The ${ordinal(at + 1)}.`,
      `${order.map((scene, i) => `The ${ordinal(i + 1)} picture shows ${describe(scene)}`).join(". ")}. So the text belongs to the ${ordinal(at + 1)} picture.`,
    ),
    exchange(
      random,
      `Does the text "${capital(describe(claims))}." {fit|describe} the ${ordinal(at + 1)} picture?`,
      fits ? "Yes." : "No.",
      `The ${ordinal(at + 1)} picture shows ${describe(order[at]!)}. ${fits ? "The text fits." : "The text says something else, so it does not fit."}`,
    ),
    [
      spin(random, `{Write a short caption for each picture.|Give each picture a caption that fits no other one.}`),
      order.map((scene, i) => `${i + 1}. ${capital(describe(scene))}.`).join("\n"),
    ],
  ];
  return {
    template: "caption",
    pictures: order.map((scene) => scenePicture(random, look, maxSide, scene, cell)),
    turns: someOf(random, turns),
  };
}

function associations({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const kind = random.pick(["colour", "family", "count"] as const);
  const size = 110;
  const picture = (...parts: string[]) =>
    drawing(random, look, maxSide, { width: 2 * size, height: 1.5 * size }, ...parts);
  if (kind === "count") {
    const [n, other] = random.shuffled([1, 2, 3, 4, 5, 6]) as [number, number];
    const kinds = random.shuffled(things).slice(0, 3) as [Thing, Thing, Thing];
    const counts = random.shuffled([n, n, other]);
    const pictures = counts.map((count, i) =>
      picture(
        ...Array.from({ length: count }, (_, k) =>
          marked(
            "object",
            kinds[i]!,
            "",
            drawThing(
              kinds[i]!,
              shadeOf(random, clearColours[(i * 2) % 7]!),
              40 + (k % 3) * 70,
              44 + Math.floor(k / 3) * 76,
              58,
            ),
          ),
        ),
      ),
    );
    const pair = counts.flatMap((count, i) => (count === n ? [i] : []));
    const turns = [
      exchange(
        random,
        `{Which two pictures belong together, and why?|Two of the three pictures have something in common. Which, and what?|Find the connection between two of these pictures.}`,
        `The ${ordinal(pair[0]! + 1)} and the ${ordinal(pair[1]! + 1)}: the same number.`,
        `The ${ordinal(pair[0]! + 1)} picture shows ${numberWord(n)} ${plural(kinds[pair[0]!]!, n)}, the ${ordinal(pair[1]! + 1)} ${numberWord(n)} ${plural(kinds[pair[1]!]!, n)}: the number is the same. The remaining one shows ${numberWord(other)} ${plural(kinds[counts.indexOf(other)]!, other)}.`,
      ),
    ];
    return { template: "number", pictures, turns };
  }
  if (kind === "colour") {
    const [shared, lone] = random.shuffled(clearColours) as [ColourName, ColourName];
    const colours = random.shuffled([shared, shared, lone]);
    const kinds = random.shuffled(things).slice(0, 3) as [Thing, Thing, Thing];
    const shades = new Map([shared, lone].map((c) => [c, shadeOf(random, c)]));
    const pictures = colours.map((colour, i) =>
      picture(
        marked(
          "object",
          `${colour} ${kinds[i]}`,
          "",
          drawThing(kinds[i]!, shades.get(colour)!, size, 0.75 * size, 118),
        ),
      ),
    );
    const pair = colours.flatMap((c, i) => (c === shared ? [i] : []));
    const turns = [
      exchange(
        random,
        `{Which two pictures belong together by colour?|Two of these things share a property that one can see. Which two, and which property?|What do two of the pictures have in common that the third lacks?}`,
        `The ${ordinal(pair[0]! + 1)} and the ${ordinal(pair[1]! + 1)}: both are ${shared}.`,
        `The pictures show ${listed(kinds.map((k, i) => aLabel({ thing: k, colour: colours[i]! })))}. The ${ordinal(pair[0]! + 1)} and the ${ordinal(pair[1]! + 1)} are both ${shared}; the other one is ${lone}.`,
      ),
    ];
    return { template: "colour", pictures, turns };
  }
  const family = random.pick(Object.keys(families));
  const members = random.shuffled(families[family]!).slice(0, 2);
  const outsider = random.pick(things.filter((one) => !families[family]!.includes(one)));
  const kinds = random.shuffled([...members, outsider]) as [Thing, Thing, Thing];
  const colours = random.shuffled(clearColours);
  const pictures = kinds.map((k, i) =>
    picture(marked("object", k, "", drawThing(k, shadeOf(random, colours[i]!), size, 0.75 * size, 118))),
  );
  const lone = kinds.indexOf(outsider);
  const turns = [
    exchange(
      random,
      `{Which two of the three belong together in meaning?|Which picture does not belong with the others by what it shows?|Think of a group that fits two of the three pictures, but not the third.}`,
      `The ${members[0]} and the ${members[1]} are ${family}.`,
      `The pictures show ${listed(kinds.map((k) => aLabel({ thing: k, colour: colours[kinds.indexOf(k)]! })))}. The ${members[0]} and the ${members[1]} are ${family}; the ${outsider}, in the ${ordinal(lone + 1)} picture, is not.`,
    ),
  ];
  return { template: "meaning", pictures, turns };
}

function differences({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const [columns, rows] = random.pick([
    [3, 3],
    [4, 3],
    [4, 2],
    [3, 2],
  ] as const);
  const scene = sceneOf(random, { columns, rows, count: random.int(4, columns * rows - 1) });
  const { scene: other, differences: found } = changed(random, scene, random.chance(0.1) ? 0 : random.int(1, 4), [
    "colour",
    "gone",
    "new",
    "thing",
    "moved",
    "size",
  ]);
  const pictures = [scenePicture(random, look, maxSide, scene, cell), scenePicture(random, look, maxSide, other, cell)];
  const count = found.length;
  const told = listed(found.map((one) => one.said));
  const turns: Exchange[] = [
    exchange(
      random,
      `{What are the differences between the two pictures?|Spot the differences.|Find everything that has changed from the first picture to the second.|Compare both pictures closely: what is different in the second?}`,
      count === 0 ? "None." : `${told}.`,
      count === 0
        ? `I compared all ${scene.items.length} things one by one and found no difference.`
        : `In the second picture there ${count === 1 ? "is one difference" : `are ${numberWord(count)} differences`}:\n${found.map((one, i) => `${i + 1}. ${capital(one.said)}.`).join("\n")}`,
    ),
    exchange(
      random,
      `How many differences are there{ between the two pictures|}?`,
      `${numberWord(count)}.`,
      count === 0 ? "There are none." : `${capital(numberWord(count))}: ${told}.`,
    ),
    exchange(
      random,
      `{Is there any difference at all?|Is anything different in the second picture?}`,
      count === 0 ? "No." : "Yes.",
      count === 0 ? "No, both show the same things in the same places." : `Yes, for example: ${found[0]!.said}.`,
    ),
  ];
  return { template: `differences-${count}`, pictures, turns: someOf(random, turns) };
}

/** A thing turned or mirrored, and which picture shows the same, the other way round or another. */
function discrimination({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const size = 150;
  // their mirror images cannot be turned into them
  const lopsided: readonly Thing[] = ["key", "cup", "chair", "flower", "umbrella", "cat"];
  if (random.chance(0.5)) {
    const thing = random.pick(lopsided);
    const shade = shadeOf(random, random.pick(clearColours));
    const count = random.int(3, 4);
    const odd = random.int(0, count - 1);
    const mirrored = random.chance(0.5);
    const pictures = Array.from({ length: count }, (_, i) => {
      const turn = random.int(0, 11) * 30;
      const flip = mirrored !== (i === odd);
      return drawing(
        random,
        look,
        maxSide,
        { width: size, height: size },
        marked(
          i === odd ? "odd" : "same",
          `${turn}`,
          "",
          group(
            `translate(${size / 2} ${size / 2}) rotate(${turn}) scale(${flip ? -1 : 1} 1)`,
            drawThing(thing, shade, 0, 0, 96),
          ),
        ),
      );
    });
    const turns = [
      exchange(
        random,
        `{All but one can be turned into each other. Which one is mirrored?|One of these ${plural(thing, 2)} is a mirror image of the others. Which?|Which picture shows the ${thing} mirrored, compared with the rest, and not just turned?}`,
        `The ${ordinal(odd + 1)}.`,
        `Turning the pictures in the plane brings ${numberWord(count - 1)} of them into line. The ${ordinal(odd + 1)} one would still face the other way: it is mirrored.`,
      ),
    ];
    return { template: "mirrored", pictures, turns };
  }
  const target = sceneOf(random, { columns: 3, rows: 2, count: 4 });
  const [wanted] = random.shuffled(target.items) as [Item];
  const count = random.int(3, 4);
  const at = random.int(0, count - 1);
  const scenes = Array.from({ length: count }, (_, i): Scene => {
    if (i === at) return target;
    const near: Item = random.chance(0.5)
      ? { ...wanted, colour: random.pick(clearColours.filter((c) => c !== wanted.colour)) }
      : { ...wanted, thing: random.pick(things.filter((t) => t !== wanted.thing)) };
    for (;;) {
      const scene = sceneOf(random, { columns: 3, rows: 2, count: 4 });
      const items = scene.items.map((item, k) =>
        k === 0 ? { ...item, thing: near.thing, colour: near.colour, shade: shadeOf(random, near.colour) } : item,
      );
      if (!items.some((item) => label(item) === label(wanted))) return { ...scene, items };
    }
  });
  const turns = [
    exchange(
      random,
      `{Which of the pictures contains ${aLabel(wanted)}?|In which picture can you find ${aLabel(wanted)}?|Only one picture shows ${aLabel(wanted)}. Which one?}`,
      `The ${ordinal(at + 1)}.`,
      `${scenes.map((scene, i) => `The ${ordinal(i + 1)} picture has ${describe(scene)}`).join(". ")}. Only the ${ordinal(at + 1)} one has ${aLabel(wanted)}.`,
    ),
  ];
  return {
    template: "contains",
    pictures: scenes.map((scene) => scenePicture(random, look, maxSide, scene, cell)),
    turns,
  };
}

const comparison = "Multi-graph/Multi-graph Comparison";
export const attributeSource = instructionSource(
  {
    name: "two-pictures-compared",
    version: 4,
    leaf: `${comparison}/Attribute Comparison`,
    description: "Two pictures compared by number, colour and size.",
  },
  attributes,
);
export const matchingSource = instructionSource(
  {
    name: "text-to-picture",
    version: 2,
    leaf: `${comparison}/Image-Text Matching`,
    description: "Which of several pictures a text belongs to.",
  },
  matching,
);
export const associationSource = instructionSource(
  {
    name: "belong-together",
    leaf: `${comparison}/Finding Associations`,
    description: "What two of three pictures have in common.",
  },
  associations,
);
export const differenceSource = instructionSource(
  {
    name: "spot-the-difference",
    leaf: `${comparison}/Spotting Differences`,
    description: "Two pictures with known differences.",
  },
  differences,
);
export const discriminationSource = instructionSource(
  {
    name: "which-picture",
    version: 2,
    leaf: `${comparison}/Image Discrimination`,
    description: "Which of several similar pictures shows something, or is mirrored.",
  },
  discrimination,
);
