/**
 * A conversation as the page keeps it: turns of one question and, for each of the one or two models that are asked, the
 * answers it has given so far, of which one is shown. Plain values and pure functions; nothing here waits or draws.
 */
import type { ChatMessage, ChatSettings, ScoredToken, Timing, Usage } from "../backend/backend.ts";

export interface Conversation {
  readonly id: string;
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Whom to ask, by `modelKey`: one, or two side by side. */
  readonly models: readonly string[];
  /** Undefined leaves the model its own system prompt; "" is none. */
  readonly system?: string;
  readonly settings: ChatSettings;
  readonly turns: readonly Turn[];
}

export interface Turn {
  readonly id: string;
  readonly text: string;
  readonly pictures: readonly PictureRef[];
  /** One for each model that is asked. */
  readonly columns: readonly Column[];
}

/** Points to a picture's bytes, which are kept by themselves. */
export interface PictureRef {
  readonly id: string;
  readonly name: string;
}

export interface Column {
  readonly variants: readonly Answer[];
  /** Which of the variants is shown, and told to the model later on. */
  readonly shown: number;
}

export interface Answer {
  readonly id: string;
  readonly model: string;
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
  /** `running` until the end; `stopped` by the user, by leaving the page, or `failed` with a sentence in `error`. */
  readonly state: "running" | "done" | "stopped" | "failed";
  /** What goes on before the first token. */
  readonly progress?: { readonly label: string; readonly share?: number };
  readonly error?: string;
  /** The answer ended because it was as long as allowed. */
  readonly cut?: boolean;
  readonly usage?: Usage;
  readonly timing?: Timing;
}

export function newAnswer(id: string, model: string): Answer {
  return { id, model, text: "", tokens: [], state: "running" };
}

export function shownAnswer(column: Column | undefined): Answer | undefined {
  return column?.variants[column.shown];
}

/** A title from the first question: its first line, cut at a word. */
export function titleOf(text: string, pictures: readonly PictureRef[]): string {
  const line = text.trim().split("\n", 1)[0]!.trim();
  if (line === "") return pictures[0]?.name ?? "New chat";
  if (line.length <= 48) return line;
  const cut = line.slice(0, 48);
  return `${cut.slice(0, Math.max(cut.lastIndexOf(" "), 24)).trimEnd()}…`;
}

export function withTurn(conversation: Conversation, turnId: string, change: (turn: Turn) => Turn): Conversation {
  return { ...conversation, turns: conversation.turns.map((turn) => (turn.id === turnId ? change(turn) : turn)) };
}

/** Changes the answer of that id in a turn, wherever it stands. */
export function withAnswer(
  conversation: Conversation,
  turnId: string,
  answerId: string,
  change: (answer: Answer) => Answer,
): Conversation {
  return withTurn(conversation, turnId, (turn) => ({
    ...turn,
    columns: turn.columns.map((column) => ({
      ...column,
      variants: column.variants.map((answer) => (answer.id === answerId ? change(answer) : answer)),
    })),
  }));
}

/** Puts one more answer into a column and shows it; one that failed or said nothing gives way to it. */
export function withVariant(conversation: Conversation, turnId: string, place: number, answer: Answer): Conversation {
  return withTurn(conversation, turnId, (turn) => {
    const columns = [...turn.columns];
    const kept = (columns[place]?.variants ?? []).filter(({ state, text }) => state !== "failed" && text !== "");
    columns[place] = { variants: [...kept, answer], shown: kept.length };
    return { ...turn, columns };
  });
}

/** Whether a question went unanswered: later ones are asked without it. */
export function isLeftOut({ columns }: Turn): boolean {
  return columns.every((column) => {
    const answer = shownAnswer(column);
    return answer === undefined || (answer.text === "" && answer.state !== "running");
  });
}

/** Makes a turn the last one. What was said after it goes, unless it went unanswered: then nothing after it knew of it. */
export function withTurnLast(conversation: Conversation, turnId: string): Conversation {
  const turn = conversation.turns.find(({ id }) => id === turnId);
  if (!turn) return conversation;
  const others = isLeftOut(turn)
    ? conversation.turns.filter(({ id }) => id !== turnId)
    : turnsBefore(conversation, turnId);
  return { ...conversation, turns: [...others, turn] };
}

/** The turns before this one. */
export function turnsBefore(conversation: Conversation, turnId: string): readonly Turn[] {
  const place = conversation.turns.findIndex((turn) => turn.id === turnId);
  return place < 0 ? conversation.turns : conversation.turns.slice(0, place);
}

/** How many pictures a model is told of before the question of this turn; without one, before the next question. */
export function picturesBefore(conversation: Conversation, turnId?: string): number {
  const past = turnId === undefined ? conversation.turns : withTurnLast(conversation, turnId).turns.slice(0, -1);
  return past.filter((turn) => !isLeftOut(turn)).reduce((count, { pictures }) => count + pictures.length, 0);
}

/**
 * What a model is told so that it answers the turn: what came before with this column's answers, then the question.
 * Turns without an answer are left out, since user and assistant must take turns.
 */
export function messagesFor(
  conversation: Conversation,
  turnId: string,
  column: number,
  picture: (id: string) => Blob | undefined,
): ChatMessage[] {
  const turn = conversation.turns.find(({ id }) => id === turnId);
  if (!turn) return [];
  const question = ({ text, pictures }: Turn): ChatMessage => ({
    role: "user",
    text,
    images: pictures.map(({ id }) => picture(id)).filter((blob) => blob !== undefined),
  });
  const past = turnsBefore(conversation, turnId).flatMap((before): ChatMessage[] => {
    const answer = shownAnswer(before.columns[column] ?? before.columns[0]);
    return answer && answer.text !== "" ? [question(before), { role: "assistant", text: answer.text }] : [];
  });
  const system = conversation.system;
  return [...(system === undefined ? [] : [{ role: "system", text: system } as const]), ...past, question(turn)];
}

/** After the page was left in the middle of an answer, what there is of it is all there will be. */
export function settled(conversation: Conversation): Conversation {
  const running = (column: Column) => column.variants.some(({ state }) => state === "running");
  if (!conversation.turns.some(({ columns }) => columns.some(running))) return conversation;
  const settle = (answer: Answer): Answer =>
    answer.state === "running" ? { ...answer, state: "stopped", progress: undefined } : answer;
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => ({
      ...turn,
      columns: turn.columns.map((column) => ({ ...column, variants: column.variants.map(settle) })),
    })),
  };
}

export function isRunning(conversation: Conversation): boolean {
  return conversation.turns.some(({ columns }) => columns.some((column) => shownAnswer(column)?.state === "running"));
}
