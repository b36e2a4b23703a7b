import { useEffect, useState } from "react";
import { t } from "../words/t";
import { useOutbox } from "./OutboxProvider";
import { refused, waiting } from "./outbox";
import type { DraftState } from "./useDraft";

/** One small word: saved, offline, how many wait. */
export function SendState({ draft }: { draft: DraftState }) {
  const { state } = useOutbox();
  const online = useOnline();
  const open = waiting(state).length;
  const words = [
    online ? "" : t("ranking.state.offline"),
    open > 0 && (!state.sending || state.problem) ? t("ranking.state.waiting", { count: open }) : "",
    state.problem?.status === 401 ? t("ranking.state.logIn") : "",
  ].filter((word) => word !== "");
  const isBad = words.length > 0 || draft === "unsaved" || refused(state).length > 0;
  return (
    <span className="send-state" role="status" data-bad={isBad}>
      {words.length > 0 ? words.join(" · ") : sayDraft(draft)}
    </span>
  );
}

const sayDraft = (draft: DraftState): string => (draft === "none" ? "" : t(`ranking.state.${draft}`));

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
