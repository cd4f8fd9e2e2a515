/**
 * What the page knows, and everything that can be done to it: conversations, models, what is open. Components read it
 * through `useChat`; answers are given in `answering.ts`, and both write to the database without being waited for.
 */
import { create } from "zustand";
import { keepApiKey } from "../backend/api-key.ts";
import type { ChatSettings } from "../backend/backend.ts";
import { type ListedModel, listModels } from "../backend/sources.ts";
import { type Conversation, isRunning, settled, titleOf } from "./conversation.ts";
import { type Database, openDatabase } from "./database.ts";
import { freshId } from "./id.ts";
import { keepPicture, loadPictures } from "./pictures.ts";
import { readPreferences, writePreferences } from "./preferences.ts";
import { hearTabs, tellTabs } from "./tabs.ts";
import { forgetUnused } from "./unused-pictures.ts";

/** Which answer the panel is about. */
export interface Looked {
  readonly turnId: string;
  readonly column: number;
}

export interface ChatState {
  readonly ready: boolean;
  /** The page may be loaded once more: nothing can be asked before that. */
  readonly preparing: boolean;
  /** Newest first. */
  readonly conversations: readonly Conversation[];
  /** The open conversation; it may not be in the list yet, as long as nothing was said. */
  readonly open: Conversation;
  readonly models: readonly ListedModel[];
  readonly modelState: "loading" | "ready" | "none";
  /** Why there are no models. */
  readonly complaint?: string;
  /** The server answers only those who send a key, and this page has none that is right. */
  readonly wantsKey: boolean;
  readonly looked?: Looked;
  /** A short notice at the edge of the page, with something to do about it. */
  readonly notice?: { readonly text: string; readonly action?: { readonly label: string; readonly run: () => void } };
  /** Said to screen readers. */
  readonly announcement: string;
}

let database: Database | undefined;

export const useChat = create<ChatState>()(() => ({
  ready: false,
  preparing: false,
  conversations: [],
  open: emptyConversation(),
  models: [],
  modelState: "loading",
  wantsKey: false,
  announcement: "",
}));

const { getState: get, setState: set } = useChat;

function emptyConversation(): Conversation {
  const now = Date.now();
  const { models, system, settings } = readPreferences();
  return { id: freshId(), title: "New chat", createdAt: now, updatedAt: now, models, system, settings, turns: [] };
}

/** Reads what was kept, and asks for the models as soon as the page is prepared. */
export async function start(prepared?: Promise<void>): Promise<void> {
  set({ preparing: prepared !== undefined });
  void Promise.resolve(prepared)
    .catch(() => {}) // the page works as it is
    .then(() => {
      set({ preparing: false });
      return refreshModels();
    });
  const listed = readList();
  hearTabs((id) => {
    listed.then((kept) => takeOver(kept, id)).catch(() => {}); // what cannot be read stays as it is
  });
  const { lasting } = await listed;
  if (!lasting) notify("This browser keeps no data for this page: conversations end when it is closed.");
}

async function readList(): Promise<Database> {
  database = await openDatabase();
  const stored = await database.conversations().catch(() => undefined);
  const conversations = (stored ?? []).map(settled).sort((a, b) => b.updatedAt - a.updatedAt);
  set({ ready: true, conversations });
  const address = new URLSearchParams(location.hash.slice(1)).get("chat");
  if (address) openConversation(address);
  if (stored) forgetUnused(database, stored.flatMap(picturesOf)).catch(() => {});
  return database;
}

/** Takes over what another tab has done to a conversation, unless this one is at work on it. */
async function takeOver(kept: Database, id: string): Promise<void> {
  const stored = await kept.conversation(id);
  const { conversations, open } = get();
  const known = conversations.find((conversation) => conversation.id === id);
  if (unsaved.has(id) || (known && isRunning(known)) || (stored && isRunning(stored))) return;
  if (!stored) {
    set({ conversations: conversations.filter((conversation) => conversation.id !== id) });
    if (open.id === id) newConversation(); // what stayed open would be kept again with its next change
    return;
  }
  set({ conversations: listed(conversations, stored), ...(open.id === id && { open: stored }) });
  if (open.id === id) await withPictures(stored);
}

