/** Messages as callers write them, with their images read. */
import type { Message, Part } from "../text/conversation.ts";
import type { ImageSource } from "./image-source.ts";
import type { LoadedImage } from "./images.ts";
import type { Turn } from "./sequence.ts";

/** A message as callers write it; images in whatever form they have them. */
export type ChatMessage<I = ImageSource> = Message<I>;

/** Reads the images of messages; nothing is decoded yet. Throws a UserError for one that cannot be read. */
export function readTurns(
  reader: { load(image: ImageSource): Promise<LoadedImage> },
  messages: readonly ChatMessage[],
): Promise<Turn[]> {
  return Promise.all(
    messages.map(async ({ content, images, ...message }): Promise<Turn> => {
      if (typeof content === "string") {
        return {
          ...message,
          content,
          images: images && (await Promise.all(images.map((image) => reader.load(image)))),
        };
      }
      const parts = content.map(async (part) =>
        part.type === "text"
          ? part
          : { ...part, image: part.image === undefined ? undefined : await reader.load(part.image) },
      );
      return { ...message, content: await Promise.all(parts), images: images as undefined };
    }),
  );
}

/** A question as a message; images beyond the placeholders of its text stand before the text. */
export function questionMessage<I>(
  question: string | readonly Part<I>[],
  images: readonly I[] | undefined,
  imageTag: string,
): ChatMessage<I> {
  if (typeof question === "string") {
    const missing = (images?.length ?? 0) - question.split(imageTag).length + 1;
    return { role: "user", content: imageTag.repeat(Math.max(missing, 0)) + question, images };
  }
  if (!images?.length) return { role: "user", content: question };
  return { role: "user", content: [...images.map((image) => ({ type: "image", image }) as const), ...question] };
}
