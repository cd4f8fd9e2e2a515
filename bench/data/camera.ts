/**
 * How many pages a second the camera shoots, by kind of page and length of the picture's longer side: drafting excluded,
 * marks, screenshot and cutting included. One camera, so one browser; a build runs one in each worker. The processor time
 * of all processes tells what the machine could do if it did nothing else.
 *
 *   npx tsx bench/data/camera.ts [--seconds 5] [--sides 384,1024]
 */
import { parseArgs } from "node:util";
import { openCamera } from "../../src/data/camera/chromium-camera.ts";
import { type Random, randomFor } from "../../src/data/random.ts";
import type { PagePicture } from "../../src/data/source.ts";
import { processorSeconds } from "../support/processor-time.ts";
import { printTable } from "../support/rounds.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "5" },
    sides: { type: "string", default: "384,1024" },
    batch: { type: "string", default: "48" },
  },
});

const syllables = ["ba", "lo", "mi", "ren", "tas", "ku", "ver", "dan", "so", "pel", "gri", "no"];
const word = (random: Random) => Array.from({ length: random.int(1, 3) }, () => random.pick(syllables)).join("");
const words = (random: Random, count: number) => Array.from({ length: count }, () => word(random)).join(" ");

type Kind = (random: Random, side: number) => Omit<PagePicture, "kind" | "width" | "height">;

/** About as much text as fills the picture at 14 CSS pixels. */
const article: Kind = (random, side) => ({
  fonts: ["Lora", "Open Sans"],
  html: `<style>body { padding: 16px; font: 14px/1.4 "Open Sans" } h1 { font: 700 20px Lora; margin: 0 0 8px }</style>
    <h1 data-mark="title">${words(random, 3)}</h1>
    ${Array.from({ length: Math.ceil(side / 128) }, () => `<p data-mark="paragraph" data-words>${words(random, side / 16)}</p>`).join("")}`,
});

const table: Kind = (random, side) => {
  const cells = () => Array.from({ length: 4 }, () => `<td data-mark="cell">${random.int(1, 9999)}</td>`).join("");
  const rows = Array.from({ length: Math.floor(side / 26) }, () => `<tr><th>${word(random)}</th>${cells()}</tr>`);
  return {
    fonts: ["Roboto"],
    html: `<style>table { border-collapse: collapse; font: 13px Roboto; width: 100% } td, th { border: 1px solid #999; padding: 3px 6px }</style>
      <table>${rows.join("")}</table>`,
  };
};

const chart: Kind = (random, side) => {
  const bars = Array.from({ length: 12 }, (_, i) => {
    const height = random.between(0.1, 0.8) * side;
    return `<rect data-mark="bar" x="${(i * side) / 12 + 4}" y="${side - height - 30}" width="${side / 12 - 8}" height="${height}" fill="hsl(${i * 30} 60% 50%)"/>
      <text x="${((i + 0.5) * side) / 12}" y="${side - 12}" text-anchor="middle" font-size="11">${word(random).slice(0, 5)}</text>`;
  });
  return { fonts: ["Lato"], html: `<svg width="${side}" height="${side}" font-family="Lato">${bars.join("")}</svg>` };
};

const characters: Kind = (random, side) => ({
  fonts: ["Merriweather"],
  html: `<div style="font: 15px/1.5 Merriweather; padding: 12px" data-mark="text" data-characters>${words(random, side / 6)}</div>`,
});

const responsive: Kind = (random, side) => ({
  fonts: ["Nunito"],
  html: `<style>@media (min-width: 300px) { main { display: grid; grid-template-columns: 1fr 1fr; gap: 12px } } body { font-family: Nunito }</style>
    <main>${Array.from({ length: Math.floor(side / 60) }, () => `<section data-mark="card"><h3>${word(random)}</h3>${words(random, 12)}</section>`).join("")}</main>`,
});

const diagram: Kind = (random) => ({
  fonts: ["Open Sans"],
  scripts: ["mermaid"],
  html: `<div class="mermaid">graph TD; A[${word(random)}] --> B{${word(random)}}; B --> C[${word(random)}]; B --> D[${word(random)}]</div>`,
});

const kinds: Record<string, Kind> = { article, table, chart, characters, "own document": responsive, mermaid: diagram };

const camera = await openCamera();
const results: string[][] = [];
for (const [name, kind] of Object.entries(kinds)) {
  const row = [name];
  for (const side of values.sides.split(",").map(Number)) {
    let index = 0;
    const batch = () =>
      Array.from({ length: Number(values.batch) }, (): PagePicture => {
        const random = randomFor(1, index++, name);
        return { kind: "page", width: side, height: Math.round(side * random.between(0.6, 1)), ...kind(random, side) };
      });
    await camera.shoot(batch().slice(0, 8)); // loads the fonts
    const start = performance.now();
    const before = processorSeconds();
    let count = 0;
    while (performance.now() - start < Number(values.seconds) * 1000) {
      const shots = await camera.shoot(batch());
      const failed = shots.find((shot) => shot instanceof Error);
      if (failed) throw failed;
      count += shots.length;
    }
    const spent = (processorSeconds() ?? Number.NaN) - (before ?? Number.NaN);
    row.push((count / ((performance.now() - start) / 1000)).toFixed(1), ((1000 * spent) / count).toFixed(1));
  }
  results.push(row);
}
await camera.close();
const columns = values.sides.split(",").flatMap((side) => [`${side} px, pages/s`, "processor ms/page"]);
printTable(["pages", ...columns], results);
