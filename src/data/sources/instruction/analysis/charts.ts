/** Charts and tables of the table-and-chart sources as conversations under the taxonomy's leaves. */
import { type Content, conversationOf, given, imagePart, partsOf, target } from "../../../sample.ts";
import type { Draft, Source } from "../../../source.ts";
import { tableChartSources } from "../../table-chart/index.ts";

const requests: Readonly<Record<string, readonly string[]>> = {
  en: [
    "Describe this picture.",
    "What does this show?",
    "Write a caption for it.",
    "Explain what can be seen here.",
    "What is this about?",
  ],
  zh: ["请描述这张图片。", "这张图表示什么？", "为这张图写一段说明。"],
  de: ["Beschreibe das Bild.", "Was ist hier zu sehen?"],
  es: ["Describe la imagen.", "¿Qué se ve aquí?"],
  fr: ["Décris cette image.", "Que voit-on ici ?"],
};

/** A document of a picture and its text as the answer to a request in the text's language. */
function asConversation(content: Content, request: string): Content {
  if (content.kind === "conversation") return content;
  const text = partsOf(content)
    .flatMap((part) => (part.type === "text" && part.target ? [part.text] : []))
    .join("");
  return {
    ...conversationOf([]),
    turns: [
      { role: "user", parts: [imagePart(), given(request)] },
      { role: "assistant", parts: [target(text)] },
    ],
  };
}

/** One source over all table-and-chart sources whose drafts belong to a leaf. */
function under(name: string, leaf: string, description: string): Source {
  const sources = tableChartSources.filter((source) => source.leaves?.includes(leaf));
  return {
    name,
    category: "instruction",
    // its output changes whenever one of theirs does
    version: Math.max(...sources.map(({ version }) => version)),
    description,
    leaves: [leaf],
    draft(context): Draft {
      const draft = context.random.pick(sources).draft(context);
      const choice = context.random.next();
      return {
        ...draft,
        leaf,
        compose(shots) {
          const { rewrite, ...composition } = draft.compose(shots);
          const list = requests[composition.language ?? "en"]!;
          const request = list[Math.floor(choice * list.length)]!;
          return {
            ...composition,
            content: asConversation(composition.content, request),
            ...(rewrite ? { rewrite: (regions, sizes) => asConversation(rewrite(regions, sizes), request) } : {}),
          };
        },
      };
    },
  };
}

export const graphInterpretation = under(
  "graph-talk",
  "Analysis/Data Chart Analysis/Graph Interpretation",
  "Charts with captions, tables and questions, as conversations.",
);
export const tableInterpretation = under(
  "table-talk",
  "Analysis/Data Chart Analysis/Table Interpretation",
  "Tables with structure, captions and questions, as conversations.",
);
export const financialCharts = under(
  "financial-chart-talk",
  "Analysis/Professional Chart Analysis/Financial Chart",
  "Candlesticks and statements with questions, as conversations.",
);
