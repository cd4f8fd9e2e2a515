/** For tests: what a source's draft draws and says, read from its markup and not from the source's own state. */
import { randomFor } from "../../../random.ts";
import { type Content, partsOf } from "../../../sample.ts";
import type { Source } from "../../../source.ts";

export interface Element {
  readonly kind: string;
  readonly name: string;
  /** Attributes of the marked element itself. */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface Drawn {
  readonly template: string;
  readonly pages: readonly string[];
  readonly content: Extract<Content, { kind: "conversation" }>;
  /** Questions and answers in turn. */
  readonly turns: readonly (readonly [question: string, answer: string])[];
  /** Marked elements of a page, in order. */
  marks(kind: string, page?: number): Element[];
  /** The first answer to a question that matches. */
  answer(question: RegExp): string | undefined;
}

export function drawn(source: Source, index: number, maxSide = 384): Drawn {
  const draft = source.draft({ random: randomFor(7, index, source.name), maxSide, split: "train" });
  const pages = draft.pictures.map((picture) => (picture.kind === "page" ? picture.html : ""));
  const { content } = draft.compose(pages.map(() => ({ width: 1, height: 1, data: new Uint8Array(3), marks: [] })));
  if (content.kind !== "conversation") throw new Error("expected a conversation");
  const said = content.turns.map((turn) =>
    partsOf({ kind: "document", parts: turn.parts })
      .map((part) => (part.type === "text" ? part.text : ""))
      .join(""),
  );
  const turns = said.flatMap((text, i) => (i % 2 === 0 ? [[text, said[i + 1] ?? ""] as const] : []));
  return {
    template: draft.template,
    pages,
    content,
    turns,
    marks: (kind, page = 0) =>
      [...pages[page]!.matchAll(/<\w+((?: [\w:-]+="[^"]*")*)\s*\/?>/g)].flatMap(([, list]) => {
        const attributes = Object.fromEntries(
          [...list!.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [
            key!,
            value!.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
          ]),
        );
        return attributes["data-mark"] === kind ? [{ kind, name: attributes["data-name"] ?? "", attributes }] : [];
      }),
    answer: (question) => turns.find(([asked]) => question.test(asked))?.[1],
  };
}

/** Samples of one template (a prefix counts), `count` of them. */
export function samplesOf(source: Source, template: RegExp, count: number): Drawn[] {
  const found: Drawn[] = [];
  for (let i = 0; found.length < count && i < 60 * count; i++) {
    const one = drawn(source, i);
    if (template.test(one.template)) found.push(one);
  }
  return found;
}
