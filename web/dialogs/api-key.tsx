/** Asks for the key without which the server answers nothing, until one is right. */
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { giveApiKey } from "../state/store.ts";
import { Dialog } from "./dialog.tsx";

export default function ApiKeyDialog({ onClose }: { onClose(): void }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [key, setKey] = useState("");
  const [trying, setTrying] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const use = async (event: FormEvent) => {
    event.preventDefault();
    setTrying(true);
    const refusal = await giveApiKey(key.trim());
    setTrying(false);
    setTrouble(refusal);
    if (refusal === undefined) onClose();
  };
  return (
    <Dialog title="API key" onClose={onClose}>
      <form onSubmit={(event) => void use(event)}>
        <div className="field">
          <label htmlFor={id}>Key</label>
          <input
            id={id}
            ref={input}
            type="password"
            autoComplete="current-password"
            aria-describedby={`${id}-help`}
            aria-invalid={trouble !== undefined}
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
          <p id={`${id}-help`} className={trouble ? "hint field-wrong" : "hint"} aria-live="polite">
            {trouble ?? `Sent to ${location.host} only, and kept until this tab is closed.`}
          </p>
        </div>
        <div className="dialog-foot">
          <span className="spacer" />
          <button type="submit" className="button button-primary" disabled={trying || key.trim() === ""}>
            Use it
          </button>
        </div>
      </form>
    </Dialog>
  );
}
