import type { Run } from "../api/getRun";
import { figure } from "../ui/numbers";

type Props = { alarms: NonNullable<Run["state"]["alarms"]> };

/** The alarms that ring: what happened, since which step, and what to do. */
export function Alarms({ alarms }: Props) {
  const ringing = Object.entries(alarms);
  if (ringing.length === 0) return null;
  return (
    <section className="notice warning" role="alert" aria-label="Alarms">
      {ringing.map(([name, { step, message, next }]) => (
        <p key={name}>
          <strong>{message}</strong> {next}
          <span className="subline">
            Alarm {name}, since step {figure(step)}
          </span>
        </p>
      ))}
    </section>
  );
}
