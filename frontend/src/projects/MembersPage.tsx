import type { Role } from "../api/getMe";
import type { Project } from "../api/getProject";
import { type Member, useMembers } from "../api/listMembers";
import { useRemoveMember } from "../api/removeMember";
import { useUpdateMember } from "../api/updateMember";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { Waiting } from "../ui/Waiting";
import { AddMember } from "./AddMember";
import { ROLES } from "./roles";

export function MembersPage({ project }: { project: Project }) {
  const { data, error } = useMembers(project.id);
  return (
    <>
      <PageHead title="Members">
        <p className="soft">
          Owners do everything, annotators rank, reviewers watch the quality and settle disagreements,
          researchers use the rankings and start runs. Nobody else can see that this project exists.
        </p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data && <MembersTable project={project.id} members={data} />}
      <AddMember project={project.id} />
    </>
  );
}

function MembersTable({ project, members }: { project: string; members: Member[] }) {
  const update = useUpdateMember(project);
  const remove = useRemoveMember(project);
  const error = update.error ?? remove.error;
  return (
    <>
      {error && <Problem error={error} />}
      <TableFrame label="Members">
        <thead>
          <tr>
            <th>Name</th>
            <th>E-mail</th>
            <th>Role</th>
            <th>
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.id}>
              <th scope="row">
                {member.user.name || member.user.email}
                {member.is_scripted && <span className="subline">scripted, not a person</span>}
              </th>
              <td>{member.user.email}</td>
              <td>
                <select
                  aria-label={`Role of ${member.user.name}`}
                  value={member.role}
                  onChange={(event) => update.mutate({ id: member.id, role: event.target.value as Role })}
                >
                  {ROLES.map((role) => (
                    <option key={role}>{role}</option>
                  ))}
                </select>
              </td>
              <td className="number">
                <button type="button" className="button small quiet" onClick={() => remove.mutate(member.id)}>
                  Remove<span className="visually-hidden"> {member.user.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}
