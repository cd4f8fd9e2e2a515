/**
 * Starts the service worker of the static site. Where the host sends no isolation headers, the page is loaded once more,
 * now through the worker, which adds them. A page of the server (`data-site` is `both`) needs neither.
 */
const reloaded = "periscope.reloaded";

/** What a visitor reads until then. */
export const preparingSentence = "Setting this page up in your browser, which takes a moment on the first visit.";

/** A promise where the page may be about to be loaded once more: until it resolves, nothing should be begun here. */
export function registerOffline(): Promise<void> | undefined {
  if (document.documentElement.dataset.site !== "static" || !("serviceWorker" in navigator)) return undefined;
  const active = activate().catch((error: unknown) => {
    // A browser that keeps nothing (private windows) shows the page all the same, with one thread and a network.
    console.info("The page will not open without a network:", error);
    return false;
  });
  if (crossOriginIsolated) {
    forgetReload();
    return undefined;
  }
  if (wasReloaded()) return undefined;
  return active.then((isActive) => {
    if (!isActive || !rememberReload()) return undefined;
    location.reload();
    return new Promise(() => {}); // what is here now ends with this page
  });
}

/** Whether this tab has loaded the page once more. Where the browser denies storage it is taken as done, not done for ever. */
function wasReloaded(): boolean {
  try {
    return sessionStorage.getItem(reloaded) !== null;
  } catch {
    return true;
  }
}

/** False where the browser keeps nothing. */
function rememberReload(): boolean {
  try {
    sessionStorage.setItem(reloaded, "yes");
    return true;
  } catch {
    return false;
  }
}

function forgetReload(): void {
  try {
    sessionStorage.removeItem(reloaded);
  } catch {
    // nothing was remembered
  }
}

/** Not `serviceWorker.ready`, which waits for ever when the worker cannot be installed. */
async function activate(): Promise<boolean> {
  const registration = await navigator.serviceWorker.register("./service-worker.js", { scope: "./" });
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (!worker) return false;
  return new Promise((done, failed) => {
    const look = () => {
      if (worker.state === "activated") done(true);
      if (worker.state === "redundant") failed(new Error("the service worker could not be installed"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
