/**
 * Asking, and following answers as they come: send, regenerate, edit, stop, remove. An answer under way belongs to its
 * conversation and goes on while another one is open.
 */
import { BackendError, type ChatEvent } from "../backend/backend.ts";
import { modelName } from "../backend/model-key.ts";
import { backendOf } from "../backend/sources.ts";
import {
  type Answer,
  type Conversation,
  messagesFor,
  newAnswer,
  type PictureRef,
  shownAnswer,
  type Turn,
  withAnswer,
  withTurn,
  withTurnLast,
  withVariant,
} from "./conversation.ts";
import { freshId } from "./id.ts";
import { keptPicture } from "./pictures.ts";
import {
  announce,
  askForKey,
  nameAfterQuestion,
  newConversation,
  notify,
  saveNow,
  savePicture,
  update,
  useChat,
  withPictures,
} from "./store.ts";

/** Alternatives that the panel shows of each token. */
const alternatives = 5;
/** Answers are drawn this often while they come. Not once a frame: a page in the background has no frames. */
const drawEveryMs = 40;

/** The answers under way, by id. */
const running = new Map<string, { readonly conversationId: string; readonly abort: AbortController }>();

/** Asks in the open conversation; its pictures are those that the composer has taken in. */
export function ask(text: string, pictures: readonly PictureRef[]): void {
  const { open } = useChat.getState();
  if (open.models.length === 0) {
    notify("There is no model to ask.");
    return;
  }
  for (const { id } of pictures) {
    const picture = keptPicture(id);
    if (picture) savePicture(picture);
  }
  const turnId = freshId();
  const turn = { id: turnId, text: text.trim(), pictures, columns: [] };
  update(open.id, (c) => nameAfterQuestion({ ...c, turns: [...c.turns, turn] }), { touch: true });
  history.replaceState(null, "", `#chat=${open.id}`);
  answerTurn(open.id, turnId);
}

/** Asks a question again, of one column or of all, as the last one; the answers so far stay as variants. */
export function regenerate(turnId: string, column?: number): void {
  const { open } = useChat.getState();
  makeLast(open, turnId);
  answerTurn(open.id, turnId, column);
}

/** Puts another question in the place of a former one, as the last one. */
export function edit(turnId: string, text: string, pictures: readonly PictureRef[]): void {
  const { open } = useChat.getState();
  makeLast(open, turnId);
  for (const { id } of pictures) {
    const picture = keptPicture(id);
    if (picture) savePicture(picture);
  }
  update(open.id, (c) => withTurn(c, turnId, (turn) => ({ ...turn, text: text.trim(), pictures, columns: [] })));
  answerTurn(open.id, turnId);
}

/** Asks a question anew, without what was said before it. */
export function askInNewChat({ text, pictures }: Turn): void {
  newConversation();
  ask(text, pictures);
}

/** Takes away a question with its answers, and offers to put it back. */
export function removeTurn(turnId: string): void {
  const { open } = useChat.getState();
  const place = open.turns.findIndex(({ id }) => id === turnId);
  const turn = open.turns[place];
  if (!turn) return;
  if (place === open.turns.length - 1) stop(open.id);
  update(open.id, (c) => ({ ...c, turns: c.turns.filter(({ id }) => id !== turnId) }));
  notify("The question was removed.", {
    label: "Undo",
    run: () => {
      update(open.id, (c) => ({ ...c, turns: c.turns.toSpliced(place, 0, turn) }));
      useChat.setState({ notice: undefined });
    },
  });
}

export function showVariant(turnId: string, place: number, shown: number): void {
  const { open } = useChat.getState();
  update(open.id, (c) =>
    withTurn(c, turnId, (turn) => ({
      ...turn,
      columns: turn.columns.map((column, i) => (i === place ? { ...column, shown } : column)),
    })),
  );
}

/** Ends the answers under way in a conversation; what was said until then stays. */
export function stop(conversationId: string): void {
  for (const { conversationId: id, abort } of running.values()) if (id === conversationId) abort.abort();
}

function makeLast({ id }: Conversation, turnId: string): void {
  stop(id);
  update(id, (c) => withTurnLast(c, turnId));
}

function answerTurn(conversationId: string, turnId: string, only?: number): void {
  const { models } = useChat.getState().open;
  if (only === undefined) {
    const fitting = (turn: Turn): Turn => ({ ...turn, columns: turn.columns.slice(0, models.length) });
    update(conversationId, (c) => withTurn(c, turnId, fitting));
  }
  models.forEach((model, column) => {
    if (only !== undefined && only !== column) return;
    const answer = newAnswer(freshId(), model);
    update(conversationId, (c) => withVariant(c, turnId, column, answer), { touch: true });
    void follow({ conversationId, turnId, column, answer });
  });
  saveNow();
  announce("The model is answering.");
}

interface Followed {
  readonly conversationId: string;
  readonly turnId: string;
  readonly column: number;
  readonly answer: Answer;
}

async function follow({ conversationId, turnId, column, answer }: Followed): Promise<void> {
  const abort = new AbortController();
  running.set(answer.id, { conversationId, abort });
  let current = answer;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const draw = () => {
    clearTimeout(timer);
    timer = undefined;
    update(conversationId, (c) => withAnswer(c, turnId, answer.id, () => current));
  };
  try {
    for await (const event of eventsFor({ conversationId, turnId, column, answer }, abort.signal)) {
      current = withEvent(current, event);
      timer ??= setTimeout(draw, drawEveryMs);
    }
    if (current.state === "running") current = { ...current, state: abort.signal.aborted ? "stopped" : "done" };
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    if (error instanceof BackendError && error.wantsKey) askForKey();
    current = abort.signal.aborted
      ? { ...current, state: "stopped" }
      : { ...current, state: "failed", error: sentence };
  } finally {
    running.delete(answer.id);
    current = { ...current, progress: undefined };
    draw();
    saveNow(); // whoever closes the page at once has all of it next time
  }
  announce(current.state === "failed" ? `The answer failed: ${current.error}` : `Answer: ${current.text}`);
}

async function* eventsFor(
  { conversationId, turnId, column, answer }: Followed,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent> {
  const { models, open, conversations } = useChat.getState();
  const conversation = open.id === conversationId ? open : conversations.find(({ id }) => id === conversationId);
  const model = models.find(({ key }) => key === answer.model);
  if (!conversation || !model) {
    throw new Error(`${modelName(answer.model)} cannot be reached; choose another model, or try again later.`);
  }
  await withPictures(conversation);
  const messages = messagesFor(conversation, turnId, column, (id) => keptPicture(id)?.blob);
  const backend = await backendOf(model.source);
  yield* backend.stream({ model: model.info.id, messages, settings: conversation.settings, alternatives }, signal);
}

function withEvent(answer: Answer, event: ChatEvent): Answer {
  switch (event.type) {
    case "progress":
      return { ...answer, progress: { label: event.label, share: event.share } };
    case "piece":
      return {
        ...answer,
        progress: undefined,
        text: answer.text + event.text,
        tokens: event.tokens ? [...answer.tokens, ...event.tokens] : answer.tokens,
      };
    case "end":
      return {
        ...answer,
        state: event.finishReason === "abort" ? "stopped" : "done",
        cut: event.finishReason === "length",
        usage: event.usage,
        timing: event.timing,
      };
  }
}

/** The answer that is shown in a place of the open conversation. */
export function answerAt(conversation: Conversation, turnId: string, column: number): Answer | undefined {
  return shownAnswer(conversation.turns.find(({ id }) => id === turnId)?.columns[column]);
}
