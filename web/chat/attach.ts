/** Hands files to the composer around a component, in their order, and says which of them it did not take, and why. */
import { useAui } from "@assistant-ui/react";
import { modelName } from "../backend/model-key.ts";
import { preparingSentence } from "../offline/register.ts";
import { picturesBefore } from "../state/conversation.ts";
import { notify, useChat } from "../state/store.ts";
import { some } from "../text/names.ts";
import { PictureError } from "./attachments.ts";

type Reason = PictureError["reason"] | "beyond";

/** One file after the other, also when more are dropped while the first are still read. */
let line: Promise<void> = Promise.resolve();
let waiting = 0;
/** How many pictures a composer has once its turns in the line are over: its own state shows them a moment later. */
const counted = new Map<string | undefined, number>();

/** `turnId`: of the question that is changed; a new one without. */
export function useAttach(turnId?: string): (files: readonly File[]) => Promise<void> {
  const aui = useAui();
  /** Nothing where the question is not being changed any more. */
  const composer = () => {
    try {
      const state = aui.composer.getState();
      return state.isEditing ? state : undefined;
    } catch {
      return undefined;
    }
  };
  const add = async (file: File, room: number): Promise<Reason | undefined> => {
    if (room <= 0) return "beyond";
    try {
      await aui.composer.addAttachment(file);
      return undefined;
    } catch (error) {
      if (error instanceof PictureError) return error.reason;
      throw error;
    }
  };
  const addAll = async (files: readonly File[]) => {
    const refused: Record<Reason, string[]> = { unreadable: [], damaged: [], beyond: [] };
    const before = picturesBefore(useChat.getState().open, turnId);
    let attached = counted.get(turnId) ?? composer()?.attachments.length ?? 0;
    for (const file of files) {
      if (!composer()) return;
      const reason = await add(file, limit().most - before - attached);
      if (reason) refused[reason].push(file.name || "That file");
      else counted.set(turnId, ++attached);
    }
    const sentences = sentencesOf(refused);
    if (sentences.length > 0) notify(sentences.join(" "));
  };
  return async (files) => {
    if (useChat.getState().preparing) return notify(preparingSentence);
    waiting++;
    const turn = line
      .then(() => addAll(files))
      .finally(() => {
        if (--waiting === 0) counted.clear();
      });
    line = turn.catch(() => {}); // whoever called hears of it; the next ones have their turn all the same
    return turn;
  };
}

/** How many pictures the models that are asked take, and which of them takes the fewest. */
function limit(): { readonly most: number; readonly model: string } {
  const { open, models } = useChat.getState();
  const limits = open.models.map((key) => ({
    most: models.find((model) => model.key === key)?.info.mostImages ?? Number.POSITIVE_INFINITY,
    model: modelName(key),
  }));
  return limits.reduce((a, b) => (b.most < a.most ? b : a), { most: Number.POSITIVE_INFINITY, model: "" });
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
