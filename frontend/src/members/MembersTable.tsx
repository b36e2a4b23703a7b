import { useState } from "react";
import type { Project } from "../api/getProject";
import type { Exclusion } from "../api/listExclusions";
import type { Member } from "../api/listMembers";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
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
      <TableFrame label="Members">
        <thead>
          <tr>
            <th>Name</th>
            <th>E-mail</th>
            <th>Role</th>
            <th>State</th>
            <th>
              <span className="visually-hidden">Actions</span>
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
