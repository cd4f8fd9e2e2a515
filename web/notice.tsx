/** A short notice over the conversation, beneath its header, with at most one thing to do about it. */
import { X } from "lucide-react";
import { dismissNotice, useChat } from "./state/store.ts";

export function Notice() {
  const notice = useChat((state) => state.notice);
  return (
    <div className="notices" role="status">
      {notice && (
        <div className="notice">
          <span>{notice.text}</span>
          {notice.action && (
            <button type="button" className="text-button" onClick={notice.action.run}>
              {notice.action.label}
            </button>
          )}
          <button type="button" className="icon-button" aria-label="Dismiss" onClick={dismissNotice}>
            <X />
          </button>
        </div>
      )}
    </div>
  );
}
