/** Copies a text, and shows for a moment that it did. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce, notify } from "../state/store.ts";

export function CopyButton({ text, label }: { readonly text: string; readonly label: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
      announce("Copied.");
    } catch {
      notify("The browser does not let this page write to the clipboard.");
    }
  };
  return (
    <button type="button" className="icon-button" aria-label={label} title={label} onClick={() => void copy()}>
      {copied ? <Check /> : <Copy />}
    </button>
  );
}
