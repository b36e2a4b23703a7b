import { useState } from "react";
import { type Board, type BoardLook, useBoard, useRenewBoard } from "../api/getBoard";
import type { Project } from "../api/getProject";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { When } from "../ui/When";
import { AgreementPanel } from "./AgreementPanel";
import { AnnotatorsPanel } from "./AnnotatorsPanel";
import { BoardFacts } from "./BoardFacts";
import { DomainsPanel } from "./DomainsPanel";
import { Alarms, GatesPanel } from "./Gates";
import { HeatPanel } from "./HeatPanel";
import type { AgreementName } from "./measures";
import { PacePanel } from "./PacePanel";
import { PositionPanel } from "./PositionPanel";
import { SelfPanel } from "./SelfPanel";
import { TimesPanel } from "./TimesPanel";
import "./quality.css";

/** How good the rankings are, and how soon they will all be there. */
export function QualityPage({ project }: { project: Project }) {
  const { data, error } = useBoard(project.id);
  const renew = useRenewBoard(project.id);
  const isBusy = renew.isPending || data?.pending === true;
  return (
    <>
      <PageHead
        title="Quality"
        actions={
          <button type="button" className="button" disabled={isBusy} onClick={() => renew.mutate(undefined)}>
            {isBusy ? "Working it out…" : "Work it out anew"}
          </button>
        }
      >
        {data?.board && <Basis look={data} board={data.board} />}
      </PageHead>
      {(renew.error ?? error) && <Problem error={(renew.error ?? error) as NonNullable<typeof error>} />}
      {!data && !error && <Waiting />}
      {data && !data.board && (
        <p className="soft" role="status">
          This project is large, so its board is worked out in the background. It appears here by itself,
          usually within a minute; the worker must be running.
        </p>
      )}
      {data?.board && <BoardParts project={project} board={data.board} />}
    </>
  );
}

function Basis({ look, board }: { look: BoardLook; board: Board }) {
  return (
    <p className="soft">
      From {figure(board.rankings)} {board.rankings === 1 ? "ranking" : "rankings"}, worked out{" "}
      <When at={look.computed_at} />.
      {board.excluded > 0 && ` ${figure(board.excluded)} of excluded people are left out.`}
    </p>
  );
}

function BoardParts({ project, board }: { project: Project; board: Board }) {
  const [measure, setMeasure] = useState<AgreementName>("raw");
  const { id } = project;
  return (
    <>
      <Alarms gates={board.gates} />
      <BoardFacts board={board} />
      <div className="panels">
        <PacePanel project={id} board={board} />
        <TimesPanel project={id} board={board} />
        <AgreementPanel project={project} board={board} measure={measure} onMeasure={setMeasure} />
        <HeatPanel project={id} board={board} measure={measure} />
        <PositionPanel project={id} board={board} />
        <SelfPanel project={id} board={board} />
        <GatesPanel project={id} gates={board.gates} />
      </div>
      <DomainsPanel project={id} board={board} />
      <AnnotatorsPanel project={id} board={board} />
    </>
  );
}
