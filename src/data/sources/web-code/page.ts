/** Web pages and the HTML and CSS that render back to them: small sites put together from blocks. */
import type { Random } from "../../random.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../source.ts";
import { familiesOf, randomFormat } from "../table-chart/charts/theme.ts";
import { regionsOf } from "../table-chart/regions.ts";
import { codeContent } from "./code.ts";
import { type SiteWords, siteWords } from "./site-words.ts";

const leaf = "Conversion/Image to Code/UI to Code";
const requests = {
  en: [
    "Write the HTML and CSS of this page.",
    "Convert this screenshot to HTML with CSS.",
    "Recreate the page as a single HTML file.",
    "Give the code of this web page (HTML and CSS in one file).",
    "Turn the design into HTML.",
    "Which HTML produces this picture?",
  ],
  zh: [
    "写出这个网页的HTML和CSS。",
    "把这张截图转换成带CSS的HTML。",
    "用一个HTML文件重现这个页面。",
    "什么样的HTML会显示成这张图？",
  ],
};

interface Block {
  readonly css: string;
  readonly html: string;
  /** Height in ems. */
  readonly ems: number;
}

interface Site {
  readonly accent: string;
  readonly ink: string;
  readonly paper: string;
  readonly tint: string;
  readonly radius: number;
  readonly width: number;
  readonly fontSize: number;
  readonly words: SiteWords;
}

type Maker = (random: Random, site: Site) => Block;

