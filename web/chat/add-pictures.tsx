/** Picks picture files from the device. */
import { ImagePlus } from "lucide-react";
import { type ChangeEvent, useRef } from "react";
import { useChat } from "../state/store.ts";
import { useAttach } from "./attach.ts";

/** `turnId`: of the question that is changed. */
export function AddPictures({ turnId }: { readonly turnId?: string }) {
  const attach = useAttach(turnId);
  const preparing = useChat((state) => state.preparing);
  const input = useRef<HTMLInputElement>(null);
  const change = (event: ChangeEvent<HTMLInputElement>) => {
    void attach([...(event.target.files ?? [])]);
    event.target.value = ""; // so that the same file can be picked again
  };
  return (
    <>
      <input ref={input} type="file" accept="image/*" multiple hidden aria-label="Picture files" onChange={change} />
      <button
        type="button"
        className="icon-button"
        aria-label="Add pictures"
        disabled={preparing}
        title="Add pictures (or drop or paste them)"
        onClick={() => input.current?.click()}
      >
        <ImagePlus />
      </button>
    </>
  );
}
