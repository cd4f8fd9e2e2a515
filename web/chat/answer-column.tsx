/** One model's answer: its text as it comes, its other variants, and what can be done with it. */
import { ChevronLeft, ChevronRight, RefreshCw, ScanEye } from "lucide-react";
import { lazy, Suspense } from "react";
import { placedName } from "../backend/sources.ts";
import { regenerate, showVariant } from "../state/answering.ts";
import { type Answer, type Column, isRunning, shownAnswer, type Turn } from "../state/conversation.ts";
import { look, useChat } from "../state/store.ts";
import { boxesIn } from "../text/boxes.ts";
import { CopyButton } from "./copy-button.tsx";
import { Failure } from "./failure.tsx";

const Markdown = lazy(() => import("./markdown.tsx"));

interface Props {
  readonly turn: Turn;
  readonly column: Column;
  readonly place: number;
  /** Whether the model's name stands over the answer. */
  readonly named: boolean;
  readonly last: boolean;
}

export function AnswerColumn({ turn, column, place, named, last }: Props) {
  const looked = useChat((state) => state.looked?.turnId === turn.id && state.looked.column === place);
  const otherRuns = useChat(({ open }) => last && isRunning(open)); // asking again would end the other model's answer
  const answer = shownAnswer(column);
  if (!answer) return null;
  const running = answer.state === "running";
  const boxes = turn.pictures.length > 0 && !running ? boxesIn(answer.text).length : 0;
  return (
    <article className="answer-column" aria-label={placedName(answer.model)} aria-busy={running}>
      {named && <h3 className="answer-model">{placedName(answer.model)}</h3>}
      <Body answer={answer} />
      {answer.state === "failed" && <Failure turn={turn} place={place} answer={answer} last={last} />}
      {!running && (
        <div className="actions">
          {column.variants.length > 1 && (
            <Variants column={column} onShow={(shown) => showVariant(turn.id, place, shown)} />
          )}
          {answer.text !== "" && <CopyButton text={answer.text} label="Copy the answer" />}
          {last && answer.state !== "failed" && (
            <button
              type="button"
              className="icon-button"
              aria-label="Regenerate the answer"
              title="Regenerate"
              disabled={otherRuns}
              onClick={() => regenerate(turn.id, place)}
            >
              <RefreshCw />
            </button>
          )}
          {answer.tokens.length > 0 && (
            <button
              type="button"
              className="icon-button saw-button"
              aria-expanded={looked}
              title="Pictures, tokens and times behind this answer"
              onClick={() => look(looked ? undefined : { turnId: turn.id, column: place })}
            >
              <ScanEye /> What the model saw
              {boxes > 0 && <span className="count">{boxes === 1 ? "1 box" : `${boxes} boxes`}</span>}
            </button>
          )}
        </div>
      )}
    </article>
  );
}

function Body({ answer }: { readonly answer: Answer }) {
  const { text, state, progress, cut } = answer;
  return (
    <>
      {text !== "" && (
        <div className="answer-text" data-running={state === "running" ? "" : undefined}>
          <Suspense fallback={<p>{text}</p>}>
            <Markdown text={text} />
          </Suspense>
        </div>
      )}
      {state === "running" && text === "" && (
        <div className="waiting">
          <span className="pulse" aria-hidden="true" />
          <span>{progress?.label ?? "Looking"}</span>
          {progress?.share !== undefined && <progress value={progress.share} aria-label={progress.label} />}
        </div>
      )}
      {state === "stopped" && <p className="remark">Stopped.</p>}
      {state === "done" && text === "" && <p className="remark">The model said nothing.</p>}
      {cut && <p className="remark">The answer reached its longest length; Settings can allow more.</p>}
    </>
  );
}

function Variants({ column, onShow }: { readonly column: Column; onShow(shown: number): void }) {
  const { variants, shown } = column;
  return (
    <fieldset className="variants">
      <legend className="visually-hidden">Answers to this question</legend>
      <button
        type="button"
        className="icon-button"
        aria-label="Former answer"
        disabled={shown === 0}
        onClick={() => onShow(shown - 1)}
      >
        <ChevronLeft />
      </button>
      <span>
        {shown + 1} / {variants.length}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label="Next answer"
        disabled={shown === variants.length - 1}
        onClick={() => onShow(shown + 1)}
      >
        <ChevronRight />
      </button>
    </fieldset>
  );
}
