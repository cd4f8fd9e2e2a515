/**
 * Where models can run. Each source lists its models when the page opens; the user's choice of a model is a choice of the
 * source too.
 */
import { BackendError, type ChatBackend, type ModelInfo } from "./backend.ts";
import { httpBackend } from "./http.ts";
import { modelKey, modelName } from "./model-key.ts";

export interface Source {
  readonly kind: ChatBackend["kind"];
  /** The heading of its models in the list. */
  readonly title: string;
  open(): Promise<ChatBackend>;
}

const server: Source = { kind: "server", title: "On the server", open: async () => httpBackend() };
const tab: Source = {
  kind: "tab",
  title: "In this browser",
  open: async () => (await import("./tab.ts")).tabBackend(),
};

/** The page's `data-site` says what lies behind it: `static` is models beside it and no server, `both` is both. */
const places: Readonly<Record<string, readonly Source[]>> = { static: [tab], both: [server, tab] };

export const sources: readonly Source[] = places[document.documentElement.dataset.site ?? ""] ?? [server];

/** A model's name, with its place where there are two of them: a model may be asked beside itself. */
export function placedName(key: string): string {
  const here = sources.length > 1 && key.startsWith(modelKey("tab", ""));
  return here ? `${modelName(key)}, in this browser` : modelName(key);
}

export interface ListedModel {
  readonly key: string;
  readonly source: Source;
  readonly info: ModelInfo;
}

const opened = new Map<Source, Promise<ChatBackend>>();

/** The backend of a source, opened once. */
export function backendOf(source: Source): Promise<ChatBackend> {
  const known = opened.get(source) ?? source.open();
  opened.set(source, known);
  known.catch(() => opened.delete(source));
  return known;
}

/** Frees what backends hold in this browser: a page that is left may be kept by it for a while, models and all. */
export function freeBackends(): void {
  for (const backend of opened.values()) void backend.then(({ dispose }) => dispose?.()).catch(() => {});
}

interface Listing {
  readonly models: ListedModel[];
  /** Why the other sources do not answer. */
  readonly complaints: string[];
  /** Why one of them does not, where a key is all it wants. */
  readonly wantedKey?: string;
}

/** All models of all sources that answer. */
export async function listModels(): Promise<Listing> {
  const complaints: string[] = [];
  let wantedKey: string | undefined;
  const lists = await Promise.all(
    sources.map(async (source) => {
      try {
        const infos = await (await backendOf(source)).models();
        return infos.map((info): ListedModel => ({ key: modelKey(source.kind, info.id), source, info }));
      } catch (error) {
        complaints.push(error instanceof Error ? error.message : String(error));
        if (error instanceof BackendError && error.wantsKey) wantedKey = error.message;
        return [];
      }
    }),
  );
  return { models: lists.flat(), complaints, wantedKey };
}
