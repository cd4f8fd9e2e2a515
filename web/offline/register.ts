/**
 * Starts the service worker of the static site. Where the host sends no isolation headers, the page is loaded once more,
 * now through the worker, which adds them. A page of the server (`data-site` is `both`) needs neither.
 */
const reloaded = "periscope.reloaded";

export async function registerOffline(): Promise<void> {
  if (document.documentElement.dataset.site !== "static" || !("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("./service-worker.js", { scope: "./" });
    await navigator.serviceWorker.ready;
    if (crossOriginIsolated) {
      sessionStorage.removeItem(reloaded);
    } else if (sessionStorage.getItem(reloaded) === null) {
      sessionStorage.setItem(reloaded, "yes");
      location.reload();
    }
  } catch (error) {
    // A browser that keeps nothing (private windows) shows the page all the same, with one thread and a network.
    console.info("The page will not open without a network:", error);
  }
}
