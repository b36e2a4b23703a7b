import type { Board } from "../api/getBoard";
import { Fact } from "../ui/Fact";
import { duration, figure, measureWords } from "../ui/numbers";
import { forecastWords } from "./forecastWords";

export function BoardFacts({ board }: { board: Board }) {
  const { forecast, median_active_ms: time, per_hour: rate } = board;
  const words = forecastWords(forecast, new Date());
  const pace = measureWords(forecast.per_day, "number");
  return (
    <dl className="facts">
      <Fact name="All seats filled" value={words.when} note={words.range} />
      <Fact
        name="Open seats"
        value={figure(forecast.open)}
        note={forecast.per_day.value === null ? "" : `${pace.value} filled a day (${pace.interval})`}
      />
      <Fact
        name="Rankings in an hour at work"
        value={rate.value === null ? "–" : figure(rate.value)}
        note={rate.value === null ? "No ranking has a time yet." : measureWords(rate, "number").interval}
      />
      <Fact
        name="Time per task, median"
        value={duration(time.value)}
        note={
          time.low === null || time.high === null
            ? `n = ${figure(time.n)}`
            : `${duration(time.low)} to ${duration(time.high)}, n = ${figure(time.n)}`
        }
      />
    </dl>
  );
}
