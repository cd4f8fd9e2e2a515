/**
 * Figures for texts: pictures with sentences that are true of them. Some are drafts of the sources of charts, tables,
 * geometry and scenes, of which the sentences are their answers; others are drawn here from the text's own numbers.
 */
import type { Shot } from "../../camera/camera.ts";
import { type Random, randomFor } from "../../random.ts";
import { partsOf } from "../../sample.ts";
import { type Composition, type Picture, type Source, type SourceContext, Unfit } from "../../source.ts";
import { captionSources } from "../caption/index.ts";
import type { TableText } from "../document/prose/article.ts";
import { tableChartSources } from "../table-chart/index.ts";

export interface Figure {
  readonly picture: Picture;
  /** What may be said of the figure; read when there is a shot of it. */
  says(shot: Shot): Statements;
}

export interface Statements {
  /** A description in whole sentences. */
  readonly text?: string;
  readonly exercises: readonly (readonly [question: string, answer: string])[];
}

/** A figure by one of the other sources. Undefined when that source has none to give this time. */
export function borrowedFigure(random: Random, context: Omit<SourceContext, "random">): Figure | undefined {
  const lenders: readonly Source[] = [...tableChartSources, ...captionSources];
  if (lenders.length === 0) return undefined;
  const lender = random.pick(lenders);
  const seed = random.int(0, 2 ** 31);
  try {
    const draft = lender.draft({ ...context, random: randomFor(seed, 0, `figure/${lender.name}`) });
    const [picture, second] = draft.pictures;
    if (!picture || second) return undefined;
    return { picture, says: (shot) => statementsOf(draft.compose([shot])) };
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
}

/** English answers that are sentences or short values; none that name places in the picture or are code. */
export function statementsOf({ content, rewrite, language = "en" }: Composition): Statements {
  if (rewrite || language !== "en") return { exercises: [] };
  if (content.kind === "document") {
    const text = partsOf(content)
      .flatMap((part) => (part.type === "text" && part.target ? [part.text] : []))
      .join(" ")
      .trim();
    return isProse(text) ? { text, exercises: [] } : { exercises: [] };
  }
  const exercises: [string, string][] = [];
  for (let i = 0; i + 1 < content.turns.length; i += 2) {
    const [question, answer] = [content.turns[i]!, content.turns[i + 1]!].map(({ parts }) =>
      parts
        .flatMap((part) => (part.type === "text" ? [part.text] : []))
        .join(" ")
        .trim(),
    ) as [string, string];
    if (isProse(question) && isProse(answer)) exercises.push([question, answer]);
  }
  return { exercises };
}

function isProse(text: string): boolean {
  return text.length > 0 && text.length < 700 && !/[{}<>|[\]]|```|\n\n/.test(text);
}

const palettes = [
  { paper: "#ffffff", ink: "#222222", fill: "#4c78a8" },
  { paper: "#fbf8f0", ink: "#33291d", fill: "#b5643c" },
  { paper: "#f3f6f4", ink: "#1d2b2a", fill: "#3f8f7b" },
  { paper: "#ffffff", ink: "#1a1a1a", fill: "#8a8a8a" },
];

const fontChoices = ["Open Sans", "Roboto", "Lato", "Lora", "Zilla Slab"];

/** A bar or column chart of a table's numbers (first column: names, last column: numbers), with its values beside. */
export function tableFigure(
  random: Random,
  maxSide: number,
  { caption, rows }: TableText,
  font?: string,
): Figure | undefined {
  const values = rows.map((row) => Number(row[row.length - 1]!.replaceAll(/[^\d]/g, "")));
  if (
    rows.length < 2 ||
    values.some((value) => !(value > 0)) ||
    rows.some((row) => !/^[\d.,\s]+$/.test(row[row.length - 1]!))
  )
    return undefined;
  const { paper, ink, fill } = random.pick(palettes);
  const family = font ?? random.pick(fontChoices);
  const width = Math.floor(maxSide * random.between(0.75, 0.98));
  const across = random.chance(0.5);
  const em = 9 + maxSide / 100;
  const most = Math.max(...values);
  const bars = rows.map((row, i) => {
    const share = ((values[i]! / most) * 100).toFixed(2);
    const [name, value] = [row[0]!, row[row.length - 1]!];
    return across
      ? `<div class="bar"><span class="name">${name}</span><div class="track"><div class="fill" style="width:${share}%"></div><span>&nbsp;${value}</span></div></div>`
      : `<div class="column"><span>${value}</span><div class="fill" style="height:${((values[i]! / most) * em * 8).toFixed(1)}px"></div><span>${name}</span></div>`;
  });
  const height = Math.ceil(across ? em * (4.2 + rows.length * 2.1) : em * 15.5);
  const html = `<style>.f{box-sizing:border-box;width:${width}px;height:${height}px;padding:${em}px;background:${paper};color:${ink};font:${em}px/1.3 "${family}";display:flex;flex-direction:column;gap:.6em}
.t{font-weight:700;text-align:center}.b{flex:1;display:flex;${across ? "flex-direction:column;justify-content:space-around" : "align-items:flex-end;justify-content:space-around"}}
.bar{display:flex;align-items:center;gap:.5em}.name{flex:0 0 5em;text-align:right}.track{flex:1;display:flex;align-items:center;padding-right:5.5em;white-space:nowrap}.bar .fill{height:1.2em;min-width:1px;flex:none}.fill{background:${fill}}
.column{display:flex;flex-direction:column;align-items:center;gap:.2em}.column .fill{width:3em;min-height:2px}</style>
<div class="f"><div class="t">${caption}</div><div class="b">${bars.join("")}</div></div>`;
  return {
    picture: { kind: "page", html, width, height: Math.min(height, maxSide), fonts: [family] },
    says: () => ({ exercises: [] }),
  };
}
