/** How alike pictures are to the towers: the cosine of their mean features. Run: npx tsx examples/alike.ts */
import { fileURLToPath } from "node:url";
import { load } from "periscope-vl";

const names = ["word.png", "sign.png", "shapes.png", "hearts.png"];
const vl = await load(fileURLToPath(new URL("../checkpoints/nano", import.meta.url)));
const width = vl.config.language.hiddenSize;
const means: number[][] = [];
for (const name of names) {
  const features = await vl.imageFeatures(fileURLToPath(new URL(name, import.meta.url))); // [N, D]
  const mean = new Array<number>(width).fill(0);
  for (const [i, value] of features.entries()) mean[i % width]! += (value * width) / features.length;
  means.push(mean);
}
const dot = (a: number[], b: number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
for (const [i, a] of means.entries()) {
  const row = means.map((b) => (dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))).toFixed(2));
  console.log(`${names[i]!.padEnd(12)} ${row.join("  ")}`);
}
await vl.dispose();
