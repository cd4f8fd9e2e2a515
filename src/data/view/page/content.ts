/** What a sample says: a conversation as bubbles, a document as its parts, and where both come from. */
import type { Part, Sample } from "../../sample.ts";
import type { SampleAnswer } from "./api.ts";
import { h } from "./dom.ts";
import { markdown } from "./markdown.ts";

/** `raw` shows the text as it stands instead of rendering its Markdown. */
export function contentOf({ content }: Sample, raw: boolean): HTMLElement {
  if (content.kind === "document") {
    const learned = content.parts.some((part) => part.type === "text" && !part.target);
    return h(
      "div",
      {},
      learned && h("p", { class: "key" }, "Green: what a model learns to write. Grey: what it only reads."),
      ...content.parts.map((part) => partOf(part, raw)),
    );
  }
  const bubbles = content.turns.map(({ role, parts }) =>
    h("div", { class: `bubble ${role}` }, h("div", { class: "role" }, role), ...parts.map((part) => partOf(part, raw))),
  );
  return h("div", { class: "talk" }, ...bubbles);
}

function partOf(part: Part, raw: boolean): HTMLElement {
  if (part.type === "image") return h("p", { class: "quiet" }, `⟨picture ${part.image + 1}⟩`);
  const text = raw ? h("div", { class: "plain" }, part.text) : markdown(part.text);
  return h("div", { class: `part ${part.target ? "target" : "given"}` }, text);
}

/** Where the sample comes from, as a list of names and values. */
export function lineageOf({ sample, row }: SampleAnswer): HTMLElement {
  const { lineage } = sample;
  const augmentations = lineage.augmentations.map(
    ({ name, parameters }) =>
      `${name} (${Object.entries(parameters)
        .map(([key, value]) => `${key} ${typeof value === "number" ? Number(value.toFixed(3)) : value}`)
        .join(", ")})`,
  );
  const entries: [string, string | number | undefined][] = [
    ["source", `${lineage.source}, version ${lineage.version}`],
    ["template", lineage.template],
    ["category", sample.category],
    ["leaf", sample.leaf],
    ["language", sample.language],
    ["seed", lineage.seed],
    ["index", lineage.index],
    ["attempt", lineage.attempt],
    ["origin", lineage.origin],
    ["fonts", lineage.fonts.join(", ") || undefined],
    ["renderer", lineage.renderer],
    ["augmentations", augmentations.join("; ") || "none"],
    ["licence", lineage.licence],
    ["words", row.words],
    ["shard", `${row.shard}, place ${row.position}`],
    [
      "left out",
      row.keep === false ? `${row.drop_reason ?? "yes"}, like ${row.duplicate_of ?? "another sample"}` : undefined,
    ],
    ["text SHA-256", lineage.textSha256],
    ...sample.images.map(({ sha256 }, i): [string, string] => [`picture ${i + 1} SHA-256`, sha256]),
  ];
  return h(
    "dl",
    { class: "lineage" },
    ...entries.flatMap(([name, value]) =>
      value === undefined || value === "" ? [] : [h("dt", {}, name), h("dd", {}, String(value))],
    ),
  );
}