export async function refreshModels(): Promise<string | undefined> {
  set({ modelState: "loading", complaint: undefined });
  const { models, complaints, wantedKey } = await listModels();
  set((state) => ({
    models,
    wantsKey: wantedKey !== undefined,
    modelState: models.length > 0 ? "ready" : "none",
    complaint: complaints[0],
    open: state.open.turns.length === 0 || state.open.models.length === 0 ? withThere(state.open, models) : state.open,
  }));
  return wantedKey;
}

/** Asks the server with this key from now on. Resolves to why it is refused, or to nothing. */
export async function giveApiKey(key: string): Promise<string | undefined> {
  if (!/^[\x21-\x7e]+$/.test(key)) return "A key has no blanks in it, and no other letters than those of ASCII.";
  keepApiKey(key);
  // where nothing was asked yet, a model that took the place of the server's goes back
  const { open } = get();
  if (open.turns.length === 0) set({ open: { ...open, models: readPreferences().models } });
  return refreshModels();
}

/** An answer was refused for want of a key. */
export function askForKey(): void {
  set({ wantsKey: true });
}

/** The conversation with models that can be asked: the first one in the place of each that cannot. */
function withThere(conversation: Conversation, models: readonly ListedModel[]): Conversation {
  const known = new Set(models.map(({ key }) => key));
  const first = models[0]?.key;
  if (first === undefined) return conversation;
  const there = conversation.models.map((key) => (known.has(key) ? key : first));
  return { ...conversation, models: there.length > 0 ? there : [first] };
}

/** Changes a conversation wherever it stands, and keeps the change. */
export function update(id: string, change: (conversation: Conversation) => Conversation, { touch = false } = {}): void {
  const state = get();
  const current = state.open.id === id ? state.open : state.conversations.find((known) => known.id === id);
  if (!current) return;
  const next = { ...change(current), ...(touch && { updatedAt: Date.now() }) };
  set({ ...(state.open.id === id && { open: next }), conversations: listed(state.conversations, next) });
  if (next.turns.length > 0) saveSoon(next.id);
}

/** The list with this conversation in it, once something was said in it. */
function listed(conversations: readonly Conversation[], changed: Conversation): readonly Conversation[] {
  const known = conversations.some(({ id }) => id === changed.id);
  if (!known && changed.turns.length === 0) return conversations;
  const others = known ? conversations.map((c) => (c.id === changed.id ? changed : c)) : [changed, ...conversations];
  return [...others].sort((a, b) => b.updatedAt - a.updatedAt);
}

export function newConversation(): void {
  const { models } = get();
  const begun = emptyConversation();
  const open = begun.models.length === 0 ? withThere(begun, models) : begun;
  set({ open, looked: undefined });
  history.replaceState(null, "", location.pathname);
  const there = open.models.every((key) => models.some((model) => model.key === key));
  if (!there || open.models.length === 0) void refreshModels();
}

export function openConversation(id: string): void {
  const found = get().conversations.find((conversation) => conversation.id === id);
  if (!found) return;
  set({ open: found, looked: undefined });
  history.replaceState(null, "", `#chat=${id}`);
  if (database) void loadPictures(database, picturesOf(found));
}

function picturesOf({ turns }: Conversation): string[] {
  return turns.flatMap(({ pictures }) => pictures.map(({ id }) => id));
}

/** Waits until the pictures of a conversation are at hand. */
export async function withPictures(conversation: Conversation): Promise<void> {
  if (database) await loadPictures(database, picturesOf(conversation));
}

export function addPicture(blob: Blob, name: string, id = freshId()) {
  return keepPicture({ id, name, blob });
}

