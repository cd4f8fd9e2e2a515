/** Why a question has no answer, or only the beginning of one, and how to go on. */
import { askInNewChat, regenerate } from "../state/answering.ts";
import { type Answer, isLeftOut, isRunning, type Turn, turnsBefore } from "../state/conversation.ts";
import { useChat } from "../state/store.ts";

interface Props {
  readonly turn: Turn;
  readonly place: number;
  readonly answer: Answer;
  readonly last: boolean;
}

export function Failure({ turn, place, answer, last }: Props) {
  const follows = useChat(({ open }) => turnsBefore(open, turn.id).some((before) => !isLeftOut(before)));
  const running = useChat(({ open }) => isRunning(open)); // asking again would end the answer under way
  const unanswered = answer.text === "";
  return (
    <div className="failure" role="alert">
      <p>{answer.error}</p>
      {unanswered && <p className="failure-meaning">Not answered: what you ask next goes without it.</p>}
      {(last || isLeftOut(turn)) && (
        <div className="failure-tools">
          <button
            type="button"
            className="text-button"
            disabled={running}
            onClick={() => regenerate(turn.id, last ? place : undefined)}
          >
            Try again
          </button>
          {unanswered && follows && (
            <button type="button" className="text-button" onClick={() => askInNewChat(turn)}>
              Ask in a new chat
            </button>
          )}
        </div>
      )}
    </div>
  );
}
