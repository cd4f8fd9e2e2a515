/** The table sources: data tables, financial statements and timetables as styled HTML in five languages, with the same tasks. */
import type { Random } from "../../../random.ts";
import { conversationOf } from "../../../sample.ts";
import { type Draft, type Source, type SourceContext, Unfit } from "../../../source.ts";
import { escaped } from "../charts/render.ts";
import { familiesOf, randomFormat, randomLanguage } from "../charts/theme.ts";
import type { Language } from "../charts/units.ts";
import { documentOf, regionsOf } from "../regions.ts";
import { dataTable, type Room, type TableFacts } from "./data-table.ts";
import { tableRequests } from "./data-words.ts";
import { financialTable } from "./financial.ts";
import { pageFor } from "./fit.ts";
import { gridMarkdown, hasMerged, plainHtml, randomTableStyle, styledHtml } from "./grid.ts";
import { timetable } from "./timetable.ts";

const tables = "Analysis/Data Chart Analysis/Table Interpretation";
const financial = "Analysis/Professional Chart Analysis/Financial Chart";

function draftOf(
  context: SourceContext,
  name: string,
  make: (random: Random, room: Room, language: Language) => TableFacts,
  leaf: string,
): Draft {
  const { random } = context;
  const language = randomLanguage(random);
  const requests = tableRequests[language];
  const format = randomFormat(context, leaf === financial ? random.between(0.8, 1.3) : random.between(1, 1.7));
  const fontSize = format.fontSize;
  const family = random.pick(familiesOf(language));
  const style = randomTableStyle(random, family, fontSize);
  const room: Room = {
    rows: Math.min(14, Math.max(4, Math.floor((format.height - 44 - fontSize * 3) / style.rowHeight) - 1)),
    columns: Math.max(3, Math.min(7, Math.floor(format.width / (fontSize * 7.6)))),
  };
  const facts = make(random, room, language);
  const margin = random.int(8, 18);
  const titleLook = { bold: random.chance(0.6), size: fontSize + random.int(0, 4) };
  const { width, height, zoom } = pageFor(
    random,
    { grid: facts.grid, title: facts.title, titleLook },
    style,
    format,
    margin,
  );
  const above = random.chance(0.8);
  const centred = random.chance(0.5);
  const title = `<div data-mark="title" style="font-weight:${titleLook.bold ? "bold" : "normal"};font-size:${titleLook.size}px;color:${style.ink};margin:${above ? "0 0 8px" : "8px 0 0"};text-align:${centred ? "center" : "left"}">${escaped(facts.title)}</div>`;
  const wide = random.chance(0.35) ? "table { width: 100%; }" : "";
  const html = `<style>${style.css}${wide}</style><div style="box-sizing:border-box;width:${width}px;height:${height}px;overflow:hidden;background:${style.background};font-family:'${family}';padding:${margin}px;display:flex;flex-direction:column;justify-content:${random.pick(["center", "flex-start", "center"])};align-items:${centred ? "center" : "flex-start"}">${above ? title : ""}<div data-mark="table" style="flex:none;max-width:100%">${styledHtml(facts.grid)}</div>${above ? "" : title}</div>`;
  const merged = hasMerged(facts.grid);
  const task = random.weighted({ structure: 3.5, caption: 1, questions: 6 });
  const asHtml = merged || random.chance(0.25);
  const structure = asHtml ? plainHtml(facts.grid) : gridMarkdown(facts.grid);
  const request = random.pick(asHtml ? requests.html : requests.markdown);
  const captionRequest = random.chance(0.5) ? random.pick(requests.caption) : undefined;
  const asked = random.shuffled(facts.questions).slice(0, random.int(1, 4));
  return {
    template: `${name} ${task}`,
    leaf,
    pictures: [{ kind: "page", html, width, height, scale: format.scale * zoom, fonts: [family] }],
    augment: "light",
    compose([shot]) {
      checkWhole(facts, shot!);
      const content =
        task === "structure"
          ? conversationOf([[request, structure]])
          : task === "questions"
            ? conversationOf(asked)
            : captionRequest
              ? conversationOf([[captionRequest, facts.caption]])
              : documentOf(facts.caption);
      return { content, regions: regionsOf(shot!).filter(({ kind }) => kind !== "text"), language };
    },
  };
}

/** Throws `Unfit` where a cell's text is missing or a cell is broken into many lines or cut off. */
function checkWhole(facts: TableFacts, shot: Parameters<Draft["compose"]>[0][number]): void {
  const cells = facts.grid.flat();
  const marks = shot.marks.filter(({ kind }) => kind === "cell");
  if (marks.length !== cells.length) throw new Unfit("the table does not fit into the picture");
  for (const [i, mark] of marks.entries()) {
    if (mark.text.replaceAll(/[\s\u00a0]/g, "") !== cells[i]!.text.replaceAll(/[\s\u00a0]/g, ""))
      throw new Unfit(`the cell "${cells[i]!.text}" is cut off`);
    if (mark.lines.length > 2) throw new Unfit(`the cell "${cells[i]!.text}" runs over ${mark.lines.length} lines`);
    if (mark.box.right > shot.width - 1 || mark.box.bottom > shot.height - 1)
      throw new Unfit("the table does not fit into the picture");
  }
  const title = shot.marks.find(({ kind }) => kind === "title");
  if (!title || title.box.top < 1 || title.box.bottom > shot.height - 1)
    throw new Unfit("the title does not fit into the picture");
}

function source(
  name: string,
  description: string,
  make: (random: Random, room: Room, language: Language) => TableFacts,
  leaf = tables,
): Source {
  return {
    name,
    category: "table-chart",
    version: 4,
    description,
    leaves: [leaf],
    draft: (context) => draftOf(context, name, make, leaf),
  };
}

export const tableSources: readonly Source[] = [
  source(
    "data-table",
    "Styled HTML tables of numbers and words in five languages, plain or with merged cells and totals.",
    dataTable,
  ),
  source("financial-table", "Financial statements in five languages whose lines add up.", financialTable, financial),
  source("timetable", "School weeks, departures and shifts in five languages.", timetable),
];
