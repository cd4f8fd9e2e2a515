/** Picks an exported conversation from the device. */
import { Upload } from "lucide-react";
import { type ChangeEvent, useRef } from "react";

export function ImportButton({ onTaken }: { onTaken(): void }) {
  const input = useRef<HTMLInputElement>(null);
  const change = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.target.files ?? [];
    event.target.value = ""; // so that the same file can be picked again
    if (!file) return;
    const { takeIn } = await import("./export/upload.ts");
    await takeIn(file);
    onTaken();
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Exported conversation"
        onChange={(event) => void change(event)}
      />
      <button
        type="button"
        className="icon-button"
        aria-label="Import a conversation"
        title="Import a conversation that was exported as JSON"
        onClick={() => input.current?.click()}
      >
        <Upload />
      </button>
    </>
  );
}
