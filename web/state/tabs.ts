/**
 * Tells the page's other tabs which conversations have changed in the database that they share. It carries names only; what
 * has changed is read from the database.
 */
const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("periscope.conversations") : undefined;

export function tellTabs(id: string): void {
  channel?.postMessage(id);
}

export function hearTabs(changed: (id: string) => void): void {
  channel?.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") changed(data);
  });
}
