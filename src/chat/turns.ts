/** Messages as callers write them, with their images read. */
import type { Message, Part } from "../text/conversation.ts";
import { checkList, unexpected } from "./checks.ts";
import type { ImageSource } from "./image-source.ts";
import type { LoadedImage } from "./images.ts";
import type { Turn } from "./sequence.ts";

/** A message as callers write it; images in whatever form they have them. */
export type ChatMessage<I = ImageSource> = Message<I>;

/** Reads the images of messages; nothing is decoded yet. Throws a UserError for what is no message or cannot be read. */
export async function readTurns(
  reader: { load(image: ImageSource): Promise<LoadedImage> },
  messages: readonly ChatMessage[],
): Promise<Turn[]> {
  checkList("messages", messages, "messages");
  return Promise.all(
    messages.map(async (given): Promise<Turn> => {
      if (typeof given !== "object" || given === null) throw unexpected("a message", given, "an object");
      const { content, images, ...message } = given;
      if (images !== undefined) checkList("images", images, "images");
      if (typeof content === "string") {
        return {
          ...message,
          content,
          images: images && (await Promise.all(images.map((image) => reader.load(image)))),
        };
      }
      checkContent("the content of a message", content);
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
  if (images !== undefined) checkList("images", images, "images");
  if (typeof question === "string") {
    const missing = (images?.length ?? 0) - question.split(imageTag).length + 1;
    return { role: "user", content: imageTag.repeat(Math.max(missing, 0)) + question, images };
  }
  checkContent("the question", question);
  if (!images?.length) return { role: "user", content: question };
  return { role: "user", content: [...images.map((image) => ({ type: "image", image }) as const), ...question] };
}

function checkContent(name: string, content: unknown): void {
  if (!Array.isArray(content)) throw unexpected(name, content, "a text or a list of parts");
}
