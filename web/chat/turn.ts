/** The turn that the message around a component shows. */
import { useAuiState } from "@assistant-ui/react";
import type { Turn } from "../state/conversation.ts";
import { useChat } from "../state/store.ts";

export function useTurn(): { readonly turn: Turn | undefined; readonly last: boolean } {
  const turnId = useAuiState((state) => state.message.metadata.custom.turnId);
  const turn = useChat((state) => state.open.turns.find(({ id }) => id === turnId));
  const last = useChat((state) => state.open.turns.at(-1)?.id === turnId);
  return { turn, last };
}
