/** Screenshots of web pages with their HTML, as WebSight has them: Parquet with `image` and `text` (or `html`). */
import { conversationOf } from "../sample.ts";
import { type Importer, Refused } from "./importer.ts";
import { pictureBytes } from "./pictures.ts";
import { draftsOf, firstOf, isRecordFile, objectFrom } from "./records/records.ts";
import { cleanText, wording } from "./text.ts";

const questions = [
  "Write the HTML of this page.",
  "Turn this screenshot into HTML and CSS.",
  "Which code renders to this page?",
  "Rebuild this web page as a single HTML file.",
] as const;

export const webSight: Importer = {
  name: "websight",
  category: "web-code",
  version: 1,
  description: "screenshots of web pages with their HTML, as WebSight has them (Parquet: image, text)",
  formats: ["*.parquet", "*.jsonl"],
  recognises: isRecordFile,
  read: (file) =>
    draftsOf(file, async (value, item) => {
      const record = objectFrom(value);
      const html = firstOf(record, ["html", "text", "code"]);
      if (typeof html !== "string" || !/<\/?[a-z][^>]*>/i.test(html)) throw new Refused("the record has no HTML");
      const picture = await pictureBytes(firstOf(record, ["image", "screenshot", "img"]), file.folder, file.path);
      const answer = `\`\`\`html\n${cleanText(html)}\n\`\`\``;
      return [
        {
          item,
          template: "page",
          content: conversationOf([[wording(questions, file.origin + item), answer]]),
          pictures: [picture],
        },
      ];
    }),
};
