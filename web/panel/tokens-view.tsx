/**
 * The answer token by token, tinted by how sure the model was. One token is looked at (hover, touch, or the arrow keys); its
 * alternatives stand below as bars.
 */
import { type KeyboardEvent, useRef, useState } from "react";
import type { ScoredToken } from "../backend/backend.ts";

export function TokensView({ tokens }: { readonly tokens: readonly ScoredToken[] }) {
  const [hovered, hover] = useState<number>();
  const [place, setPlace] = useState(() => leastSure(tokens));
  const list = useRef<HTMLDivElement>(null);
  const shown = Math.min(hovered ?? place, tokens.length - 1);
  const token = tokens[shown];
  const move = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ...{ ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: tokens.length - 1 },
    };
    const next = steps[event.key];
    if (next === undefined || next < 0 || next >= tokens.length) return;
    event.preventDefault();
    setPlace(next);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <section className="panel-section">
      <h3>The answer, token by token</h3>
      <div
        ref={list}
        className="tokens"
        role="toolbar"
        tabIndex={-1}
        aria-label="Tokens; the arrow keys walk through them"
        onKeyDown={move}
        onPointerLeave={() => hover(undefined)}
      >
        {tokens.map(({ text, logprob }, i) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place
            key={i}
            type="button"
            className="token"
            tabIndex={i === place ? 0 : -1}
            data-sure={level(logprob)}
            aria-pressed={i === shown}
            aria-label={`${visible(text)}, ${percent(logprob)}`}
            onPointerEnter={() => hover(i)}
            onFocus={() => setPlace(i)}
            onClick={() => setPlace(i)}
          >
            {visible(text)}
          </button>
        ))}
      </div>
      {token && <Alternatives token={token} place={shown} />}
      <p className="hint legend" aria-hidden="true">
        {[0, 1, 2, 3].map((sure) => (
          <span key={sure} className="token" data-sure={sure}>
            {["below 30 %", "30 to 60 %", "60 to 90 %", "above 90 %"][sure]}
          </span>
        ))}
      </p>
    </section>
  );
}

function Alternatives({ token, place }: { readonly token: ScoredToken; readonly place: number }) {
  const among = token.alternatives.some(({ text, logprob }) => text === token.text && logprob === token.logprob);
  const rows = among ? token.alternatives : [...token.alternatives, token];
  return (
    <table className="alternatives">
      <caption>
        Token {place + 1}: what could have stood here
        {!among && token.alternatives.length > 0 && " (it was drawn from further down)"}
      </caption>
      <colgroup>
        <col className="alternatives-token" />
        <col />
      </colgroup>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Token</th>
          <th scope="col">Probability</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ text, logprob }, i) => (
          <tr
            // biome-ignore lint/suspicious/noArrayIndexKey: two tokens may have one text
            key={i}
            data-chosen={text === token.text && logprob === token.logprob ? "" : undefined}
          >
            <th scope="row">{visible(text)}</th>
            <td>
              <span className="bar" style={{ width: `${Math.max(Math.exp(logprob) * 100, 0.5)}%` }} />
              <span className="bar-number">{percent(logprob)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where looking begins: at the token that the model was least sure of. */
function leastSure(tokens: readonly ScoredToken[]): number {
  return tokens.reduce((least, { logprob }, i) => (logprob < (tokens[least]?.logprob ?? 0) ? i : least), 0);
}

function level(logprob: number): number {
  const probability = Math.exp(logprob);
  return [0.3, 0.6, 0.9].filter((limit) => probability >= limit).length;
}

function percent(logprob: number): string {
  const share = Math.exp(logprob) * 100;
  if (share >= 99.95) return "100 %";
  return share < 0.1 ? "< 0.1 %" : `${share.toFixed(1)} %`;
}

/** Blanks at the edges of a token, line breaks and the like, so that one can see them. */
function visible(text: string): string {
  if (text === "") return "∅";
  return text.replace(/\n/g, "↵").replace(/\t/g, "⇥").replace(/^ | $/g, "·");
}
