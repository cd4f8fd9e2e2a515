/** The conversations kept in this browser, newest first; on a phone it lies over the page. */
import { GraduationCap, Keyboard, Pencil, Plus, Search, Trash2, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ImportButton } from "./import-button.tsx";
import { Logo } from "./logo.tsx";
import { type Conversation, isRunning } from "./state/conversation.ts";
import { newConversation, openConversation, remove, rename, useChat } from "./state/store.ts";
import { ThemeSwitch } from "./theme.tsx";

interface Props {
  readonly shown: boolean;
  onClose(): void;
  onShortcuts(): void;
}

export function Sidebar({ shown, onClose, onShortcuts }: Props) {
  const conversations = useChat((state) => state.conversations);
  const openId = useChat((state) => state.open.id);
  const ready = useChat((state) => state.ready);
  const inTab = useChat((state) => state.models.some(({ source }) => source.kind === "tab"));
  const [query, setQuery] = useState("");
  if (!shown) return null;

  const closeOnPhone = () => {
    if (!matchMedia("(min-width: 900px)").matches) onClose();
  };
  const found = conversations.filter((conversation) => matches(conversation, query));
  return (
    <>
      <button type="button" className="veil" tabIndex={-1} aria-label="Hide conversations" onClick={onClose} />
      <nav className="sidebar" aria-label="Conversations">
        <div className="sidebar-head">
          <Logo />
          <span className="brand">Periscope</span>
          <button type="button" className="icon-button sidebar-close" aria-label="Hide conversations" onClick={onClose}>
            <X />
          </button>
        </div>
        <button
          type="button"
          className="new-chat"
          onClick={() => {
            newConversation();
            closeOnPhone();
            document.getElementById("question")?.focus();
          }}
        >
          <Plus /> New chat
        </button>
        {conversations.length > 7 && (
          <label className="search">
            <Search aria-hidden="true" />
            <input
              type="search"
              aria-label="Search conversations"
              placeholder="Search"
              value={query}
              onChange={(event) => setQuery(event.target.value)}
            />
          </label>
        )}
        <ul className="conversations">
          {found.map((conversation) => (
            <Entry
              key={conversation.id}
              conversation={conversation}
              current={conversation.id === openId}
              onOpen={() => {
                openConversation(conversation.id);
                closeOnPhone();
              }}
            />
          ))}
        </ul>
        {ready && found.length === 0 && (
          <p className="sidebar-empty">
            {conversations.length === 0 ? "Your conversations stay in this browser, and appear here." : "None found."}
          </p>
        )}
        {inTab && (
          <a className="sidebar-link" href="./train.html">
            <GraduationCap aria-hidden="true" /> Teach it your pictures
          </a>
        )}
        <div className="sidebar-foot">
          <ThemeSwitch />
          <ImportButton onTaken={closeOnPhone} />
          <button
            type="button"
            className="icon-button"
            aria-label="Keyboard shortcuts"
            title="Keyboard shortcuts"
            onClick={onShortcuts}
          >
            <Keyboard />
          </button>
        </div>
      </nav>
    </>
  );
}

function matches({ title, turns }: Conversation, query: string): boolean {
  const wanted = query.trim().toLowerCase();
  return wanted === "" || [title, ...turns.map(({ text }) => text)].some((text) => text.toLowerCase().includes(wanted));
}

interface EntryProps {
  readonly conversation: Conversation;
  readonly current: boolean;
  onOpen(): void;
}

function Entry({ conversation, current, onOpen }: EntryProps) {
  const { id, title } = conversation;
  const [name, setName] = useState<string>();
  if (name !== undefined) {
    const submit = (event: FormEvent) => {
      event.preventDefault();
      rename(id, name);
      setName(undefined);
    };
    return (
      <li>
        <form className="rename" onSubmit={submit}>
          <input
            aria-label="Name of the conversation"
            value={name}
            // biome-ignore lint/a11y/noAutofocus: the user has just asked to type here
            autoFocus
            onChange={(event) => setName(event.target.value)}
            onBlur={submit}
            onKeyDown={(event) => event.key === "Escape" && setName(undefined)}
          />
        </form>
      </li>
    );
  }
  return (
    <li className="conversation" data-current={current ? "" : undefined}>
      <button
        type="button"
        className="conversation-open"
        title={title}
        aria-current={current ? "page" : undefined}
        onClick={onOpen}
      >
        {title}
        {isRunning(conversation) && <span className="dot" title="The model is answering" />}
      </button>
      <span className="conversation-tools">
        <button type="button" className="icon-button" aria-label={`Rename ${title}`} onClick={() => setName(title)}>
          <Pencil />
        </button>
        <button type="button" className="icon-button" aria-label={`Delete ${title}`} onClick={() => remove(id)}>
          <Trash2 />
        </button>
      </span>
    </li>
  );
}
