/** Takes an exported conversation in from a file, and opens it. */
import { modelKey } from "../backend/model-key.ts";
import { addConversation, notify, useChat } from "../state/store.ts";
import { ImportError, mostBytes, readConversation } from "./read.ts";

/** What is no conversation of this page is refused with a notice. */
export async function takeIn(file: File): Promise<void> {
  try {
    if (file.size > mostBytes) throw new ImportError(`${file.name} is too large to be a conversation of this page.`);
    const { models } = useChat.getState();
    const keyOf = (model: string) => models.find(({ info }) => info.id === model)?.key ?? modelKey("server", model);
    const { conversation, pictures } = readConversation(await file.text(), { name: file.name, keyOf });
    await addConversation(conversation, pictures);
    notify(`“${conversation.title}” was imported.`);
  } catch (error) {
    notify(error instanceof ImportError ? error.message : `${file.name} could not be read.`);
  }
}
