/** A question with its pictures, and what can be done to it. */
import { ActionBarPrimitive, MessagePrimitive } from "@assistant-ui/react";
import { Check, Copy, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { PictureView } from "../dialogs/picture-view.tsx";
import { removeTurn } from "../state/answering.ts";
import { isLeftOut, type PictureRef } from "../state/conversation.ts";
import { usePicture } from "../state/pictures.ts";
import { useTurn } from "./turn.ts";

export function QuestionMessage() {
  const { turn, last } = useTurn();
  const [seen, see] = useState<PictureRef>();
  if (!turn) return null;
  const leftOut = isLeftOut(turn);
  return (
    <MessagePrimitive.Root className="message question" data-left-out={leftOut ? "" : undefined}>
      <h2 className="visually-hidden">You asked</h2>
      {turn.pictures.length > 0 && (
        <ul className="question-pictures" aria-label="Pictures">
          {turn.pictures.map((picture) => (
            <li key={picture.id}>
              <Thumbnail picture={picture} onOpen={() => see(picture)} />
            </li>
          ))}
        </ul>
      )}
      {turn.text !== "" && <div className="bubble">{turn.text}</div>}
      <ActionBarPrimitive.Root className="actions">
        <ActionBarPrimitive.Edit className="icon-button" aria-label="Edit the question" title="Edit">
          <Pencil />
        </ActionBarPrimitive.Edit>
        <ActionBarPrimitive.Copy className="icon-button copy-button" aria-label="Copy the question" title="Copy">
          <Copy className="when-idle" />
          <Check className="when-copied" />
        </ActionBarPrimitive.Copy>
        {(last || leftOut) && (
          <button
            type="button"
            className="icon-button"
            aria-label={leftOut ? "Remove the question" : "Remove the last question and its answer"}
            title="Remove"
            onClick={() => removeTurn(turn.id)}
          >
            <Trash2 />
          </button>
        )}
      </ActionBarPrimitive.Root>
      {seen && <PictureView picture={seen} onClose={() => see(undefined)} />}
    </MessagePrimitive.Root>
  );
}

function Thumbnail({ picture, onOpen }: { readonly picture: PictureRef; onOpen(): void }) {
  const kept = usePicture(picture.id);
  if (!kept) return <span className="thumbnail thumbnail-lost">{picture.name}</span>;
  return (
    <button type="button" className="thumbnail" onClick={onOpen} aria-label={`Show ${picture.name}`}>
      <img src={kept.url} alt={picture.name} />
    </button>
  );
}
