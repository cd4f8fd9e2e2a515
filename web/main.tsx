/** Starts the page. */
import { createRoot } from "react-dom/client";
import "@fontsource-variable/inter/wght.css";
import "./style/base.css";
import "./style/controls.css";
import "./style/layout.css";
import "./style/thread.css";
import "./style/composer.css";
import "./style/markdown.css";
import "./style/panel.css";
import { App } from "./app.tsx";
import { freeBackends } from "./backend/sources.ts";
import { keepPage } from "./keep-page.ts";
import { registerOffline } from "./offline/register.ts";
import { saveNow, start } from "./state/store.ts";

keepPage();
void start(registerOffline());
addEventListener("pagehide", () => {
  saveNow();
  freeBackends();
});
// a phone may end a page in the background without another word
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveNow());
createRoot(document.getElementById("root")!).render(<App />);
