/** What an OpenAI-compatible server replies, up to the text in it: its bytes are counted, and texts in parts are put together. */
import { z } from "zod";

/** A few thousand tokens are some ten thousand bytes, with the likeliest ones beside each a few hundred thousand. */
const mostReplyBytes = 4 * 2 ** 20;

/** A message's content, whole or in parts, as some servers write it. Parts that are no text, such as thoughts, are no answer. */
export const replyContent = z
  .union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))])
  .transform((content) =>
    typeof content === "string"
      ? content
      : content.map(({ type, text = "" }) => (type === "text" || type === "output_text" ? text : "")).join(""),
  );

export class LongReply extends Error {}

/** A response's body as text. Throws `LongReply` for one that is larger than a reply can be, of which no more is read. */
export async function replyBody({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > mostReplyBytes) throw new LongReply(`its reply is larger than ${mostReplyBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
