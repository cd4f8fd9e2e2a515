/** The labelled pictures: added by drop, paste or choice, each with a question and the answer to learn. */
import { type ClipboardEvent, type DragEvent, useId, useState } from "react";
import { some } from "../text/names.ts";
import { type Example, exampleOf } from "./session.ts";

export interface ExamplesFormProps {
  readonly examples: readonly Example[];
  readonly locked: boolean;
  readonly onChange: (examples: readonly Example[]) => void;
}

export const mostExamples = 16;

export function ExamplesForm({ examples, locked, onChange }: ExamplesFormProps) {
  const input = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const add = (files: Iterable<File>) => {
    const isPicture = ({ type }: File) => type.startsWith("image/");
    const pictures = [...files].filter(isPicture);
    const others = [...files].filter((file) => !isPicture(file)).map(({ name }) => name);
    const beyond = pictures.slice(mostExamples - examples.length).map(({ name }) => name);
    setRefused([
      ...(others.length > 0 ? [`Not taken, since only pictures are: ${some(others)}.`] : []),
      ...(beyond.length > 0 ? [`Left out, since ${mostExamples} pictures are the most: ${some(beyond)}.`] : []),
    ]);
    const question = examples.at(-1)?.question;
    const added = pictures.map((file) => exampleOf(file, file.name, question));
    onChange([...examples, ...added].slice(0, mostExamples));
  };
  const change = (id: number, fields: Partial<Example>) =>
    onChange(examples.map((example) => (example.id === id ? { ...example, ...fields } : example)));
  const remove = (example: Example) => onChange(examples.filter(({ id }) => id !== example.id));
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (!locked) add(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent) => {
    if (!locked && event.clipboardData.files.length > 0) add(event.clipboardData.files);
  };

  return (
    <section
      aria-label="Labelled pictures"
      className="examples"
      data-over={over ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      onPaste={paste}
    >
      <ul>
        {examples.map((example) => (
          <li key={example.id} className="example">
            <img src={example.url} alt={example.name} />
            <div className="example-fields">
              <label>
                <span>Question</span>
                <input
                  value={example.question}
                  disabled={locked}
                  maxLength={200}
                  onChange={(event) => change(example.id, { question: event.target.value })}
                />
              </label>
              <label>
                <span>Answer to learn</span>
                <input
                  value={example.answer}
                  disabled={locked}
                  maxLength={200}
                  placeholder="What the model is to say"
                  onChange={(event) => change(example.id, { answer: event.target.value })}
                />
              </label>
            </div>
            <button
              type="button"
              className="icon-button"
              disabled={locked}
              aria-label={`Remove ${example.name}`}
              onClick={() => remove(example)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      <p className="add">
        <input
          id={input}
          type="file"
          accept="image/*"
          multiple
          className="visually-hidden"
          disabled={locked || examples.length >= mostExamples}
          onChange={(event) => {
            add(event.target.files ?? []);
            event.target.value = "";
          }}
        />
        <label htmlFor={input} className="button">
          Add pictures
        </label>
        <span className="hint">or drop or paste them here. Two to six make a good start; {mostExamples} at most.</span>
      </p>
      <p className="refused" role="status">
        {refused.join(" ")}
      </p>
    </section>
  );
}
