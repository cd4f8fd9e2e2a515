/** How the page is built (see `build.ts`), and, for `npx vite web`, developed: against the server that runs, else a fake one. */
import { defineConfig } from "vite";
import { pageConfig } from "./build.ts";
import { fakeServer } from "./dev/fake-server.ts";

const server = process.env.PERISCOPE_SERVER;

const page = pageConfig();

export default defineConfig({
  ...page,
  ...(server ? { server: { proxy: { "/v1": server } } } : {}),
  plugins: [...(page.plugins ?? []), ...(server ? [] : [fakeServer()])],
});
