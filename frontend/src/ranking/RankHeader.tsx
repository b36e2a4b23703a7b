import type { Mine } from "../api/assignment";
import type { Me } from "../api/getMe";
import { AccountMenu } from "../app/AccountMenu";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
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
  const given = { done: mine?.project_filled_seats ?? 0, total: mine?.project_total_seats ?? 0 };
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
            <Rich
              text={t("ranking.header.today", { today: mine.today })}
              tags={{ strong: (words) => <strong>{words}</strong> }}
            />
          </span>
          <Bar label={t("ranking.header.given", given)} done={given.done} of={given.total} />
          <span className="soft">{t("ui.ofAll", given)}</span>
        </span>
      )}
      <SendState draft={draft} />
      {canUndo && (
        <button type="button" className="button small" onClick={onUndo}>
          {t("ranking.header.undo")} <kbd>Z</kbd>
        </button>
      )}
      <span className="rank-tools">
        <Link className="button quiet small past-link" to={`/projects/${project.id}/rankings`}>
          {t("ranking.header.rankings")}
        </Link>
        <button type="button" className="button quiet small" onClick={() => onAsk("guidelines")}>
          {t("ranking.header.guidelines")} <kbd>G</kbd>
        </button>
        <button type="button" className="button quiet small keys-button" onClick={() => onAsk("keys")}>
          {t("ranking.header.keys")} <kbd>?</kbd>
        </button>
        <AccountMenu me={me} />
      </span>
    </header>
  );
}
