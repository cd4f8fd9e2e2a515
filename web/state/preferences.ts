/** What a new conversation begins with: the models, the system prompt and the settings that were chosen last. */
import { z } from "zod/mini";

const key = "periscope.preferences";

const shape = z.object({
  models: z.catch(z.array(z.string()), []),
  system: z.catch(z.optional(z.string()), undefined),
  settings: z.catch(
    z.object({
      temperature: z.optional(z.number()),
      topP: z.optional(z.number()),
      maxTokens: z.optional(z.number()),
      seed: z.optional(z.number()),
    }),
    {},
  ),
});

export type Preferences = z.infer<typeof shape>;

let current: Preferences | undefined;

export function readPreferences(): Preferences {
  current ??= parse();
  return current;
}

export function writePreferences(preferences: Preferences): void {
  current = preferences;
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // a browser that keeps nothing keeps no preferences either
  }
}

function parse(): Preferences {
  const nothing: Preferences = { models: [], settings: {} };
  try {
    const result = shape.safeParse(JSON.parse(localStorage.getItem(key) ?? "{}"));
    return result.success ? result.data : nothing;
  } catch {
    return nothing;
  }
}