const header: Maker = (random, { accent, width, fontSize, words }) => {
  const filled = random.chance(0.5);
  const count = Math.max(2, Math.min(5, Math.floor((width - fontSize * 10) / (fontSize * 4.4))));
  const items = random.shuffled(words.links).slice(0, random.int(2, count));
  return {
    css: `header { display: flex; align-items: center; justify-content: space-between; padding: 10px 16px; ${filled ? `background: ${accent}; color: #fff;` : "border-bottom: 1px solid #ccc;"} }
header b { font-size: ${fontSize + 4}px; white-space: nowrap; }
nav a { margin-left: 12px; color: inherit; text-decoration: ${random.pick(["none", "none", "underline"])}; }`,
    html: `<header><b>${random.pick(words.sites)}</b><nav>${items.map((name) => `<a>${name}</a>`).join("")}</nav></header>`,
    ems: 3.6,
  };
};

const hero: Maker = (random, { accent, tint, radius, fontSize, words }) => {
  const align = random.pick(["left", "center"]);
  const dark = random.chance(0.4);
  return {
    css: `.hero { padding: 22px 16px; text-align: ${align}; background: ${dark ? accent : tint}; ${dark ? "color: #fff;" : ""} }
.hero h1 { margin: 0 0 8px; font-size: ${fontSize + random.int(8, 14)}px; }
.hero p { margin: 0 0 14px; }
.button { display: inline-block; padding: 7px 14px; border-radius: ${radius}px; background: ${dark ? "#fff" : accent}; color: ${dark ? accent : "#fff"}; font-weight: bold; }`,
    html: `<div class="hero"><h1>${random.pick(words.claims)}</h1><p>${random.pick(words.lines)}</p><span class="button">${random.pick(words.actions)}</span></div>`,
    ems: 12,
  };
};

const cards: Maker = (random, { accent, radius, width, fontSize, words }) => {
  const count = width > 560 ? random.int(2, 4) : width > 300 ? random.int(2, 3) : 2;
  const names = random.shuffled(words.features).slice(0, count);
  const marker = random.pick(["square", "circle", "none"]);
  return {
    css: `.cards { display: flex; gap: 12px; padding: 16px; }
.card { flex: 1; padding: 12px; border: 1px solid #d5d9de; border-radius: ${radius}px; background: #fff; color: #222; }
.card h3 { margin: 0 0 6px; font-size: ${fontSize + 2}px; }
.card p { margin: 0; }${marker === "none" ? "" : `\n.mark { width: 24px; height: 24px; margin-bottom: 8px; background: ${accent}; border-radius: ${marker === "circle" ? "50%" : "4px"}; }`}`,
    html: `<div class="cards">${names.map((name) => `<div class="card">${marker === "none" ? "" : '<div class="mark"></div>'}<h3>${name}</h3><p>${random.pick(words.lines)}</p></div>`).join("")}</div>`,
    ems: 14,
  };
};

const list: Maker = (random, { accent, fontSize, words }) => {
  const items = random.shuffled(words.lines).slice(0, random.int(3, 5));
  const ordered = random.chance(0.4);
  const tag = ordered ? "ol" : "ul";
  return {
    css: `.list { padding: 14px 16px; }
.list h2 { margin: 0 0 8px; font-size: ${fontSize + 5}px; color: ${accent}; }
.list ${tag} { margin: 0; padding-left: 22px; line-height: 1.6; }`,
    html: `<div class="list"><h2>${random.pick(words.listTitles)}</h2><${tag}>${items.map((text) => `<li>${text}</li>`).join("")}</${tag}></div>`,
    ems: 4 + items.length * 1.7,
  };
};

const table: Maker = (random, { accent, fontSize, words }) => {
  const names = random.shuffled(words.goods).slice(0, random.int(2, 4));
  return {
    css: `table { width: calc(100% - 32px); margin: 14px 16px; border-collapse: collapse; font-size: ${fontSize}px; }
th { background: ${accent}; color: #fff; text-align: left; padding: 6px 8px; }
td { border-bottom: 1px solid #ccc; padding: 6px 8px; }`,
    html: `<table><tr>${words.columns.map((name) => `<th>${name}</th>`).join("")}</tr>${names.map((name) => `<tr><td>${name}</td><td>${words.currency}${random.int(8, 240)}</td><td>${random.int(0, 60)}</td></tr>`).join("")}</table>`,
    ems: 4 + names.length * 2.4,
  };
};

const form: Maker = (random, { accent, radius, tint, fontSize, words }) => {
  const fields = random.shuffled(words.fields).slice(0, random.int(1, 3));
  return {
    css: `.form { margin: 14px 16px; padding: 14px; background: ${tint}; border-radius: ${radius}px; }
.form label { display: block; margin-bottom: 3px; font-size: ${fontSize - 1}px; }
.box { height: ${fontSize + 12}px; margin-bottom: 10px; border: 1px solid #aab; background: #fff; border-radius: ${Math.min(radius, 6)}px; }
.send { padding: 8px; text-align: center; background: ${accent}; color: #fff; border-radius: ${radius}px; }`,
    html: `<div class="form">${fields.map((name) => `<label>${name}</label><div class="box"></div>`).join("")}<div class="send">${random.pick(words.actions)}</div></div>`,
    ems: 7 + fields.length * 4.2,
  };
};

const quote: Maker = (random, { accent, fontSize, words }) => {
  const [first, second] = random.shuffled(words.lines);
  return {
    css: `blockquote { margin: 14px 16px; padding: 10px 14px; border-left: 5px solid ${accent}; font-size: ${fontSize + 1}px; font-style: ${words === siteWords.zh ? "normal" : "italic"}; }
cite { display: block; margin-top: 6px; font-style: normal; font-weight: bold; }`,
    html: `<blockquote>${first} ${second}<cite>${random.pick(words.people)}</cite></blockquote>`,
    ems: 8,
  };
};

const tiles: Maker = (random, { radius, width }) => {
  const count = width > 500 ? random.int(4, 6) : random.int(3, 4);
  const colors = random
    .shuffled(["#e76f51", "#2a9d8f", "#e9c46a", "#264653", "#8ab17d", "#b5838d", "#457b9d", "#f4a261"])
    .slice(0, count);
  const height = random.int(40, 80);
  return {
    css: `.tiles { display: grid; grid-template-columns: repeat(${count}, 1fr); gap: 8px; padding: 12px 16px; }
.tiles div { height: ${height}px; border-radius: ${radius}px; }
${colors.map((color, i) => `.tiles div:nth-child(${i + 1}) { background: ${color}; }`).join("\n")}`,
    html: `<div class="tiles">${colors.map(() => "<div></div>").join("")}</div>`,
    ems: height / 12 + 3,
  };
};

const notice: Maker = (random, { radius, words }) => {
  const [back, edge, mood] = random.pick([
    ["#e6f4ea", "#2e7d32", "good"],
    ["#fdecea", "#c62828", "bad"],
    ["#fff4e5", "#b84c00", "careful"],
    ["#e8f0fe", "#1a56b0", "plain"],
  ] as const);
  const { head, texts } = words.notices[mood];
  return {
    css: `.notice { margin: 12px 16px; padding: 10px 12px; background: ${back}; color: ${edge}; border: 1px solid ${edge}; border-radius: ${radius}px; }`,
    html: `<div class="notice"><b>${head}${words === siteWords.zh ? "：" : "."}</b> ${random.pick(texts)}</div>`,
    ems: 5,
  };
};

const footer: Maker = (random, { ink, words }) => ({
  css: `footer { padding: 10px 16px; background: ${ink}; color: #fff; text-align: ${random.pick(["left", "center", "right"])}; }`,
  html: `<footer>© ${random.int(2012, 2026)} ${random.pick(words.sites)}</footer>`,
  ems: 3.4,
});

const bodies: readonly Maker[] = [hero, cards, list, table, form, quote, tiles, notice];

function draft(context: SourceContext): Draft {
  const { random } = context;
  const format = randomFormat(context, random.between(0.75, 1.6));
  const language = random.chance(0.18) && familiesOf("zh").length > 0 ? "zh" : "en";
  const family = random.pick(familiesOf(language));
  const site: Site = {
    words: siteWords[language],
    accent: random.pick([
      "#1d4ed8",
      "#0f766e",
      "#9d174d",
      "#b45309",
      "#4338ca",
      "#166534",
      "#111827",
      "#be123c",
      "#0369a1",
    ]),
    ink: random.pick(["#1f2937", "#222222", "#14213d", "#2d2a26"]),
    paper: random.pick(["#ffffff", "#ffffff", "#fafaf7", "#f4f6f9"]),
    tint: random.pick(["#eef2ff", "#ecfdf5", "#fef3c7", "#fce7f3", "#f1f5f9", "#e0f2fe"]),
    radius: random.pick([0, 4, 8, 12]),
    width: format.width,
    fontSize: format.fontSize,
  };
  const room = (format.height / format.fontSize) * 0.96;
  const blocks: Block[] = random.chance(0.65) ? [header(random, site)] : [];
  let used = blocks.reduce((sum, { ems }) => sum + ems, 0);
  for (const make of random.shuffled(bodies)) {
    const block = make(random, site);
    if (used + block.ems > room || blocks.length >= (format.room === "small" ? 3 : 5)) continue;
    blocks.push(block);
    used += block.ems;
  }
  if (used + 3.4 < room && random.chance(0.4)) blocks.push(footer(random, site));
  if (blocks.length === 0) blocks.push(notice(random, site));
  used = blocks.reduce((sum, { ems }) => sum + ems, 0);
  // a window that its page would leave empty is lower
  const height = Math.min(format.height, Math.ceil(used * format.fontSize * random.between(1.12, 1.45)));
  const css = `* { box-sizing: border-box; }
body { margin: 0; background: ${site.paper}; color: ${site.ink}; font: ${site.fontSize}px/1.4 "${family}", sans-serif; }
${blocks.map((block) => block.css).join("\n")}`;
  const body = blocks.map((block) => block.html).join("\n");
  const content = codeContent(random, requests[language], "html", documentText(css, body));
  // marks are attributes, which change nothing of the looks
  const marked = blocks.map((block) => block.html.replace(/^<(\w+)/, '<$1 data-mark="block"')).join("\n");
  const html = `<style>${css}</style>${marked}`;
  return {
    template: `page ${blocks.length} blocks`,
    leaf,
    pictures: [{ kind: "page", html, width: format.width, height, scale: format.scale, fonts: [family] }],
    augment: "none",
    compose([shot]) {
      const shown = shot!.marks.filter(({ kind }) => kind === "block");
      if (shown.length < blocks.length || shown.some(({ box }) => box.bottom > shot!.height - 1))
        throw new Unfit("the page is longer than the picture");
      return { content, regions: regionsOf(shot!), language };
    },
  };
}

/** A page as one file. */
export function documentText(css: string, body: string): string {
  return `<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<style>\n${css}\n</style>\n</head>\n<body>\n${body}\n</body>\n</html>`;
}

/** What the camera needs of such a file. Throws an `Error` for anything else. */
export function pageOfDocument(document: string): string {
  const found = /<style>\n([\s\S]*)\n<\/style>\n<\/head>\n<body>\n([\s\S]*)\n<\/body>/.exec(document);
  if (!found) throw new Error("the answer is no page with its styles in its head");
  return `<style>${found[1]}</style>${found[2]}`;
}

export const pageToCode: Source = {
  name: "page-to-code",
  category: "web-code",
  version: 3,
  description: "Web pages built from blocks, with the one HTML file that renders back to the picture.",
  leaves: [leaf],
  draft,
};
