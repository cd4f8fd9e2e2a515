/** HTML as a document. Pages that are nested as none is are refused: what reads a tree goes up and down it many times. */
import { Parser } from "htmlparser2";
import { parseHTML } from "linkedom";
import { Refused } from "./importer.ts";

/** Chromium's parser nests no deeper either (`kMaximumHTMLParserDOMTreeDepth`). */
const MAX_DEPTH = 512;
/** Depths of all elements together: some 15 s of Readability. */
const MAX_DEPTHS = 10_000_000;

/** Throws `Refused` before anything is built, in time that grows with the text alone. */
export function htmlDocument(html: string): Document {
  let depth = 0;
  let depths = 0;
  const counter = new Parser({
    onopentagname() {
      depths += ++depth;
      if (depth > MAX_DEPTH) throw new Refused("a page is nested too deeply", `more than ${MAX_DEPTH} elements deep`);
      if (depths > MAX_DEPTHS) {
        throw new Refused(
          "a page is nested too deeply",
          `the depths of its elements are more than ${MAX_DEPTHS} in all`,
        );
      }
    },
    onclosetag() {
      depth--;
    },
  });
  counter.end(html);
  return parseHTML(html).document;
}
