/**
 * Conversations and pictures in the browser's own database (IndexedDB). Where the browser refuses one (private windows do),
 * everything is kept in memory until the page is closed.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
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
  return {
    lasting: true,
    conversations: () => database.getAll("conversations"),
    conversation: (id) => database.get("conversations", id),
    save: async (conversation) => void (await database.put("conversations", conversation)),
    remove: (id) => database.delete("conversations", id),
    picture: (id) => database.get("pictures", id),
    savePicture: async (picture) => void (await database.put("pictures", picture)),
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
