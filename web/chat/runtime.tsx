/** Joins the page's store and the chat components: messages go one way, what the user does goes the other. */
import {
  type AppendMessage,
  AssistantRuntimeProvider,
  type ThreadMessageLike,
  useExternalStoreRuntime,
} from "@assistant-ui/react";
import { type ReactNode, useMemo } from "react";
import { ask, edit, regenerate, stop } from "../state/answering.ts";
import { isRunning, type PictureRef, shownAnswer, type Turn } from "../state/conversation.ts";
import { newConversation, openConversation, useChat } from "../state/store.ts";
import { pictureAdapter } from "./attachments.ts";

/** The ids of the two messages that show a turn. */
export const questionId = (turnId: string) => `${turnId}/question`;
const answerId = (turnId: string) => `${turnId}/answer`;
const turnOf = (messageId: string) => messageId.split("/", 1)[0]!;

export function ChatRuntime({ children }: { readonly children: ReactNode }) {
  const open = useChat((state) => state.open);
  const conversations = useChat((state) => state.conversations);
  const preparing = useChat((state) => state.preparing);
  const modelState = useChat((state) => state.modelState);
  const messages = useMemo(() => open.turns.flatMap(messagesOf), [open.turns]);
  const threads = useMemo(() => {
    const listed = conversations.some(({ id }) => id === open.id) ? conversations : [open, ...conversations];
    return listed.map(({ id, title }) => ({ id, title, status: "regular" as const }));
  }, [conversations, open]);
  const runtime = useExternalStoreRuntime<ThreadMessageLike>({
    messages,
    isRunning: isRunning(open),
    isDisabled: preparing,
    isSendDisabled: modelState !== "ready",
    convertMessage: (message) => message,
    onNew: async (message) => ask(textOf(message), picturesOf(message)),
    onEdit: async (message) => edit(turnOf(message.sourceId ?? ""), textOf(message), picturesOf(message)),
    onReload: async (parentId) => regenerate(turnOf(parentId ?? "")),
    onCancel: async () => stop(useChat.getState().open.id),
    adapters: {
      attachments: pictureAdapter,
      threadList: {
        threadId: open.id,
        threads,
        onSwitchToThread: openConversation,
        onSwitchToNewThread: newConversation,
      },
    },
  });
  return <AssistantRuntimeProvider runtime={runtime}>{children}</AssistantRuntimeProvider>;
}

const made = new WeakMap<Turn, ThreadMessageLike[]>();

function messagesOf(turn: Turn): ThreadMessageLike[] {
  const known = made.get(turn);
  if (known) return known;
  const answers = turn.columns.map(shownAnswer);
  const running = answers.length === 0 || answers.some((answer) => answer?.state === "running");
  const messages: ThreadMessageLike[] = [
    {
      id: questionId(turn.id),
      role: "user",
      content: turn.text,
      attachments: turn.pictures.map(({ id, name }) => ({
        id,
        name,
        type: "image",
        status: { type: "complete" },
        content: [],
      })),
      metadata: { custom: { turnId: turn.id } },
    },
    {
      id: answerId(turn.id),
      role: "assistant",
      content: answers[0]?.text ?? "",
      status: running ? { type: "running" } : { type: "complete", reason: "stop" },
      metadata: { custom: { turnId: turn.id } },
    },
  ];
  made.set(turn, messages);
  return messages;
}

function textOf({ content }: AppendMessage): string {
  return content.map((part) => (part.type === "text" ? part.text : "")).join("");
}

function picturesOf({ attachments = [] }: AppendMessage): PictureRef[] {
  return attachments.map(({ id, name }) => ({ id, name }));
}
