/**
 * An answer's Markdown: tables, code with colours, formulas. What typesets formulas and colours code is loaded when an
 * answer has some. HTML in an answer is shown as text, and pictures from elsewhere are links, so that an answer can neither
 * draw outside of its place nor tell anyone that it was read.
 */
import { type ComponentProps, isValidElement, memo, type ReactNode, useEffect, useState } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import remarkGfm from "remark-gfm";
import { hasMath, normalizeMath } from "../text/math.ts";
import { CopyButton } from "./copy-button.tsx";

type Plugins = NonNullable<Options["remarkPlugins"]>;

interface Extra {
  readonly remark: Plugins;
  readonly rehype: Plugins;
}

const loaders = {
  math: () => import("./markdown-math.ts"),
  code: () => import("./markdown-code.ts"),
};

const loaded: Partial<Record<keyof typeof loaders, Extra>> = {};

/** The plugins for what the text has in it, as far as they are there. */
function useExtras(wanted: readonly (keyof typeof loaders)[]): readonly Extra[] {
  const [, draw] = useState(0);
  const names = wanted.join(" ");
  useEffect(() => {
    for (const name of names.split(" ") as (keyof typeof loaders)[]) {
      if (!loaders[name] || loaded[name]) continue;
      loaders[name]()
        .then((extra) => {
          loaded[name] = extra;
          draw((count) => count + 1);
        })
        .catch(() => {}); // plain text is readable too
    }
  }, [names]);
  return wanted.map((name) => loaded[name]).filter((extra) => extra !== undefined);
}

export default memo(function Markdown({ text }: { readonly text: string }) {
  const normalized = normalizeMath(text);
  const extras = useExtras([
    ...(hasMath(normalized) ? (["math"] as const) : []),
    ...(normalized.includes("```") ? (["code"] as const) : []),
  ]);
  return (
    <ReactMarkdown
      remarkPlugins={[remarkGfm, ...extras.flatMap(({ remark }) => remark)]}
      rehypePlugins={extras.flatMap(({ rehype }) => rehype)}
      components={components}
    >
      {normalized}
    </ReactMarkdown>
  );
});

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noreferrer noopener">
      {children}
    </a>
  ),
  img: ({ src, alt }) => (
    <a href={typeof src === "string" ? src : undefined} target="_blank" rel="noreferrer noopener">
      {alt || "picture"}
    </a>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled with the keyboard too
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields
    <div className="table-scroll" role="group" tabIndex={0} aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  pre: CodeBlock,
};

function CodeBlock({ children }: ComponentProps<"pre">) {
  const className = isValidElement<{ className?: string }>(children) ? children.props.className : undefined;
  const language = /language-(\S+)/.exec(className ?? "")?.[1];
  return (
    <div className="code-block">
      <div className="code-head">
        <span>{language ?? "text"}</span>
        <CopyButton text={textOf(children).replace(/\n$/, "")} label="Copy the code" />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines are scrolled with the keyboard too */}
      <pre tabIndex={0}>{children}</pre>
    </div>
  );
}

function textOf(node: ReactNode): string {
  if (typeof node === "string" || typeof node === "number") return String(node);
  if (Array.isArray(node)) return node.map(textOf).join("");
  return isValidElement<{ children?: ReactNode }>(node) ? textOf(node.props.children) : "";
}
