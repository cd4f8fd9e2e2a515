/** Web-like pages with dense labels from the DOM: characters, words and elements in reading order, element types, edges. */
import type { Mark, Shot } from "../../camera/camera.ts";
import type { Random } from "../../random.ts";
import { imagePart, type Region } from "../../sample.ts";
import type { Composition, PagePicture, Source, SourceContext } from "../../source.ts";
import { composeScene, sceneSvg } from "../caption/scene/scene.ts";
import { type Article, article } from "../document/prose/article.ts";
import {
  brightnessEdges,
  characterClass,
  characterClasses,
  emptyMap,
  emptyWideMap,
  fillBox,
  type LabelMap,
} from "./label-maps.ts";

export const elementClasses = [
  "none",
  "title",
  "heading",
  "paragraph",
  "list",
  "table",
  "figure",
  "caption",
  "button",
  "input",
  "label",
  "link",
  "quote",
] as const;

const fonts = [
  "Roboto",
  "Open Sans",
  "Lato",
  "Montserrat",
  "Nunito",
  "Merriweather",
  "Lora",
  "Libre Baskerville",
  "Zilla Slab",
  "Roboto Condensed",
  "Comic Neue",
];
const themes = [
  { paper: "#ffffff", ink: "#1f2328", accent: "#1f5fbf", soft: "#eef2f7" },
  { paper: "#fbf7ee", ink: "#33291f", accent: "#9a4a1f", soft: "#f0e6d2" },
  { paper: "#161b22", ink: "#e6e8ea", accent: "#6cb2ff", soft: "#242b36" },
  { paper: "#f3f8f4", ink: "#1e3326", accent: "#2b7a4b", soft: "#deeee2" },
  { paper: "#ffffff", ink: "#111111", accent: "#b3123f", soft: "#f5f0f2" },
  { paper: "#20242f", ink: "#dfe3ee", accent: "#ffb454", soft: "#2c3242" },
];

const escaped = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** An element whose words and characters the camera records. */
const marked = (tag: string, kind: string, text: string, attributes = "") =>
  `<${tag} data-mark="${kind}" data-words data-characters${attributes}>${escaped(text)}</${tag}>`;

function figure(random: Random, width: number): string {
  const [w, h] = [Math.round(width), Math.round(width * random.between(0.45, 0.7))];
  const scene = composeScene({ width: w, height: h, count: [1, 2] }, random);
  return `<div data-mark="figure" style="line-height:0;width:fit-content">${sceneSvg(scene)}</div>`;
}

function articleBlocks(text: Article, random: Random, column: number): string[] {
  const blocks = [marked("h1", "title", text.title)];
  if (random.chance(0.4)) blocks.push(marked("p", "caption", `By ${text.author}`));
  if (random.chance(0.6)) blocks.push(figure(random, column * random.between(0.6, 1)));
  for (const section of text.sections) {
    blocks.push(marked("h2", "heading", section.title));
    for (const [i, paragraph] of section.paragraphs.entries()) {
      blocks.push(
        random.chance(0.12) && i > 0 ? marked("blockquote", "quote", paragraph) : marked("p", "paragraph", paragraph),
      );
    }
  }
  if (text.list) {
    const tag = text.list.ordered ? "ol" : "ul";
    blocks.push(marked("p", "paragraph", text.list.lead));
    blocks.push(
      `<${tag} data-mark="list" data-words data-characters>${text.list.items.map((item, i) => `<li>${tag === "ol" ? `${i + 1}. ` : ""}${escaped(item)}</li>`).join("")}</${tag}>`,
    );
  }
  if (text.table) {
    const { head, rows, caption } = text.table;
    const row = (cells: readonly string[], tag: string) =>
      `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join("")}</tr>`;
    blocks.push(marked("p", "caption", caption));
    blocks.push(
      `<table data-mark="table" data-words data-characters>${row(head, "th")}${rows.map((cells) => row(cells, "td")).join("")}</table>`,
    );
  }
  return blocks;
}

const fields = [
  "Name",
  "E-mail",
  "Street",
  "Town",
  "Postcode",
  "Phone",
  "Country",
  "Date of birth",
  "Order number",
  "Message",
  "Company",
  "Room",
  "Quantity",
  "User name",
];
const commands = [
  "Send",
  "Cancel",
  "Save",
  "Next",
  "Back",
  "Delete",
  "Sign in",
  "Search",
  "Add to cart",
  "Download",
  "Print",
  "Share",
  "Reset",
  "Upload",
];
const linkWords = [
  "Home",
  "News",
  "Shop",
  "About us",
  "Contact",
  "Help",
  "Events",
  "Gallery",
  "Prices",
  "Team",
  "Blog",
  "Archive",
];

function formBlocks(random: Random, text: Article): string[] {
  const chosen = random.shuffled(fields).slice(0, random.int(2, 5));
  const values = random
    .shuffled(text.sections.flatMap(({ paragraphs }) => paragraphs.flatMap((one) => one.split(" "))))
    .filter((word) => /^[\w-]{3,12}$/.test(word));
  return [
    marked(
      "h1",
      "title",
      random.pick(["Your order", "Sign up", "Contact us", "New entry", "Profile", "Book a room", "Feedback"]),
    ),
    marked("p", "paragraph", text.summary),
    ...chosen.map(
      (field, i) =>
        `<div class="field">${marked("label", "label", field)}${marked("div", "input", random.chance(0.7) ? values.slice(i, i + random.int(1, 2)).join(" ") : "")}</div>`,
    ),
    `<div class="row">${random
      .shuffled(commands)
      .slice(0, random.int(1, 3))
      .map((command) => marked("span", "button", command))
      .join("")}</div>`,
  ];
}

