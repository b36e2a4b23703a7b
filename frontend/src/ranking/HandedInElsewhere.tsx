import { useHandedInElsewhere } from "./otherTabs";

type Props = { user: string; assignment: string; onGoOn: () => void };

/** Says that this task was handed in from another tab. Nothing is taken away: submitting here makes a new revision. */
export function HandedInElsewhere({ user, assignment, onGoOn }: Props) {
  if (!useHandedInElsewhere(user, assignment)) return null;
  return (
    <div className="notice warning" role="status">
      <span>
        You handed this task in from another tab. Submitting it here too replaces that ranking with this one.
      </span>
      <button type="button" className="button small" onClick={onGoOn}>
        Next task
      </button>
    </div>
  );
}
