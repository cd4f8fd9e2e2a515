/** Hands files to the composer around a component, in their order, and says which of them it did not take, and why. */
import { useAui } from "@assistant-ui/react";
import { usualMostImages } from "../backend/backend.ts";
import { modelName } from "../backend/model-key.ts";
import { preparingSentence } from "../offline/register.ts";
import { picturesBefore } from "../state/conversation.ts";
import { notify, useChat } from "../state/store.ts";
import { some } from "../text/names.ts";
import { PictureError } from "./attachments.ts";

type Reason = PictureError["reason"] | "beyond";

/** One file after the other, also when more are dropped while the first are still read. */
let line: Promise<void> = Promise.resolve();

/** `turnId`: of the question that is changed; a new one without. */
export function useAttach(turnId?: string): (files: readonly File[]) => Promise<void> {
  const aui = useAui();
  const add = async (file: File, room: number): Promise<Reason | undefined> => {
    if (room <= 0) return "beyond";
    try {
      await aui.composer.addAttachment(file);
      return undefined;
    } catch (error) {
      return error instanceof PictureError ? error.reason : "unreadable";
    }
  };
  return async (files) => {
    if (useChat.getState().preparing) return notify(preparingSentence);
    line = line.then(async () => {
      const refused: Record<Reason, string[]> = { unreadable: [], damaged: [], beyond: [] };
      await new Promise((drawn) => setTimeout(drawn)); // the composer's state lags behind what was added last
      const attached = aui.composer.getState().attachments.length;
      let room = limit().most - picturesBefore(useChat.getState().open, turnId) - attached;
      for (const file of files) {
        const reason = await add(file, room);
        if (reason) refused[reason].push(file.name || "That file");
        else room--;
      }
      const sentences = sentencesOf(refused);
      if (sentences.length > 0) notify(sentences.join(" "));
    });
    return line;
  };
}

/** How many pictures the models that are asked take, and which of them takes the fewest. */
function limit(): { readonly most: number; readonly model: string } {
  const { open, models } = useChat.getState();
  const limits = open.models.map((key) => ({
    most: models.find((model) => model.key === key)?.info.mostImages ?? usualMostImages,
    model: modelName(key),
  }));
  return limits.sort((a, b) => a.most - b.most)[0] ?? { most: usualMostImages, model: "a model" };
}

function sentencesOf({ unreadable, damaged, beyond }: Readonly<Record<Reason, readonly string[]>>): string[] {
  const sentences: string[] = [];
  if (unreadable.length === 1) sentences.push(`${unreadable[0]} is not a picture that this browser can read.`);
  if (unreadable.length > 1) sentences.push(`${some(unreadable)} are not pictures that this browser can read.`);
  if (damaged.length > 0)
    sentences.push(`${some(damaged)} ${damaged.length === 1 ? "is" : "are"} incomplete or damaged.`);
  if (beyond.length > 0) {
    const { most, model } = limit();
    const left = `${some(beyond)} ${beyond.length === 1 ? "was" : "were"} left out`;
    sentences.push(`At most ${most} pictures go into one conversation with ${model}; ${left}.`);
  }
  return sentences;
}
