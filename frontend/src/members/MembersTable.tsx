import { useState } from "react";
import type { Project } from "../api/getProject";
import type { Exclusion } from "../api/listExclusions";
import type { Member } from "../api/listMembers";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { t } from "../words/t";
import { ExcludeDialog } from "./ExcludeDialog";
import { MemberRow } from "./MemberRow";
import { useMemberActions } from "./useMemberActions";

type Props = { project: Project; members: Member[]; exclusions: Exclusion[] };

export function MembersTable({ project, members, exclusions }: Props) {
  const [leavingOut, setLeavingOut] = useState<Member | null>(null);
  const actions = useMemberActions(project.id);
  return (
    <>
      {actions.error && <Problem error={actions.error} />}
      <TableFrame label={t("members.title")}>
        <thead>
          <tr>
            <th>{t("members.name")}</th>
            <th>{t("members.email")}</th>
            <th>{t("members.role")}</th>
            <th>{t("members.table.state")}</th>
            <th>
              <span className="visually-hidden">{t("members.table.actions")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              isLeftOut={exclusions.some(({ annotator }) => annotator.id === member.user.id)}
              actions={actions}
              onLeaveOut={() => setLeavingOut(member)}
            />
          ))}
        </tbody>
      </TableFrame>
      <p role="status" className="soft small">
        {actions.said}
      </p>
      {leavingOut && (
        <ExcludeDialog project={project.id} member={leavingOut} onClose={() => setLeavingOut(null)} />
      )}
    </>
  );
}
