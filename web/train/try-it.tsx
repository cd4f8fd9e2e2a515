/** Asks the model before and after the training the same question about a picture. */
import { useId, useState } from "react";
import type { Example } from "./session.ts";

type Question = Pick<Example, "picture" | "question">;

export interface TryItProps {
  readonly about: string;
  readonly examples: readonly Example[];
  readonly ask: (question: Question) => Promise<{ before: string; after?: string }>;
}

export function TryIt({ about, examples, ask }: TryItProps) {
  const input = useId();
  const [chosen, setChosen] = useState<Question & { name: string; url: string }>();
  const [typed, setTyped] = useState<string>();
  const [answers, setAnswers] = useState<{ before: string; after?: string }>();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  const picture = chosen ?? examples[0];
  const question = typed ?? picture?.question ?? "";

  const choose = (next: Question & { name: string; url: string }) => {
    setChosen(next);
    setAnswers(undefined);
  };
  const submit = async () => {
    if (!picture) return;
    setBusy(true);
    setFailure(undefined);
    try {
      setAnswers(await ask({ picture: picture.picture, question }));
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      className="try"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="hint">{about}</p>
      <fieldset className="thumbs" aria-label="Picture to ask about">
        {examples.map((example) => (
          <button
            type="button"
            key={example.id}
            aria-pressed={example.url === picture?.url}
            aria-label={example.name}
            onClick={() => choose(example)}
          >
            <img src={example.url} alt="" />
          </button>
        ))}
        {chosen && !examples.some(({ url }) => url === chosen.url) && (
          <button type="button" aria-pressed="true" aria-label={chosen.name}>
            <img src={chosen.url} alt="" />
          </button>
        )}
        <input
          id={input}
          type="file"
          accept="image/*"
          className="visually-hidden"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (file) choose({ picture: file, question, name: file.name, url: URL.createObjectURL(file) });
          }}
        />
        <label htmlFor={input} className="button">
          {picture ? "Another picture" : "Choose a picture"}
        </label>
      </fieldset>
      <label className="try-question">
        <span className="visually-hidden">Question</span>
        <input value={question} onChange={(event) => setTyped(event.target.value)} />
      </label>
      <button type="submit" className="button button-primary" disabled={busy || !picture || !question.trim()}>
        {busy ? "Asking" : "Ask both"}
      </button>
      {failure && (
        <p className="failure" role="alert">
          {failure}
        </p>
      )}
      {answers && (
        <dl className="answers" aria-live="polite">
          <div>
            <dt>Before</dt>
            <dd>{answers.before}</dd>
          </div>
          <div>
            <dt>After</dt>
            <dd data-testid="after">{answers.after}</dd>
          </div>
        </dl>
      )}
    </form>
  );
}
