import { t } from "../words/t";
import { useOtherTabs } from "./otherTabs";
import type { Task } from "./queue";

type Props = { user: string; task: Task; onGoOn: () => void };

/** Says that the task here is in other hands too: in another tab, or with somebody else. Nothing is taken away. */
export function OtherHands({ user, task, onGoOn }: Props) {
  const { isHandedIn, isOpen } = useOtherTabs(user, task.assignment.id);
  if (!isHandedIn && !isOpen && !task.isGone) return null;
  return (
    <div className="notice warning" role="status">
      <span>
        {t(
          isHandedIn
            ? "ranking.notice.elsewhere"
            : isOpen
              ? "ranking.notice.openTwice"
              : "ranking.notice.gone",
        )}
      </span>
      {(isHandedIn || !isOpen) && (
        <button type="button" className="button small" onClick={onGoOn}>
          {t("ranking.notice.next")}
        </button>
      )}
    </div>
  );
}
