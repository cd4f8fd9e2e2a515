/** A small data set for the viewer's tests: squares with boxes and a label map, and texts, one of them hostile. */
import { openBuilder } from "../../pipeline/build-shard.ts";
import { parseRecipe } from "../../recipe.ts";
import { conversationOf, given, target } from "../../sample.ts";
import { finishDataset } from "../../shard/dataset.ts";
import type { Source } from "../../source.ts";
import { openStorage, type Storage } from "../../storage/storage.ts";

export const hostile =
  '<img src="http://127.0.0.1:1/x.png" onerror="window.broken = true"><script>window.broken = true</script>';

const squares: Source = {
  name: "view-squares",
  category: "vision",
  version: 1,
  description: "A square on grey with its label map.",
  draft({ random }) {
    const [width, height, left, top] = [96, 64, random.int(4, 50), random.int(4, 30)];
    const shade = random.int(20, 250);
    const data = new Uint8Array(width * height * 3).fill(128);
    const map = new Uint8Array(width * height);
    for (let y = top; y < top + 24; y++) {
      for (let x = left; x < left + 24; x++) {
        data.set([shade, 255 - shade, 40], 3 * (y * width + x));
        map[y * width + x] = 1;
      }
    }
    return {
      template: "square",
      leaf: "Recognition/Local Description/Object Attribute Description",
      augment: "none",
      pictures: [{ kind: "drawn", draw: () => ({ width, height, data }), fonts: [] }],
      compose: () => ({
        content: conversationOf([
          ["Where is the square?", `At **${left}**, **${top}**.\n\n| x | y |\n| - | - |\n| ${left} | ${top} |`],
        ]),
        regions: [{ image: 0, kind: "square", text: `shade ${shade}`, box: [left, top, left + 24, top + 24] }],
        maps: [{ image: 0, name: "objects", width, height, classes: ["nothing", "square"], data: map }],
        flags: ["drawn"],
      }),
    };
  },
};

const notes: Source = {
  name: "view-notes",
  category: "text",
  version: 1,
  description: "Notes; every one of them tries to run a script.",
  draft({ random }) {
    const text = `# Note ${random.int(1, 1_000_000)}\n\nThe lamp costs ${random.int(2, 900)} crowns. ${hostile}\n\n- \`code\`\n`;
    return {
      template: "note",
      augment: "none",
      pictures: [],
      compose: () => ({
        content: { kind: "document", parts: [given("Write a note.\n\n"), target(text)] },
        language: "sv",
      }),
    };
  },
};

/** Builds `samples` samples, half of them squares, into the folder. */
export async function viewData(folder: string, samples = 24): Promise<Storage> {
  const storage = await openStorage(folder);
  const recipe = parseRecipe({
    name: "seen",
    seed: 3,
    maxSide: 128,
    samples,
    samplesPerShard: 10,
    mixture: { categories: { vision: 1, text: 1 }, sources: { "*": 0, "view-squares": 1, "view-notes": 1 } },
    augment: 0,
    filters: { nearDuplicates: false },
  });
  const builder = await openBuilder(recipe, { sources: [squares, notes] });
  try {
    const reports = [];
    for (let number = 0; number < builder.shards; number++) reports.push(await builder.build(number, storage));
    await finishDataset(
      recipe,
      builder.hash,
      reports.map(({ found: _, ...report }) => report),
      [],
      storage,
    );
  } finally {
    await builder.close();
  }
  return storage;
}
