import { useOutbox } from "./OutboxProvider";

/** Says that a ranking came after its seat had gone: it is kept, so nobody wonders whether the work was for nothing. */
export function LateNotice() {
  const { late, forgetLate } = useOutbox();
  if (late === 0) return null;
  return (
    <div className="notice" role="status">
      <span>
        {late === 1 ? "A ranking came" : `${late} rankings came`} after the time for it had run out and others
        had taken the task. It is kept, marked as late.
      </span>
      <button type="button" className="button small quiet" onClick={forgetLate}>
        Understood
      </button>
    </div>
  );
}
