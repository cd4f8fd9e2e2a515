/**
 * Forgets pictures that no conversation shows, some minutes after a visit first found them so: another tab may have kept a
 * picture and be about to keep its conversation, or offer to put back one that was deleted.
 */
import { z } from "zod/mini";
import type { Database } from "./database.ts";

const key = "periscope.unused-pictures";
const waitMs = 10 * 60_000;
/** When each picture was first found without a conversation: milliseconds since 1970, by its id. */
const shape = z.record(z.string(), z.number());

/** `used`: the pictures that conversations show. Where nothing can be remembered, nothing is forgotten. */
export async function forgetUnused(database: Database, used: readonly string[]): Promise<void> {
  const shown = new Set(used);
  const unused = (await database.pictureIds()).filter((id) => !shown.has(id));
  const before = shape.parse(JSON.parse(localStorage.getItem(key) ?? "{}"));
  const now = Date.now();
  const since = new Map(unused.map((id) => [id, before[id] ?? now]));
  for (const [id, found] of since) {
    if (now - found < waitMs) continue;
    await database.forgetPicture(id);
    since.delete(id);
  }
  localStorage.setItem(key, JSON.stringify(Object.fromEntries(since)));
}
