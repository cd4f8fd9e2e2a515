/** The bar over the conversation: which model is asked, a second one beside it, settings, export. */
import { Columns2, Download, PanelLeft, SlidersHorizontal, X } from "lucide-react";
import { type ListedModel, placedName } from "./backend/sources.ts";
import { Menu } from "./menu.tsx";
import { configure, refreshModels, useChat } from "./state/store.ts";

interface Props {
  readonly listShown: boolean;
  onList(): void;
  onSettings(): void;
}

export function Header({ listShown, onList, onSettings }: Props) {
  const open = useChat((state) => state.open);
  const models = useChat((state) => state.models);
  const modelState = useChat((state) => state.modelState);
  const [first, second] = open.models;
  const choose = (place: number, key: string) =>
    configure({ models: open.models.map((known, i) => (i === place ? key : known)) });
  const compare = () => {
    if (second !== undefined) return configure({ models: open.models.slice(0, 1) });
    const other = models.find(({ key }) => key !== first) ?? models[0];
    if (first && other) configure({ models: [first, other.key] });
  };

  return (
    <header className="header">
      {open.turns.length > 0 && <h1 className="visually-hidden">{open.title}</h1>}
      <button
        type="button"
        className="icon-button"
        aria-label={listShown ? "Hide conversations" : "Show conversations"}
        aria-expanded={listShown}
        onClick={onList}
      >
        <PanelLeft />
      </button>
      <div className="header-models">
        {modelState === "none" ? (
          <button type="button" className="text-button" onClick={() => void refreshModels()}>
            No model: try again
          </button>
        ) : (
          <ModelSelect label="Model" models={models} value={first} onChange={(key) => choose(0, key)} />
        )}
        {second !== undefined && (
          <>
            <span className="header-versus" aria-hidden="true">
              and
            </span>
            <ModelSelect label="Second model" models={models} value={second} onChange={(key) => choose(1, key)} />
          </>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={second === undefined ? "Compare with a second model" : "Stop comparing"}
          title={second === undefined ? "Compare with a second model" : "Stop comparing"}
          disabled={first === undefined}
          onClick={compare}
        >
          {second === undefined ? <Columns2 /> : <X />}
        </button>
      </div>
      <div className="header-tools">
        <button type="button" className="icon-button" aria-label="Settings" title="Settings" onClick={onSettings}>
          <SlidersHorizontal />
        </button>
        <Menu
          label="Export"
          icon={<Download />}
          disabled={open.turns.length === 0}
          items={[
            { label: "Markdown", run: () => exportAs("markdown") },
            { label: "JSON", run: () => exportAs("json") },
          ]}
        />
      </div>
    </header>
  );
}

async function exportAs(format: "markdown" | "json"): Promise<void> {
  const { download } = await import("./export/download.ts");
  await download(useChat.getState().open, format);
}

interface SelectProps {
  readonly label: string;
  readonly models: readonly ListedModel[];
  readonly value: string | undefined;
  onChange(key: string): void;
}

function ModelSelect({ label, models, value, onChange }: SelectProps) {
  const groups = Map.groupBy(models, ({ source }) => source.title);
  const missing = value !== undefined && !models.some(({ key }) => key === value);
  return (
    <select
      className="model-select"
      aria-label={label}
      value={value ?? ""}
      onChange={(event) => onChange(event.target.value)}
    >
      {value === undefined && <option value="">Looking for models…</option>}
      {missing && <option value={value}>{placedName(value)} (not there)</option>}
      {[...groups].map(([title, group]) => (
        <optgroup key={title} label={title}>
          {group.map(({ key }) => (
            <option key={key} value={key}>
              {placedName(key)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  );
}
