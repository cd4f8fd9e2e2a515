/** The page as a whole: the list of conversations, the open one, and the panel beside it. */
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { ChatRuntime } from "./chat/runtime.tsx";
import { Thread } from "./chat/thread.tsx";
import { Shortcuts } from "./dialogs/shortcuts.tsx";
import { Header } from "./header.tsx";
import { Notice } from "./notice.tsx";
import { Sidebar } from "./sidebar.tsx";
import { stop } from "./state/answering.ts";
import { isRunning } from "./state/conversation.ts";
import { newConversation, useChat } from "./state/store.ts";

const Settings = lazy(() => import("./dialogs/settings.tsx"));
const SawPanel = lazy(() => import("./panel/saw-panel.tsx"));

const wide = matchMedia("(min-width: 900px)");

export function App() {
  const looked = useChat((state) => state.looked);
  const announcement = useChat((state) => state.announcement);
  const [dialog, setDialog] = useState<"settings" | "shortcuts">();
  const showShortcuts = useCallback(() => setDialog("shortcuts"), []);
  const [listShown, showList] = useState(wide.matches);
  useKeys(showShortcuts);
  useEffect(() => {
    const fit = () => showList(wide.matches); // beside the conversation there is room, over it the list is in the way
    wide.addEventListener("change", fit);
    return () => wide.removeEventListener("change", fit);
  }, []);

  return (
    <ChatRuntime>
      <button type="button" className="skip-link" onClick={focusQuestion}>
        Skip to the question
      </button>
      <div className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
      <div className="page" data-list={listShown ? "" : undefined} data-panel={looked ? "" : undefined}>
        <Sidebar shown={listShown} onClose={() => showList(false)} onShortcuts={() => setDialog("shortcuts")} />
        <main className="main">
          <Header listShown={listShown} onList={() => showList(!listShown)} onSettings={() => setDialog("settings")} />
          <Notice />
          <Thread />
        </main>
        {looked && (
          <Suspense fallback={<aside className="panel" aria-busy="true" />}>
            <SawPanel key={`${looked.turnId}/${looked.column}`} looked={looked} />
          </Suspense>
        )}
      </div>
      {dialog === "settings" && (
        <Suspense>
          <Settings onClose={() => setDialog(undefined)} />
        </Suspense>
      )}
      {dialog === "shortcuts" && <Shortcuts onClose={() => setDialog(undefined)} />}
    </ChatRuntime>
  );
}

function focusQuestion(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById("question")?.focus();
}

/** Where a letter is text, or chooses something; the theme's radio buttons take none. */
const typed = 'input:not([type="radio"]), textarea, select, dialog';

/** Keys that work wherever the focus is; letters only where nobody is typing. */
function useKeys(onHelp: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const typing = event.target instanceof Element && event.target.closest(typed);
      const { open } = useChat.getState();
      if (event.key.toLowerCase() === "o" && event.shiftKey && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        newConversation();
        document.getElementById("question")?.focus();
      } else if (event.key === "Escape" && isRunning(open) && !document.querySelector("dialog[open]")) {
        stop(open.id);
      } else if (!typing && event.key === "/") {
        focusQuestion(event);
      } else if (!typing && event.key === "?") {
        onHelp();
      }
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, [onHelp]);
}
