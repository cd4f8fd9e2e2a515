/**
 * Markdown as elements: marked reads it, and every token becomes an element made here. Raw HTML in it is shown as text, links
 * are not followed, pictures are not loaded: samples are looked at, not trusted.
 */
import { lexer, type Token, type Tokens } from "marked";
import { h } from "./dom.ts";

export function markdown(text: string): HTMLElement {
  return h("div", { class: "markdown" }, ...blocks(lexer(text)));
}

function blocks(tokens: readonly Token[]): Node[] {
  return tokens.flatMap((token): Node[] => {
    switch (token.type) {
      case "space":
      case "def":
        return [];
      case "heading":
        return [h(`h${(token as Tokens.Heading).depth}` as "h1", {}, ...inline(token.tokens))];
      case "paragraph":
        return [h("p", {}, ...inline(token.tokens))];
      case "code":
        return [h("pre", {}, h("code", {}, token.text as string))];
      case "blockquote":
        return [h("blockquote", {}, ...blocks(token.tokens ?? []))];
      case "hr":
        return [h("hr")];
      case "list":
        return [listOf(token as Tokens.List)];
      case "table":
        return [tableOf(token as Tokens.Table)];
      case "html":
        return [h("pre", { class: "markup" }, h("code", {}, (token.raw as string).trimEnd()))];
      default:
        return [h("p", {}, ...inline([token]))];
    }
  });
}

function listOf({ ordered, start, items }: Tokens.List): Node {
  return h(
    ordered ? "ol" : "ul",
    { start: ordered && start !== "" ? Number(start) : undefined },
    ...items.map((item) => h("li", {}, item.task ? `${item.checked ? "☑" : "☐"} ` : undefined, ...itemContent(item))),
  );
}

function itemContent(item: Tokens.ListItem): Node[] {
  return item.tokens.flatMap((token) => (token.type === "text" ? inline(token.tokens ?? [token]) : blocks([token])));
}

function tableOf({ header, rows }: Tokens.Table): Node {
  const row = (tag: "th" | "td", cells: readonly Tokens.TableCell[]) =>
    h("tr", {}, ...cells.map((cell) => h(tag, {}, ...inline(cell.tokens))));
  return h("table", {}, h("thead", {}, row("th", header)), h("tbody", {}, ...rows.map((cells) => row("td", cells))));
}

function inline(tokens: readonly Token[] = []): Node[] {
  return tokens.map((token): Node => {
    switch (token.type) {
      case "strong":
        return h("strong", {}, ...inline(token.tokens));
      case "em":
        return h("em", {}, ...inline(token.tokens));
      case "del":
        return h("del", {}, ...inline(token.tokens));
      case "codespan":
        return h("code", {}, unescaped(token.text as string));
      case "br":
        return h("br");
      case "link":
        return h("span", { title: token.href as string, class: "link" }, ...inline(token.tokens));
      case "image":
        return h("code", {}, token.raw as string);
      case "html":
        return h("code", { class: "markup" }, token.raw as string);
      case "escape":
        return document.createTextNode(token.text as string);
      default: {
        const { tokens: inner, raw } = token as Tokens.Generic;
        return inner ? h("span", {}, ...inline(inner)) : document.createTextNode(unescaped(raw));
      }
    }
  });
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}
