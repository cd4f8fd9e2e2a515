/** The open conversation: a welcome with examples while it is empty, then questions and answers, and the composer. */
import { ThreadPrimitive, useAuiState } from "@assistant-ui/react";
import { ArrowDown } from "lucide-react";
import { useChat } from "../state/store.ts";
import { AnswerMessage } from "./answer-message.tsx";
import { Composer, EditComposer } from "./composer.tsx";
import { DropZone } from "./drop-zone.tsx";
import { QuestionMessage } from "./question-message.tsx";
import { Welcome } from "./welcome.tsx";

export function Thread() {
  const empty = useChat((state) => state.open.turns.length === 0);
  const wide = useChat((state) => state.open.turns.some(({ columns }) => columns.length > 1));
  return (
    <ThreadPrimitive.Root className="thread" data-wide={wide ? "" : undefined}>
      <DropZone>
        {/* a conversation is read from its end, a welcome from its beginning */}
        <ThreadPrimitive.Viewport
          className="thread-scroll"
          autoScroll={!empty}
          scrollToBottomOnInitialize={!empty}
          scrollToBottomOnThreadSwitch={!empty}
        >
          {empty ? (
            <Welcome />
          ) : (
            <section className="messages" aria-label="Conversation">
              <ThreadPrimitive.Messages>{() => <Message />}</ThreadPrimitive.Messages>
            </section>
          )}
          <ThreadPrimitive.ViewportFooter className="thread-foot">
            {!empty && (
              <ThreadPrimitive.ScrollToBottom className="icon-button to-bottom" aria-label="Scroll to the end">
                <ArrowDown />
              </ThreadPrimitive.ScrollToBottom>
            )}
            <Composer />
          </ThreadPrimitive.ViewportFooter>
        </ThreadPrimitive.Viewport>
      </DropZone>
    </ThreadPrimitive.Root>
  );
}

function Message() {
  const role = useAuiState((state) => state.message.role);
  const editing = useAuiState((state) => state.message.composer.isEditing);
  if (role !== "user") return <AnswerMessage />;
  return editing ? <EditComposer /> : <QuestionMessage />;
}
