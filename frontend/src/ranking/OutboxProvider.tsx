import {
  createContext,
  type ReactNode,
  use,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from "react";
import { skipAssignment } from "../api/skipAssignment";
import { submitRanking } from "../api/submitRanking";
import { type Letter, Outbox, type OutboxState } from "./outbox";

type Held = { outbox: Outbox; late: number; forgetLate: () => void };

const OutboxContext = createContext<Held | null>(null);

/** Send a letter and tell whether it came late. */
async function send({ assignment, content }: Letter): Promise<boolean> {
  const { kind, ...body } = content;
  if (kind === "ranking")
    return (await submitRanking(assignment, body as Parameters<typeof submitRanking>[1])).ranking.late;
  await skipAssignment(assignment, body as Parameters<typeof skipAssignment>[1]);
  return false;
}

/** Holds the outbox above all pages, so that what waits is sent wherever its person goes. */
export function OutboxProvider({ user, children }: { user: string; children: ReactNode }) {
  const [late, setLate] = useState(0);
  const outbox = useMemo(
    () =>
      new Outbox(user, async (letter) => {
        if (await send(letter)) setLate((before) => before + 1);
      }),
    [user],
  );
  const held = useMemo(() => ({ outbox, late, forgetLate: () => setLate(0) }), [outbox, late]);
  useEffect(() => {
    const deliver = () => void outbox.deliver();
    deliver();
    window.addEventListener("online", deliver);
    return () => {
      window.removeEventListener("online", deliver);
      outbox.close();
    };
  }, [outbox]);
  return <OutboxContext value={held}>{children}</OutboxContext>;
}

export function useOutbox(): Held & { state: OutboxState } {
  const held = use(OutboxContext);
  if (!held) throw new Error("useOutbox needs an OutboxProvider above it.");
  return { ...held, state: useSyncExternalStore(held.outbox.subscribe, held.outbox.getState) };
}
