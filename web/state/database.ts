/**
 * Conversations and pictures in the browser's own database (IndexedDB). Where the browser refuses one (private windows do),
 * everything is kept in memory until the page is closed.
 */
import { type DBSchema, type IDBPDatabase, openDB, type StoreNames, type StoreValue } from "idb";
import type { Conversation } from "./conversation.ts";

export interface Picture {
  readonly id: string;
  readonly name: string;
  readonly blob: Blob;
}

export interface Database {
  /** False where nothing outlives the page. */
  readonly lasting: boolean;
  conversations(): Promise<Conversation[]>;
  conversation(id: string): Promise<Conversation | undefined>;
  save(conversation: Conversation): Promise<void>;
  remove(id: string): Promise<void>;
  picture(id: string): Promise<Picture | undefined>;
  savePicture(picture: Picture): Promise<void>;
  pictureIds(): Promise<string[]>;
  forgetPicture(id: string): Promise<void>;
}

interface Schema extends DBSchema {
  conversations: { key: string; value: Conversation };
  pictures: { key: string; value: Picture };
}

export async function openDatabase(name = "periscope"): Promise<Database> {
  try {
    return stored(
      await openDB<Schema>(name, 1, {
        upgrade(database) {
          database.createObjectStore("conversations", { keyPath: "id" });
          database.createObjectStore("pictures", { keyPath: "id" });
        },
      }),
    );
  } catch {
    return inMemory();
  }
}

function stored(database: IDBPDatabase<Schema>): Database {
  // A page that is left hears no more of what it has written, and what it has not committed itself is undone.
  const put = async <Name extends StoreNames<Schema>>(name: Name, value: StoreValue<Schema, Name>) => {
    const transaction = database.transaction(name, "readwrite");
    const written = transaction.store.put(value);
    transaction.commit();
    await Promise.all([written, transaction.done]);
  };
  return {
    lasting: true,
    conversations: () => database.getAll("conversations"),
    conversation: (id) => database.get("conversations", id),
    save: (conversation) => put("conversations", conversation),
    remove: (id) => database.delete("conversations", id),
    picture: (id) => database.get("pictures", id),
    savePicture: (picture) => put("pictures", picture),
    pictureIds: () => database.getAllKeys("pictures"),
    forgetPicture: (id) => database.delete("pictures", id),
  };
}

function inMemory(): Database {
  const conversations = new Map<string, Conversation>();
  const pictures = new Map<string, Picture>();
  return {
    lasting: false,
    conversations: async () => [...conversations.values()],
    conversation: async (id) => conversations.get(id),
    save: async (conversation) => void conversations.set(conversation.id, conversation),
    remove: async (id) => void conversations.delete(id),
    picture: async (id) => pictures.get(id),
    savePicture: async (picture) => void pictures.set(picture.id, picture),
    pictureIds: async () => [...pictures.keys()],
    forgetPicture: async (id) => void pictures.delete(id),
  };
}
