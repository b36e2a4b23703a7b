import { useEffect, useState } from "react";
import { t } from "../words/t";

/** The time left, second by second: after a sleep it is the clock that counts, not the ticks. */
export function Countdown({ seconds }: { seconds: number }) {
  const [until] = useState(() => Date.now() + seconds * 1000);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <strong role="timer" aria-live="off">
      {minutesAndSeconds(Math.max(0, Math.round((until - now) / 1000)))}
    </strong>
  );
}

const minutesAndSeconds = (seconds: number): string => {
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return t("ui.units.seconds", { n: seconds });
  const rest = String(seconds % 60).padStart(2, "0");
  return `${t("ui.units.minutes", { n: minutes })} ${t("ui.units.seconds", { n: rest })}`;
};
