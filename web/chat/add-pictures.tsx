/** Picks picture files from the device. */
import { useAui } from "@assistant-ui/react";
import { ImagePlus } from "lucide-react";
import { type ChangeEvent, useRef } from "react";

export function AddPictures() {
  const attach = useAttach();
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
        title="Add pictures (or drop or paste them)"
        onClick={() => input.current?.click()}
      >
        <ImagePlus />
      </button>
    </>
  );
}

/** Hands files to the composer around the component, in their order; what cannot be read has said so already. */
export function useAttach(): (files: readonly File[]) => Promise<void> {
  const aui = useAui();
  return async (files) => {
    for (const file of files) await aui.composer.addAttachment(file).catch(() => {});
  };
}
