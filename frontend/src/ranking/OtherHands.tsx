import { useOtherTabs } from "./otherTabs";
import type { Task } from "./queue";

type Props = { user: string; task: Task; onGoOn: () => void };

/** Says that the task here is in other hands too: in another tab, or with somebody else. Nothing is taken away. */
export function OtherHands({ user, task, onGoOn }: Props) {
  const { isHandedIn, isOpen } = useOtherTabs(user, task.assignment.id);
  if (!isHandedIn && !isOpen && !task.isGone) return null;
  return (
    <div className="notice warning" role="status">
      <span>{isHandedIn ? HANDED_IN : isOpen ? OPEN : GONE}</span>
      {(isHandedIn || !isOpen) && (
        <button type="button" className="button small" onClick={onGoOn}>
          Next task
        </button>
      )}
    </div>
  );
}

const HANDED_IN =
  "You handed this task in from another tab. If you submit it here too, you are asked which ranking is to count.";
const OPEN =
  "This task is open in another tab too. Go on in one of the two: they do not see each other's changes.";
const GONE =
  "This task is no longer held for you. You can go on all the same: what you submit is kept, marked as late where somebody else has the task now.";
