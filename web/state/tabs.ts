/**
 * Tells the page's other tabs which conversations have changed in the database that they share. It carries names only; what
 * has changed is read from the database.
 */
const channel = openChannel();

/** None where the browser has none, or denies it together with storage. */
function openChannel(): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel("periscope.conversations");
  } catch {
    return undefined;
  }
}

export function tellTabs(id: string): void {
  channel?.postMessage(id);
}

export function hearTabs(changed: (id: string) => void): void {
  channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") changed(data);
  });
}
