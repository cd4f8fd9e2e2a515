/** One name for a model across all places where models run: `server:nano`, `tab:nano`. */
import type { ChatBackend } from "./backend.ts";

export function modelKey(kind: ChatBackend["kind"], id: string): string {
  return `${kind}:${id}`;
}

/** The model's own name in a key. */
export function modelName(key: string): string {
  return key.slice(key.indexOf(":") + 1);
}
