/**
 * Trained adaptors in the browser's own database, each with the pictures it was trained on. Where the browser refuses one
 * (private windows do), keeping fails with a sentence and the file can still be downloaded.
 */
import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { freshId } from "../state/id.ts";
import { type Example, exampleOf } from "./session.ts";

export interface KeptAdaptor {
  readonly id: string;
  /** The names of its pictures. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  /** A safetensors file; `periscope-vl/web` reads it. */
  readonly file: Uint8Array<ArrayBuffer>;
  readonly examples: readonly Omit<Example, "id" | "url">[];
}

interface Schema extends DBSchema {
  adaptors: { key: string; value: KeptAdaptor };
}

let database: Promise<IDBPDatabase<Schema>> | undefined;

/** Async: where storage is denied, `openDB` throws before it returns a promise. */
async function open(): Promise<IDBPDatabase<Schema>> {
  database ??= openDB<Schema>("periscope-train", 1, {
    upgrade: (created) => void created.createObjectStore("adaptors", { keyPath: "id" }),
  });
  database.catch(() => {
    database = undefined;
  });
  return database;
}

/** What is kept, newest first; nothing where the browser keeps nothing. */
export async function keptAdaptors(): Promise<readonly KeptAdaptor[]> {
  const all = await open()
    .then((known) => known.getAll("adaptors"))
    .catch(() => []);
  return all.sort((a, b) => b.keptAt - a.keptAt);
}

/** Throws an error with a sentence where there is no room. */
export async function keep(file: Uint8Array<ArrayBuffer>, examples: readonly Example[]): Promise<KeptAdaptor> {
  const adaptor: KeptAdaptor = {
    ...{ id: freshId(), name: nameOf(examples), keptAt: Date.now(), file },
    examples: examples.map(({ name, picture, question, answer }) => ({ name, picture, question, answer })),
  };
  try {
    await (await open()).put("adaptors", adaptor);
  } catch {
    throw new Error("This browser keeps no more data for this page. Download the adaptor instead.");
  }
  return adaptor;
}

export async function forget(id: string): Promise<void> {
  await (await open()).delete("adaptors", id);
}

/** The pictures of a kept adaptor, to be shown again. */
export function examplesOf({ examples }: KeptAdaptor): Example[] {
  return examples.map(({ picture, name, question, answer }) => exampleOf(picture, name, question, answer));
}

export function nameOf(examples: readonly Pick<Example, "name">[]): string {
  return examples.map(({ name }) => name.replace(/\.\w+$/, "")).join(", ") || "adaptor";
}

/** Hands an adaptor to the user as a file. */
export function download(file: Uint8Array<ArrayBuffer>, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/octet-stream" }));
  link.download = `${name.replace(/[^\p{L}\p{N} ,_-]/gu, "").slice(0, 60)}.safetensors`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
