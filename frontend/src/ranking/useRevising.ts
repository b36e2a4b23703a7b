import { useCallback, useEffect, useState } from "react";
import { getRanking } from "../api/getRanking";
import { ApiError } from "../api/request";
import { dropDraft, readDraft } from "./drafts";
import { type Revising, revisingOf } from "./revision";

type Opened = { revising: Revising | null; problem: ApiError | null; turn: number };

/**
 * Open a past task, once: what others or another window do meanwhile must not change the desk under someone's hands.
 * `startAgain` drops the unfinished change and takes what the server has now.
 */
export function useRevising(assignment: string, user: string) {
  const [opened, setOpened] = useState<Opened>({ revising: null, problem: null, turn: 0 });
  const open = useCallback(async () => {
    try {
      const [found, kept] = await Promise.all([getRanking(assignment), readDraft(user, assignment)]);
      const revising = revisingOf(found, kept, new Date());
      setOpened(({ turn }) => ({ revising, problem: null, turn: turn + 1 }));
    } catch (problem) {
      if (!(problem instanceof ApiError)) throw problem;
      setOpened((before) => ({ ...before, problem }));
    }
  }, [assignment, user]);
  useEffect(() => void open(), [open]);
  const startAgain = useCallback(async () => {
    await dropDraft(user, assignment);
    await open();
  }, [user, assignment, open]);
  return { ...opened, open, startAgain };
}
