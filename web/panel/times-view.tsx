/** Where the time of an answer went, and how many positions it took. */
import type { Answer } from "../state/conversation.ts";

export function TimesView({ answer }: { readonly answer: Answer }) {
  const { timing, usage } = answer;
  if (!timing && !usage) return null;
  const parts = timing
    ? [
        ...(timing.queueMs ? [{ name: "Waiting", ms: timing.queueMs, className: "time-queue" }] : []),
        { name: "Picture", ms: timing.imageMs, className: "time-image" },
        { name: "Prefill", ms: timing.prefillMs, className: "time-prefill" },
        { name: "Decode", ms: timing.decodeMs, className: "time-decode" },
      ]
    : [];
  const total = parts.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <section className="panel-section">
      <h3>Time and tokens</h3>
      {timing && (
        <>
          <div className="times" aria-hidden="true">
            {parts.map(({ name, ms, className }) => (
              <span key={name} className={className} style={{ flexGrow: Math.max(ms, total / 200) }} />
            ))}
          </div>
          <dl className="facts">
            {parts.map(({ name, ms, className }) => (
              <div key={name}>
                <dt>
                  <span className={`swatch ${className}`} aria-hidden="true" />
                  {name}
                </dt>
                <dd>{name === "Picture" && ms === 0 ? "known already" : duration(ms)}</dd>
              </div>
            ))}
            <div>
              <dt>First token after</dt>
              <dd>{duration(timing.timeToFirstTokenMs)}</dd>
            </div>
            {usage && usage.answerTokens > 1 && timing.decodeMs > 0 && (
              <div>
                <dt>Speed</dt>
                <dd>{Math.round(((usage.answerTokens - 1) / timing.decodeMs) * 1000)} tokens/s</dd>
              </div>
            )}
          </dl>
        </>
      )}
      {usage && (
        <dl className="facts">
          <div>
            <dt>Prompt, picture tokens included</dt>
            <dd>{usage.promptTokens} tokens</dd>
          </div>
          {usage.reusedTokens !== undefined && usage.reusedTokens > 0 && (
            <div>
              <dt>Of these read before</dt>
              <dd>{usage.reusedTokens} tokens</dd>
            </div>
          )}
          <div>
            <dt>Answer</dt>
            <dd>{usage.answerTokens} tokens</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

function duration(ms: number): string {
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}
