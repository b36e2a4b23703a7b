import { useEffect, useRef, useState } from "react";
import { isLive, type RunStatus } from "../api/getRun";
import { getRunEvents, type RunEvent } from "../api/getRunEvents";

const EVERY_MS = 1000;
const AFTER_TROUBLE_MS = 4000;
const PAGE = 1000;

/** Follow the events of a run from the first to the last; a dropped connection costs nothing but the wait. */
export function useRunEvents(run: string, status: RunStatus): readonly RunEvent[] {
  const [events, setEvents] = useState<readonly RunEvent[]>([]);
  const last = useRef(0);
  const live = isLive(status);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that is retried is followed again
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const ask = async () => {
      const answer = await getRunEvents(run, last.current).catch(() => null);
      if (left) return;
      if (!answer) return plan(AFTER_TROUBLE_MS);
      const fresh = answer.events.filter((event) => event.seq > last.current);
      if (fresh.length > 0) {
        last.current = fresh.at(-1)?.seq ?? last.current;
        setEvents((before) => [...before, ...fresh]);
      }
      if (answer.events.length >= PAGE) return plan(0);
      if (isLive(answer.status)) plan(EVERY_MS);
    };
    const plan = (delay: number) => {
      timer = setTimeout(ask, delay);
    };
    void ask();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [run, live]);

  return events;
}