/** A page of the given side; text is at least 11 CSS pixels at one device pixel each. */
export function mapPage({ random, maxSide }: SourceContext): PagePicture {
  const long = Math.round(maxSide * random.pick([1, 1, 0.9]));
  const short = Math.round(long * random.pick([1, 0.75, 0.66]));
  const scale = maxSide >= 768 ? random.pick([1, 1.25, 1.5]) : 1;
  const portrait = random.chance(0.55);
  const [width, height] = [
    Math.floor((portrait ? short : long) / scale),
    Math.floor((portrait ? long : short) / scale),
  ];
  const theme = random.pick(themes);
  const [body, head] = [random.pick(fonts), random.pick(fonts)];
  const size = random.between(11, width > 500 ? 17 : 14);
  const margin = random.int(8, Math.round(width * 0.07) + 8);
  const text = article(random, "en");
  const columns = width > 620 && random.chance(0.35) ? 2 : 1;
  const column = (width - 2 * margin) / columns - 12;
  const blocks = random.chance(0.72) ? articleBlocks(text, random, column) : formBlocks(random, text);
  const nav = random.chance(0.5)
    ? `<div class="nav">${random
        .shuffled(linkWords)
        .slice(0, random.int(2, 4))
        .map((word) => marked("span", "link", word))
        .join("")}</div>`
    : "";
  // A column break would leave an element in two boxes; columns are therefore told apart by hand.
  const middle = Math.ceil(blocks.length / 2);
  const main =
    columns === 2
      ? `<div class="columns"><div>${blocks.slice(0, middle).join("")}</div><div>${blocks.slice(middle).join("")}</div></div>`
      : blocks.join("");
  const css = `.page{box-sizing:border-box;width:${width}px;height:${height}px;overflow:hidden;padding:${margin}px;background:${theme.paper};color:${theme.ink};font:${size.toFixed(1)}px/${random.between(1.25, 1.65).toFixed(2)} "${body}"}
.page h1{font:700 ${(size * random.between(1.4, 2)).toFixed(1)}px/1.2 "${head}";margin:0 0 .4em}.page h2{font:700 ${(size * 1.2).toFixed(1)}px/1.25 "${head}";margin:.7em 0 .3em;color:${theme.accent}}
.page p,.page blockquote,.page ul,.page ol,.page table{margin:.4em 0}.page blockquote{border-left:3px solid ${theme.accent};padding-left:.7em;font-style:italic}
.page table{border-collapse:collapse}.page td,.page th{border:1px solid ${theme.accent};padding:.15em .5em;text-align:left}.page th{background:${theme.soft}}
.nav{display:flex;gap:1.2em;background:${theme.soft};padding:.4em .7em;margin-bottom:.7em}.nav span{color:${theme.accent};text-decoration:underline}
.field{margin:.5em 0}.field>div{background:${theme.soft};border:1px solid ${theme.accent};min-height:1.5em;padding:.1em .5em;border-radius:${random.int(0, 6)}px;max-width:26em}
.row{display:flex;gap:.7em;margin-top:.8em}.row span{background:${theme.accent};color:${theme.paper};padding:.35em .9em;border-radius:${random.int(0, 14)}px}
.page ul,.page ol{list-style:none;padding-left:1em}.columns{display:flex;gap:20px}.columns>div{flex:1;min-width:0}.page svg{max-width:100%}`;
  return {
    kind: "page",
    html: `<style>${css}</style><div class="page">${nav}${main}</div>`,
    width,
    height,
    scale,
    fonts: [...new Set([body, head])],
  };
}

/** Maps and regions of what the camera recorded. */
export function mapsOf(shot: Shot): Composition {
  const { width, height, data, marks } = shot;
  const elements = emptyMap("elements", width, height, elementClasses);
  const order = emptyWideMap("order", width, height);
  const words = emptyWideMap("words", width, height);
  const characters = emptyMap("characters", width, height, characterClasses);
  let word = 0;
  for (const [i, mark] of marks.entries()) {
    fillBox(elements, mark.box, elementClasses.indexOf(mark.kind as (typeof elementClasses)[number]));
    fillBox(order, mark.box, i + 1);
    for (const { box } of mark.words) fillBox(words, box, ++word);
    for (const { text, box } of mark.characters) fillBox(characters, box, characterClass(text));
  }
  const maps: LabelMap[] = [characters, words, elements, order, brightnessEdges(data, width, height)];
  return { content: { kind: "document", parts: [imagePart()] }, regions: marks.map(regionOf), maps };
}

function regionOf({ kind, text, box: { left, top, right, bottom } }: Mark): Region {
  return { image: 0, kind, ...(text ? { text } : {}), box: [left, top, right, bottom] };
}

export const pageMaps: Source = {
  name: "page-maps",
  category: "vision",
  version: 3,
  description: "Pages with characters, words, element types, reading order and edges for every pixel.",
  draft(context) {
    return { template: "page", pictures: [mapPage(context)], augment: "none", compose: ([shot]) => mapsOf(shot!) };
  },
};
