/** Where questions are written: text, and pictures that are dropped, pasted, picked or taken with the camera. */
import { AttachmentPrimitive, ComposerPrimitive, useAuiState } from "@assistant-ui/react";
import { ArrowUp, Camera, Images, Square, X } from "lucide-react";
import { type ClipboardEvent, lazy, Suspense, useEffect, useRef, useState } from "react";
import { preparingSentence } from "../offline/register.ts";
import { usePicture } from "../state/pictures.ts";
import { useChat } from "../state/store.ts";
import { AddPictures } from "./add-pictures.tsx";
import { useAttach } from "./attach.ts";
import { useTurn } from "./turn.ts";

const ApiKeyDialog = lazy(() => import("../dialogs/api-key.tsx"));
const CameraDialog = lazy(() => import("../dialogs/camera.tsx"));
const Gallery = lazy(() => import("../dialogs/gallery.tsx"));

export function Composer() {
  const running = useAuiState((state) => state.thread.isRunning);
  const models = useChat((state) => state.modelState);
  const preparing = useChat((state) => state.preparing);
  const complaint = useChat((state) => state.complaint);
  const wantsKey = useChat((state) => state.wantsKey);
  const paste = usePaste();
  const [dialog, setDialog] = useState<"camera" | "gallery" | "key">();
  return (
    <>
      {wantsKey ? (
        <p className="failure" role="alert">
          The server asks for an API key.{" "}
          <button type="button" className="text-button" onClick={() => setDialog("key")}>
            Enter the key
          </button>
        </p>
      ) : (
        models === "none" && (
          <p className="failure" role="alert">
            {complaint ?? "No model is there to be asked."}
          </p>
        )
      )}
      <ComposerPrimitive.Root className="composer">
        <Attachments />
        <ComposerPrimitive.Input
          id="question"
          className="composer-input"
          aria-label="Your question"
          placeholder="Ask about a picture"
          rows={1}
          maxRows={9}
          onPaste={paste}
          addAttachmentOnPaste={false}
          autoFocus={matchMedia("(pointer: fine)").matches}
          unstable_insertNewlineOnTouchEnter
        />
        <div className="composer-tools">
          <AddPictures />
          <button
            type="button"
            className="icon-button"
            aria-label="Take a photo"
            disabled={preparing}
            title="Take a photo"
            onClick={() => setDialog("camera")}
          >
            <Camera />
          </button>
          <button
            type="button"
            className="icon-button"
            aria-label="Examples"
            title="Examples"
            onClick={() => setDialog("gallery")}
          >
            <Images />
          </button>
          <span className="spacer" />
          {running ? (
            <ComposerPrimitive.Cancel className="send-button" aria-label="Stop" title="Stop (Esc)">
              <Square fill="currentColor" />
            </ComposerPrimitive.Cancel>
          ) : (
            <ComposerPrimitive.Send className="send-button" aria-label="Send" title="Send (Enter)">
              <ArrowUp />
            </ComposerPrimitive.Send>
          )}
        </div>
      </ComposerPrimitive.Root>
      <p className="composer-hint" role="status" data-preparing={preparing ? "" : undefined}>
        {preparing ? preparingSentence : "Kept in this browser, sent to the model only. Models make mistakes."}
      </p>
      {dialog && (
        <Suspense>
          {dialog === "camera" && <CameraDialog onClose={() => setDialog(undefined)} />}
          {dialog === "gallery" && <Gallery onClose={() => setDialog(undefined)} />}
          {dialog === "key" && <ApiKeyDialog onClose={() => setDialog(undefined)} />}
        </Suspense>
      )}
    </>
  );
}

/** In the place of a question that is being changed. */
export function EditComposer() {
  const { turn } = useTurn();
  const paste = usePaste(turn?.id);
  return (
    <ComposerPrimitive.Root className="composer composer-edit message">
      <Attachments />
      <ComposerPrimitive.Input
        className="composer-input"
        aria-label="The changed question"
        rows={1}
        maxRows={12}
        autoFocus
        onPaste={paste}
        addAttachmentOnPaste={false}
      />
      <div className="composer-tools">
        <AddPictures turnId={turn?.id} />
        <span className="spacer" />
        <ComposerPrimitive.Cancel className="button">Cancel</ComposerPrimitive.Cancel>
        <ComposerPrimitive.Send className="button button-primary">Ask again</ComposerPrimitive.Send>
      </div>
    </ComposerPrimitive.Root>
  );
}

/** Takes files that are pasted; text is pasted as everywhere. */
function usePaste(turnId?: string): (event: ClipboardEvent) => void {
  const attach = useAttach(turnId);
  return (event) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void attach(files);
  };
}

function Attachments() {
  const count = useAuiState((state) => state.composer.attachments.length);
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the newest picture is shown when it comes
  useEffect(() => {
    list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [count]);
  if (count === 0) return null;
  return (
    <ul ref={list} className="composer-pictures" aria-label="Attached pictures">
      <ComposerPrimitive.Attachments>{() => <Attached />}</ComposerPrimitive.Attachments>
    </ul>
  );
}

function Attached() {
  const id = useAuiState((state) => state.attachment.id);
  const name = useAuiState((state) => state.attachment.name);
  const picture = usePicture(id);
  return (
    <li>
      <AttachmentPrimitive.Root className="attached">
        {picture && <img src={picture.url} alt={name} title={name} />}
        <AttachmentPrimitive.Remove className="attached-remove" aria-label={`Remove ${name}`}>
          <X />
        </AttachmentPrimitive.Remove>
      </AttachmentPrimitive.Root>
    </li>
  );
}
