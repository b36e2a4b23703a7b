/** A clock that runs only while someone is there: it rests when the page is hidden and a minute after the last sign. */
export type ActiveTime = {
  readonly ms: number;
  readonly at: number;
  readonly sign: number;
  readonly visible: boolean;
};

export const IDLE_AFTER_MS = 60_000;

export const startTime = (now: number, ms = 0): ActiveTime => ({ ms, at: now, sign: now, visible: true });

/** Return the clock at `now`: the time since it was last read counts as far as someone was there. */
export function readTime(time: ActiveTime, now: number): ActiveTime {
  if (!time.visible) return { ...time, at: now };
  const until = Math.min(now, time.sign + IDLE_AFTER_MS);
  return { ...time, ms: time.ms + Math.max(0, until - time.at), at: now };
}

/** Note a sign of life: a key, a pointer, a scroll. */
export const signOfLife = (time: ActiveTime, now: number): ActiveTime => ({
  ...readTime(time, now),
  sign: now,
});

export function setVisible(time: ActiveTime, now: number, visible: boolean): ActiveTime {
  const read = readTime(time, now);
  return { ...read, visible, sign: visible ? now : read.sign };
}
