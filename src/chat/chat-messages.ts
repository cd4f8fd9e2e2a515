/** Messages in the form of OpenAI's chat API, as this room's own: `image_url` parts become images. */
import { UserError } from "../runtime/errors.ts";
import type { Part } from "../text/conversation.ts";
import { checkList } from "./checks.ts";
import type { ImageSource } from "./image-source.ts";
import type { ChatMessage } from "./turns.ts";

/** An image as OpenAI's API has it: a `data:` URL (in a browser also an `https:` one). Never a path. */
export interface ImageUrlPart {
  readonly type: "image_url";
  readonly image_url: string | { readonly url: string; readonly detail?: string };
}

/** A message as this library or as OpenAI's API writes it. */
export interface ChatInput<I = ImageSource> {
  readonly role: ChatMessage["role"];
  readonly content: string | readonly (Part<I> | ImageUrlPart)[];
  readonly images?: readonly I[];
}

/** Throws a UserError for an `image_url` that is no URL; other mistakes come up when the conversation is rendered. */
export function fromChatInput<I>(messages: readonly ChatInput<I>[]): ChatMessage<I | string>[] {
  checkList("messages", messages, "messages");
  return messages.map((message): ChatMessage<I | string> => {
    if (!Array.isArray(message?.content)) return message as ChatMessage<I>;
    const parts: readonly (Part<I> | ImageUrlPart)[] = message.content;
    return { role: message.role, content: parts.map(partOf), images: message.images };
  });
}

function partOf<I>(part: Part<I> | ImageUrlPart): Part<I | string> {
  if (part.type !== "image_url") return part;
  const url = typeof part.image_url === "string" ? part.image_url : part.image_url?.url;
  // Messages often come from elsewhere; a path in them would read the caller's own files.
  if (typeof url !== "string" || !/^(data|https?):/i.test(url)) {
    throw new UserError(
      `image_url is ${String(url).slice(0, 60)}, expected a data: URL; give files as { type: "image", image: path }`,
    );
  }
  return { type: "image", image: url };
}
