/** The answers to a question: one, or two models' side by side. */
import { MessagePrimitive } from "@assistant-ui/react";
import { AnswerColumn } from "./answer-column.tsx";
import { useTurn } from "./turn.ts";

export function AnswerMessage() {
  const { turn, last } = useTurn();
  if (!turn) return null;
  const several = turn.columns.length > 1;
  return (
    <MessagePrimitive.Root className="message answer" data-columns={turn.columns.length}>
      <h2 className="visually-hidden">{several ? "The models answered" : "The model answered"}</h2>
      {turn.columns.map((column, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
        <AnswerColumn key={place} turn={turn} column={column} place={place} named={several} last={last} />
      ))}
    </MessagePrimitive.Root>
  );
}
