/** What was learnt, as a file or in this browser, and what was kept before. */
import { useEffect, useId, useState } from "react";
import { download, forget, type KeptAdaptor, keep, keptAdaptors, nameOf } from "./kept.ts";
import type { Example } from "./session.ts";

export interface KeepItProps {
  /** The adaptor that is tried now, if it is new. */
  readonly fresh?: { readonly examples: readonly Example[]; file(): Promise<Uint8Array> };
  readonly busy: boolean;
  /** What goes on while an adaptor is opened, and why it could not be. */
  readonly status?: string;
  readonly complaint?: string;
  readonly onOpen: (adaptor: KeptAdaptor) => void;
  readonly onFile: (file: File) => void;
}

export function KeepIt({ fresh, busy, status, complaint, onOpen, onFile }: KeepItProps) {
  const input = useId();
  const [kept, setKept] = useState<readonly KeptAdaptor[]>([]);
  const [saved, setSaved] = useState<KeepItProps["fresh"]>();
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    void keptAdaptors().then(setKept);
  }, []);

  /** Failures become sentences on the page. */
  const doing = (work: () => Promise<void>) => () => {
    setFailure(undefined);
    work().catch((error: unknown) => setFailure(error instanceof Error ? error.message : String(error)));
  };
  const bytesOf = async (adaptor: NonNullable<KeepItProps["fresh"]>) =>
    (await adaptor.file()) as Uint8Array<ArrayBuffer>;
  const keepFresh = doing(async () => {
    if (!fresh) return;
    const adaptor = await keep(await bytesOf(fresh), fresh.examples);
    setKept((known) => [adaptor, ...known]);
    setSaved(fresh);
  });
  const downloadFresh = doing(async () => {
    if (fresh) download(await bytesOf(fresh), nameOf(fresh.examples));
  });
  const remove = ({ id }: KeptAdaptor) =>
    doing(async () => {
      await forget(id);
      setKept((known) => known.filter((adaptor) => adaptor.id !== id));
    });

  return (
    <section className="keep" aria-label="Keep it">
      <div className="controls">
        <button type="button" className="button" disabled={busy || !fresh || saved === fresh} onClick={keepFresh}>
          {fresh && saved === fresh ? "Kept" : "Keep in this browser"}
        </button>
        <button type="button" className="button" disabled={busy || !fresh} onClick={downloadFresh}>
          Download
        </button>
        <span className="from-file">
          <input
            id={input}
            type="file"
            accept=".safetensors"
            className="visually-hidden"
            disabled={busy}
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file) onFile(file);
              event.target.value = "";
            }}
          />
          <label htmlFor={input} className="button">
            Open a file
          </label>
        </span>
        <span className="hint" role="status">
          {status ?? (fresh ? "" : "After a training, what was learnt can be kept.")}
        </span>
      </div>
      {(failure ?? complaint) && (
        <p className="failure" role="alert">
          {failure ?? complaint}
        </p>
      )}
      {kept.length > 0 && (
        <ul className="kept" aria-label="Kept in this browser">
          {kept.map((adaptor) => (
            <li key={adaptor.id}>
              <span className="kept-name">{adaptor.name}</span>
              <span className="hint">
                {new Date(adaptor.keptAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })},{" "}
                {Math.ceil(adaptor.file.byteLength / 1024)} KiB
              </span>
              <span className="kept-tools">
                <button type="button" className="text-button" disabled={busy} onClick={() => onOpen(adaptor)}>
                  Try
                </button>
                <button type="button" className="text-button" onClick={() => download(adaptor.file, adaptor.name)}>
                  Download
                </button>
                <button type="button" className="text-button" onClick={remove(adaptor)}>
                  Delete
                </button>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
