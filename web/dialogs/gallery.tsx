/** The examples, from within a conversation. */
import { ExampleCards } from "../chat/example-cards.tsx";
import { Dialog } from "./dialog.tsx";

export default function Gallery({ onClose }: { onClose(): void }) {
  return (
    <Dialog title="Examples" className="dialog-wide" onClose={onClose}>
      <p className="hint">A question begins a new chat.</p>
      <ExampleCards onAsk={onClose} />
    </Dialog>
  );
}
