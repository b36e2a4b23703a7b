import { useEffect, useState } from "react";
import { useOutbox } from "./OutboxProvider";
import { refused, waiting } from "./outbox";
import type { DraftState } from "./useDraft";

const DRAFT_WORDS: Record<DraftState, string> = {
  none: "",
  saving: "saving",
  saved: "saved",
  unsaved: "not saved in this browser",
};

/** One small word: saved, offline, how many wait. */
export function SendState({ draft }: { draft: DraftState }) {
  const { state } = useOutbox();
  const online = useOnline();
  const open = waiting(state).length;
  const words = [
    online ? "" : "offline",
    open > 0 && (!state.sending || state.problem) ? `${open} waiting` : "",
    state.problem?.status === 401 ? "log in to send" : "",
  ].filter((word) => word !== "");
  const isBad = words.length > 0 || draft === "unsaved" || refused(state).length > 0;
  return (
    <span className="send-state" role="status" data-bad={isBad}>
      {words.length > 0 ? words.join(" · ") : DRAFT_WORDS[draft]}
    </span>
  );
}

function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}
