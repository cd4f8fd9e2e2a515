/**
 * The service worker of the static site: keeps the page's files, so that it opens without a network, and gives every
 * answer the headers that WebAssembly's threads need, for hosts where they cannot be set. Models are kept by the library.
 */
/// <reference lib="webworker" />

/** Put in by the build: the version of the files, and their paths beside this script. */
declare const SITE: { readonly version: string; readonly files: readonly string[] };

const scope = globalThis as unknown as ServiceWorkerGlobalScope;
const cacheName = `periscope-site-${SITE.version}`;

scope.addEventListener("install", (event) => {
  event.waitUntil(
    (async () => {
      const cache = await caches.open(cacheName);
      // `reload`: the browser's own cache may hold files of an older version
      await cache.addAll(SITE.files.map((file) => new Request(file, { cache: "reload" })));
      await scope.skipWaiting();
    })(),
  );
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      const old = (await caches.keys()).filter((name) => name.startsWith("periscope-site-") && name !== cacheName);
      await Promise.all(old.map((name) => caches.delete(name)));
      await scope.clients.claim();
    })(),
  );
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== scope.location.origin) return;
  // Model files have their own keeper, and parts of files cannot be kept here.
  if (request.headers.has("range") || /\/models\/[^/]+\//.test(url.pathname)) return;
  event.respondWith(answer(request, url));
});

async function answer(request: Request, url: URL): Promise<Response> {
  const cache = await caches.open(cacheName);
  const file = url.pathname.endsWith("/") ? new URL("index.html", url) : new URL(url.pathname, url);
  const kept = await cache.match(file, { ignoreVary: true });
  if (kept) return isolated(kept);
  return isolated(await fetch(request));
}

function isolated(response: Response): Response {
  if (response.type === "opaque" || response.type === "error" || response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set("Cross-Origin-Opener-Policy", "same-origin");
  headers.set("Cross-Origin-Embedder-Policy", "require-corp");
  headers.set("Cross-Origin-Resource-Policy", "same-origin");
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
