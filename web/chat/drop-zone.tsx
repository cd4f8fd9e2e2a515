/**
 * Takes pictures that are dropped anywhere on the conversation, files as well as images dragged from other pages, and
 * conversations that were exported.
 */
import { ImagePlus } from "lucide-react";
import { type DragEvent, type ReactNode, useState } from "react";
import { useAttach } from "./attach.ts";

export function DropZone({ children }: { readonly children: ReactNode }) {
  const attach = useAttach();
  const [over, setOver] = useState(false);
  const drag = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    setOver(true);
  };
  const leave = (event: DragEvent) => {
    if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const files = [...event.dataTransfer.files];
    void attach(files.filter((file) => !isConversation(file)));
    for (const file of files.filter(isConversation)) void importIt(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keyboard has the button beside the question
    <div className="drop-zone" onDragEnter={drag} onDragOver={drag} onDragLeave={leave} onDrop={drop}>
      {children}
      {over && (
        <div className="drop-here" aria-hidden="true">
          <ImagePlus /> Drop pictures here
        </div>
      )}
    </div>
  );
}

function isConversation(file: File): boolean {
  return file.type === "application/json" || file.name.toLowerCase().endsWith(".json");
}

async function importIt(file: File): Promise<void> {
  const { takeIn } = await import("../export/upload.ts");
  await takeIn(file);
}
