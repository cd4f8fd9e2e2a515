/** Two pictures with a known number of differences, and how alike they are by a rule that is said. */
import type { SourceContext } from "../../../source.ts";
import { changed } from "../kit/change.ts";
import { type Conversation, instructionSource } from "../kit/draft.ts";
import { exchange, listed, numberWord, someOf } from "../kit/phrases.ts";
import { aLabel, label, sceneLook, sceneOf, scenePicture } from "../kit/scene.ts";

function make({ random, maxSide }: SourceContext): Conversation {
  const look = sceneLook(random);
  const [columns, rows] = random.pick([
    [3, 2],
    [3, 3],
    [4, 2],
  ] as const);
  const first = sceneOf(random, { columns, rows, count: random.int(4, columns * rows - 1) });
  const count = random.int(0, Math.min(4, first.items.length));
  const { scene: second, differences } = changed(random, first, count, ["colour", "thing"]);
  const cell = 96;
  const pictures = [
    scenePicture(random, look, maxSide, first, cell),
    scenePicture(random, look, maxSide, second, cell),
  ];
  const total = first.items.length;
  const same = total - differences.length;
  const percent = Math.round((100 * same) / total);
  const kept = first.items.filter((one) =>
    second.items.some((other) => label(other) === label(one) && other.column === one.column && other.row === one.row),
  );
  const word =
    differences.length === 0
      ? "identical"
      : percent >= 75
        ? "very similar"
        : percent >= 50
          ? "fairly similar"
          : "rather different";
  const turns = [
    exchange(
      random,
      `{How similar are the two pictures?|Evaluate the similarity of these two images.|Compare the two pictures: how alike are they?}`,
      `${word}.`,
      `They are ${word}: ${numberWord(same)} of ${numberWord(total)} things match in kind, colour and place (${percent}%).${differences.length > 0 ? ` Different: ${listed(differences.map((one) => one.said))}.` : ""}`,
    ),
    exchange(
      random,
      `{Give a similarity in percent: the share of things that match in kind, colour and place.|What percentage of the things is the same in both pictures?}`,
      `${percent}%.`,
      `There are ${total} things in each picture, and ${same} of them are the same: ${same}/${total} = ${percent}%.`,
    ),
    exchange(
      random,
      `{What do both pictures have in common?|Which things are the same in both?}`,
      kept.length === 0 ? "No thing is quite the same." : `${listed(kept.map(aLabel))}.`,
      kept.length === 0
        ? "Each place holds something else in the second picture, so nothing is quite the same."
        : `In both pictures there ${kept.length === 1 ? "is" : "are"} ${listed(kept.map(aLabel))} at the same ${kept.length === 1 ? "place" : "places"}.`,
    ),
  ];
  return { template: `differences-${differences.length}`, pictures, turns: someOf(random, turns) };
}

export const similaritySource = instructionSource(
  {
    name: "how-alike",
    leaf: "Evaluation/Similarity Evaluation",
    description: "Pairs of pictures with a known share of equal things.",
  },
  make,
);
