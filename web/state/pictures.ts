/**
 * The pictures of this page's conversations, by id: their bytes for the model, and addresses that an `img` can show. Bytes
 * come from the database when they are first looked at.
 */
import { useSyncExternalStore } from "react";
import type { Database, Picture } from "./database.ts";

export interface KeptPicture extends Picture {
  /** An object URL, for as long as the page is open. */
  readonly url: string;
}

const kept = new Map<string, KeptPicture>();
const wanted = new Set<string>();
const listeners = new Set<() => void>();

export function keepPicture(picture: Picture): KeptPicture {
  const known = kept.get(picture.id);
  if (known) return known;
  const shown = { ...picture, url: URL.createObjectURL(picture.blob) };
  kept.set(picture.id, shown);
  for (const listener of listeners) listener();
  return shown;
}

export function keptPicture(id: string): KeptPicture | undefined {
  return kept.get(id);
}

/** Sees to it that these pictures are at hand; those that are lost are left out. */
export async function loadPictures(database: Database, ids: Iterable<string>): Promise<void> {
  for (const id of ids) {
    if (kept.has(id) || wanted.has(id)) continue;
    wanted.add(id);
    const picture = await database.picture(id);
    wanted.delete(id);
    if (picture) keepPicture(picture);
  }
}

/** The picture once it is there. */
export function usePicture(id: string): KeptPicture | undefined {
  return useSyncExternalStore(subscribe, () => kept.get(id));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
