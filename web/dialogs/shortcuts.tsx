/** What the keyboard does. */
import { Dialog } from "./dialog.tsx";

const control = /Mac|iP(hone|ad)/.test(navigator.userAgent) ? "⌘" : "Ctrl";

const shortcuts: readonly (readonly [keys: readonly string[], what: string])[] = [
  [["Enter"], "Send the question"],
  [["Shift", "Enter"], "New line"],
  [[control, "V"], "Attach a picture from the clipboard"],
  [["Esc"], "Stop the answer; close a dialog"],
  [["/"], "Go to the question"],
  [[control, "Shift", "O"], "New chat"],
  [["←", "→"], "Walk through the tokens of the panel"],
  [["?"], "This list"],
];

export function Shortcuts({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="shortcuts">
        {shortcuts.map(([keys, what]) => (
          <div key={what}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
