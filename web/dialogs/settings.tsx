/** How the model is asked: system prompt and sampling. What is left empty is the model's own business. */
import { RotateCcw } from "lucide-react";
import { useEffect, useId, useState } from "react";
import type { ChatSettings } from "../backend/backend.ts";
import { configure, configureSettings, useChat } from "../state/store.ts";
import { Dialog } from "./dialog.tsx";

interface NumberField {
  readonly name: keyof ChatSettings;
  readonly label: string;
  readonly help: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly slider?: boolean;
}

const fields: readonly NumberField[] = [
  {
    name: "temperature",
    label: "Temperature",
    help: "0 always takes the likeliest token.",
    min: 0,
    max: 2,
    step: 0.05,
    slider: true,
  },
  {
    name: "topP",
    label: "Top p",
    help: "Draw only from the likeliest tokens up to this probability together.",
    min: 0.05,
    max: 1,
    step: 0.05,
    slider: true,
  },
  { name: "maxTokens", label: "Longest answer", help: "In tokens.", min: 1, max: 4096, step: 1 },
  { name: "seed", label: "Seed", help: "The same seed draws the same answer.", min: 0, max: 2 ** 31 - 1, step: 1 },
];

export default function Settings({ onClose }: { onClose(): void }) {
  const { settings, system } = useChat((state) => state.open);
  const id = useId();
  const untouched = system === undefined && Object.values(settings).every((value) => value === undefined);
  return (
    <Dialog title="Settings" onClose={onClose}>
      <p className="hint">They hold for this conversation, and for the next ones that you begin.</p>
      <div className="field">
        <label htmlFor={`${id}-system`}>System prompt</label>
        <textarea
          id={`${id}-system`}
          rows={3}
          placeholder="The model's own"
          value={system ?? ""}
          onChange={(event) => configure({ system: event.target.value === "" ? undefined : event.target.value })}
        />
      </div>
      {fields.map((field) => (
        <Field key={field.name} field={field} value={settings[field.name]} />
      ))}
      <div className="dialog-foot">
        <button
          type="button"
          className="button"
          disabled={untouched}
          onClick={() => configure({ system: undefined, settings: {} })}
        >
          <RotateCcw /> The model's own settings
        </button>
        <button type="button" className="button button-primary" onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

const read = (typed: string) => (typed.trim() === "" ? undefined : Number(typed));

function Field({ field, value }: { readonly field: NumberField; readonly value: number | undefined }) {
  const { name, label, help, min, max, step, slider } = field;
  const id = useId();
  // What is being typed need not fit yet: "0." is on the way to 0.5.
  const [text, setText] = useState(() => String(value ?? ""));
  const fits = (number: number | undefined) =>
    number === undefined || (number >= min && number <= max && (step < 1 || Number.isInteger(number)));
  useEffect(() => setText((typed) => (read(typed) === value ? typed : String(value ?? ""))), [value]);
  const change = (typed: string) => {
    setText(typed);
    if (fits(read(typed))) configureSettings({ [name]: read(typed) });
  };
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="field-row">
        {slider && (
          <input
            type="range"
            aria-label={`${label}, slider`}
            {...{ min, max, step }}
            data-unset={value === undefined ? "" : undefined}
            value={value ?? min}
            onChange={(event) => change(event.target.value)}
          />
        )}
        <input
          id={id}
          type="number"
          inputMode="decimal"
          aria-describedby={`${id}-help`}
          placeholder="auto"
          {...{ min, max, step }}
          aria-invalid={!fits(read(text))}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      </div>
      <p id={`${id}-help`} className="hint">
        {help}
      </p>
    </div>
  );
}
