/** Hands a conversation to the user as a file. */
import { dataUrl } from "../backend/http.ts";
import type { Conversation } from "../state/conversation.ts";
import { keptPicture } from "../state/pictures.ts";
import { withPictures } from "../state/store.ts";
import { asJson, asMarkdown } from "./formats.ts";

export async function download(conversation: Conversation, format: "markdown" | "json"): Promise<void> {
  await withPictures(conversation);
  const pictures = new Map<string, string>();
  for (const { id } of conversation.turns.flatMap((turn) => turn.pictures)) {
    const kept = keptPicture(id);
    if (kept) pictures.set(id, await dataUrl(kept.blob));
  }
  const json = format === "json";
  const text = json ? asJson(conversation, pictures) : asMarkdown(conversation, pictures);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: json ? "application/json" : "text/markdown" }));
  link.download = `${fileName(conversation.title)}.${json ? "json" : "md"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(title: string): string {
  return title.replace(/[^\p{L}\p{N} _-]/gu, "").trim() || "conversation";
}
