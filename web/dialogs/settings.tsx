/** How the model is asked: system prompt and sampling. What is left empty is the model's own business. */
import { RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import type { ChatSettings } from "../backend/backend.ts";
import { configure, configureSettings, notify, useChat } from "../state/store.ts";
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
  {
    name: "maxTokens",
    label: "Longest answer",
    help: "In tokens.",
    min: 1,
    max: 4096,
    step: 1,
  },
  {
    name: "seed",
    label: "Seed",
    help: "The same seed draws the same answer.",
    min: 0,
    max: 2 ** 31 - 1,
    step: 1,
  },
];

export default function Settings({ onClose }: { onClose(): void }) {
  const { settings, system } = useChat((state) => state.open);
  /** Fields with something that no model can be asked with. */
  const [wrong, setWrong] = useState<readonly NumberField[]>([]);
  const [resets, setResets] = useState(0);
  const id = useId();
  const unset = system === undefined && Object.values(settings).every((value) => value === undefined);
  const mark = (field: NumberField, fits: boolean) =>
    setWrong((known) => fields.filter((one) => (one === field ? !fits : known.includes(one))));
  const done = () => {
    const [first] = wrong;
    if (first) document.getElementById(`${id}-${first.name}`)?.focus();
    else onClose();
  };
  const leave = () => {
    const labels = wrong.map(({ label }) => label).join(", ");
    if (labels) notify(`Left as it was, since what was typed is not possible: ${labels}.`);
    onClose();
  };
  const reset = () => {
    configure({ system: undefined, settings: {} });
    setWrong([]);
    setResets(resets + 1);
  };
  return (
    <Dialog title="Settings" onClose={leave}>
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
        <Field
          key={`${field.name}/${resets}`}
          id={`${id}-${field.name}`}
          field={field}
          value={settings[field.name]}
          onTyped={(fits) => mark(field, fits)}
        />
      ))}
      <div className="dialog-foot">
        <button type="button" className="button" disabled={unset && wrong.length === 0} onClick={reset}>
          <RotateCcw /> The model's own settings
        </button>
        <button type="button" className="button button-primary" onClick={done}>
          Done
        </button>
      </div>
    </Dialog>
  );
}

interface FieldProps {
  readonly id: string;
  readonly field: NumberField;
  readonly value: number | undefined;
  /** Whether what stands in the field now is possible; only then is it also the setting. */
  onTyped(fits: boolean): void;
}

function accepted({ label, min, max, step }: NumberField): string {
  return `${label} takes a ${step < 1 ? "number" : "whole number"} from ${min} to ${max}`;
}

const read = (typed: string) => (typed.trim() === "" ? undefined : Number(typed));

function Field({ id, field, value, onTyped }: FieldProps) {
  const { name, label, help, min, max, step, slider } = field;
  // What is being typed need not fit yet: "0." is on the way to 0.5.
  const [text, setText] = useState(() => String(value ?? ""));
  const [fits, setFits] = useState(true);
  const change = (typed: string, { badInput } = { badInput: false }) => {
    const number = read(typed);
    const possible =
      !badInput && (number === undefined || (number >= min && number <= max && (step < 1 || Number.isInteger(number))));
    setText(typed);
    setFits(possible);
    onTyped(possible);
    if (possible) configureSettings({ [name]: number });
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
          aria-invalid={!fits}
          value={text}
          onChange={(event) => change(event.target.value, event.target.validity)}
        />
      </div>
      <p id={`${id}-help`} className={fits ? "hint" : "hint field-wrong"} aria-live="polite">
        {fits ? help : `${accepted(field)}.`}
      </p>
    </div>
  );
}
