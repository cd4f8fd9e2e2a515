/** Many pictures, several rows at a time, with answers as they become ready. Run: npx tsx examples/batch.ts */
import { fileURLToPath } from "node:url";
import { load } from "periscope-vl";

const names = ["word.png", "shapes.png", "hearts.png", "sign.png"];
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const vl = await load(here("../checkpoints/nano"));
const prompts = names.map((name) => [
  { role: "user" as const, content: "<image_placeholder>What is in the image?", images: [here(name)] },
]);
const answers = await vl.generateBatch(prompts, {
  maxRows: 4,
  maxNewTokens: 32,
  onAnswer: (_, index) => console.log(`${names[index]} is ready`),
});
for (const [i, { text, finishReason }] of answers.entries()) console.log(`${names[i]}: ${text} (${finishReason})`);
await vl.dispose();
