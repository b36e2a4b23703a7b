import type { Mine } from "../api/assignment";
import type { Me } from "../api/getMe";
import { AccountMenu } from "../app/AccountMenu";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { figure } from "../ui/numbers";
import { SendState } from "./SendState";
import type { DraftState } from "./useDraft";

type Props = {
  project: { id: string; name: string };
  me: Me;
  mine: Mine | null;
  draft: DraftState;
  canUndo: boolean;
  onUndo: () => void;
  onAsk: (what: "guidelines" | "keys") => void;
};

export function RankHeader({ project, me, mine, draft, canUndo, onUndo, onAsk }: Props) {
  return (
    <header className="rank-header">
      <Link className="brand" to="/">
        Podium
      </Link>
      <Link className="rank-project" to={`/projects/${project.id}`}>
        {project.name}
      </Link>
      {mine && (
        <span className="mine">
          <span>
            <strong>{figure(mine.today)}</strong> today
          </span>
          <Bar
            label={`${mine.project_filled_seats} of ${mine.project_total_seats} rankings of the project are given`}
            done={mine.project_filled_seats}
            of={mine.project_total_seats}
          />
          <span className="soft">
            {figure(mine.project_filled_seats)} of {figure(mine.project_total_seats)}
          </span>
        </span>
      )}
      <SendState draft={draft} />
      {canUndo && (
        <button type="button" className="button small" onClick={onUndo}>
          Undo submit <kbd>Z</kbd>
        </button>
      )}
      <span className="rank-tools">
        <Link className="button quiet small past-link" to={`/projects/${project.id}/rankings`}>
          Your rankings
        </Link>
        <button type="button" className="button quiet small" onClick={() => onAsk("guidelines")}>
          Guidelines <kbd>G</kbd>
        </button>
        <button type="button" className="button quiet small keys-button" onClick={() => onAsk("keys")}>
          Keys <kbd>?</kbd>
        </button>
        <AccountMenu me={me} />
      </span>
    </header>
  );
}
