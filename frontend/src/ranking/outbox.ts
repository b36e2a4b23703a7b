import { get, update } from "idb-keyval";
import { ApiError } from "../api/request";
import type { SkipInput } from "../api/skipAssignment";
import type { RankingInput } from "../api/submitRanking";

/** A submission on its way. `refused` holds the server's words once it said a lasting no: kept, never dropped silently. */
export type Letter = {
  readonly assignment: string;
  readonly content: ({ kind: "ranking" } & RankingInput) | ({ kind: "skip" } & SkipInput);
  readonly refused?: string;
  /** The server's short name for its reason. */
  readonly code?: string;
  /** It was begun from a revision that is no longer the latest. */
  readonly stale?: boolean;
};

export type OutboxState = {
  readonly letters: readonly Letter[];
  readonly sending: boolean;
  readonly loaded: boolean;
  /** Why the last try did not get through. */
  readonly problem: ApiError | null;
};

export const waiting = (state: OutboxState): Letter[] => state.letters.filter((letter) => !letter.refused);
export const refused = (state: OutboxState): Letter[] => state.letters.filter((letter) => letter.refused);

/** Return how long to wait after so many tries in vain: one second, doubling, at most a minute. */
export const pauseAfter = (tries: number): number => Math.min(60_000, 1000 * 2 ** Math.min(tries, 6));

/**
 * The outbox of one person: what it holds is kept in this browser until the server has it. A letter carries its client id
 * from the first try on, so that sending it twice is harmless.
 */
export class Outbox {
  #state: OutboxState = { letters: [], sending: false, loaded: false, problem: null };
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();
  readonly #key: string;
  readonly #send: (letter: Letter) => Promise<void>;

  constructor(user: string, send: (letter: Letter) => Promise<void>) {
    this.#key = `podium:outbox:${user}`;
    this.#send = send;
  }

  getState = (): OutboxState => this.#state;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  async add(letter: Letter): Promise<void> {
    await this.#change((all) => [...all, letter]);
    await this.deliver();
  }

  /** Send what waits, in order, until it is gone or the way is closed. */
  async deliver(): Promise<void> {
    if (this.#state.sending) return;
    clearTimeout(this.#timer);
    this.#set({ sending: true });
    if (!this.#state.loaded) await this.#load();
    let letter = waiting(this.#state)[0];
    while (letter && (await this.#deliverOne(letter))) letter = waiting(this.#state)[0];
    this.#set({ sending: false });
  }

  async retry(id: string): Promise<void> {
    await this.#change((all) => all.map((one) => (idOf(one) === id ? withoutRefusal(one) : one)));
    await this.deliver();
  }

  discard(id: string): Promise<void> {
    return this.#change((all) => all.filter((one) => idOf(one) !== id));
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  /** Send one letter; false says that the way is closed for now. */
  async #deliverOne(letter: Letter): Promise<boolean> {
    try {
      await this.#send(letter);
    } catch (error) {
      return this.#putBack(
        letter,
        error instanceof ApiError ? error : new ApiError(0, "offline", String(error)),
      );
    }
    this.#tries = 0;
    this.#set({ problem: null });
    await this.discard(idOf(letter));
    return true;
  }

  async #putBack(letter: Letter, problem: ApiError): Promise<boolean> {
    this.#set({ problem });
    if (problem.temporary) {
      this.#timer = setTimeout(() => void this.deliver(), pauseAfter(this.#tries++));
      return false;
    }
    const words = [problem.message, ...problem.fields.map((field) => field.message)].join(" ");
    await this.#change((all) =>
      all.map((one) =>
        idOf(one) === idOf(letter)
          ? { ...one, refused: words, code: problem.code, stale: problem.code === "stale" }
          : one,
      ),
    );
    return true;
  }

  async #load(): Promise<void> {
    const kept = await get<Letter[]>(this.#key).catch(() => undefined);
    const known = new Set(this.#state.letters.map(idOf));
    const older = (kept ?? []).filter((letter) => !known.has(idOf(letter)));
    this.#set({ letters: [...older, ...this.#state.letters], loaded: true });
  }

  async #change(edit: (letters: readonly Letter[]) => Letter[]): Promise<void> {
    this.#set({ letters: edit(this.#state.letters) });
    await update<Letter[]>(this.#key, (kept) => edit(kept ?? [])).catch(() => undefined);
  }

  #set(change: Partial<OutboxState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const idOf = (letter: Letter): string => letter.content.client_id;

/** Return the letter to be sent again; a stale one now goes on top of whatever there is. */
function withoutRefusal({ assignment, content, stale }: Letter): Letter {
  return stale && content.kind === "ranking"
    ? { assignment, content: { ...content, revises: null } }
    : { assignment, content };
}
