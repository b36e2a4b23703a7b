import { createContext, type ReactNode, use, useEffect, useMemo, useSyncExternalStore } from "react";
import { skipAssignment } from "../api/skipAssignment";
import { submitRanking } from "../api/submitRanking";
import { type Letter, Outbox, type OutboxState } from "./outbox";

const OutboxContext = createContext<Outbox | null>(null);

async function send({ assignment, content }: Letter): Promise<void> {
  const { kind, ...body } = content;
  if (kind === "ranking") await submitRanking(assignment, body as Parameters<typeof submitRanking>[1]);
  else await skipAssignment(assignment, body as Parameters<typeof skipAssignment>[1]);
}

/** Holds the outbox above all pages, so that what waits is sent wherever its person goes. */
export function OutboxProvider({ user, children }: { user: string; children: ReactNode }) {
  const outbox = useMemo(() => new Outbox(user, send), [user]);
  useEffect(() => {
    const deliver = () => void outbox.deliver();
    deliver();
    window.addEventListener("online", deliver);
    return () => {
      window.removeEventListener("online", deliver);
      outbox.close();
    };
  }, [outbox]);
  return <OutboxContext value={outbox}>{children}</OutboxContext>;
}

export function useOutbox(): { outbox: Outbox; state: OutboxState } {
  const outbox = use(OutboxContext);
  if (!outbox) throw new Error("useOutbox needs an OutboxProvider above it.");
  return { outbox, state: useSyncExternalStore(outbox.subscribe, outbox.getState) };
}
