/** What the model saw: behind one answer, the pictures as the towers got them, the tokens it chose among, and the time it took. */
import { X } from "lucide-react";
import { useEffect, useRef } from "react";
import { placedName } from "../backend/sources.ts";
import { answerAt } from "../state/answering.ts";
import { type Looked, look, useChat } from "../state/store.ts";
import { boxesIn } from "../text/boxes.ts";
import { BoxesView } from "./boxes-view.tsx";
import { InputsView } from "./inputs-view.tsx";
import { TimesView } from "./times-view.tsx";
import { TokensView } from "./tokens-view.tsx";

export default function SawPanel({ looked }: { readonly looked: Looked }) {
  const turn = useChat((state) => state.open.turns.find(({ id }) => id === looked.turnId));
  const answer = useChat((state) => answerAt(state.open, looked.turnId, looked.column));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus({ preventScroll: true });
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  if (!turn || !answer) return null;
  const places = answer.state === "running" ? [] : boxesIn(answer.text);
  return (
    <aside
      className="panel"
      aria-label="What the model saw"
      onKeyDown={(event) => event.key === "Escape" && look(undefined)}
    >
      <div className="panel-head">
        <div>
          <h2 ref={heading} tabIndex={-1}>
            What the model saw
          </h2>
          <p className="hint">{placedName(answer.model)}</p>
        </div>
        <button type="button" className="icon-button" aria-label="Close the panel" onClick={() => look(undefined)}>
          <X />
        </button>
      </div>
      <div className="panel-body">
        {places.length > 0 && turn.pictures.length > 0 && <BoxesView pictures={turn.pictures} places={places} />}
        {turn.pictures.length > 0 && <InputsView model={answer.model} pictures={turn.pictures} />}
        <TokensView tokens={answer.tokens} />
        <TimesView answer={answer} />
      </div>
    </aside>
  );
}