export function savePicture(picture: { id: string; name: string; blob: Blob }): void {
  const { id, name, blob } = picture;
  database?.savePicture({ id, name, blob }).catch(complainAboutSaving);
}

/** A conversation from elsewhere, with its pictures; it is kept, then opened. */
export async function addConversation(
  conversation: Conversation,
  pictures: readonly { id: string; name: string; blob: Blob }[],
): Promise<void> {
  for (const { blob, name, id } of pictures) addPicture(blob, name, id);
  await Promise.all([
    ...pictures.map(({ id, name, blob }) => database?.savePicture({ id, name, blob })),
    database?.save(conversation),
  ]).catch(complainAboutSaving);
  tellTabs(conversation.id);
  set((state) => ({ conversations: listed(state.conversations, conversation) }));
  openConversation(conversation.id);
}

export function rename(id: string, title: string): void {
  if (title.trim() !== "") update(id, (conversation) => ({ ...conversation, title: title.trim() }));
}

export function remove(id: string): void {
  const removed = get().conversations.find((conversation) => conversation.id === id);
  if (!removed) return;
  set((state) => ({ conversations: state.conversations.filter((conversation) => conversation.id !== id) }));
  unsaved.delete(id);
  void database?.remove(id).then(() => tellTabs(id));
  if (get().open.id === id) newConversation();
  notify(`“${removed.title}” was deleted.`, {
    label: "Undo",
    run: () => {
      set((state) => ({ conversations: listed(state.conversations, removed), notice: undefined }));
      saveSoon(id);
      openConversation(id);
    },
  });
}

/** What is said about the model of the open conversation is also how the next one begins. */
export function configure(change: Partial<Pick<Conversation, "models" | "system" | "settings">>): void {
  update(get().open.id, (conversation) => ({ ...conversation, ...change }));
  const { models, system, settings } = get().open;
  writePreferences({ models: [...models], system, settings });
}

export function configureSettings(change: ChatSettings): void {
  configure({ settings: { ...get().open.settings, ...change } });
}

export function look(looked: Looked | undefined): void {
  set({ looked });
}

let noticeTimer: ReturnType<typeof setTimeout> | undefined;
const noticeMs = 8000;
/** There is something to do about it, which takes longer than to read it. */
const actionNoticeMs = 20_000;

export function notify(text: string, action?: NonNullable<ChatState["notice"]>["action"]): void {
  clearTimeout(noticeTimer);
  set({ notice: { text, action } });
  noticeTimer = setTimeout(() => set({ notice: undefined }), action ? actionNoticeMs : noticeMs);
}

export function dismissNotice(): void {
  set({ notice: undefined });
}

export function announce(announcement: string): void {
  set({ announcement });
}

/** Named after its first question, unless the user named it. */
export function nameAfterQuestion(conversation: Conversation): Conversation {
  const [first] = conversation.turns;
  if (!first || conversation.title !== "New chat") return conversation;
  return { ...conversation, title: titleOf(first.text, first.pictures) };
}

const unsaved = new Set<string>();
let saveTimer: ReturnType<typeof setTimeout> | undefined;

/** Writes at most twice a second: an answer under way changes more often than that. */
function saveSoon(id: string): void {
  unsaved.add(id);
  saveTimer ??= setTimeout(saveNow, 400);
}

export function saveNow(): void {
  clearTimeout(saveTimer);
  saveTimer = undefined;
  const { conversations } = get();
  for (const id of unsaved) {
    const conversation = conversations.find((known) => known.id === id);
    if (conversation) database?.save(conversation).then(() => saved(conversation), complainAboutSaving);
  }
  unsaved.clear();
}

/** An answer under way is this tab's own; the others hear of it when it is whole. */
function saved(conversation: Conversation): void {
  if (!isRunning(conversation)) tellTabs(conversation.id);
}

function complainAboutSaving(): void {
  notify("The browser has no room left to keep this conversation; delete older ones.");
}
