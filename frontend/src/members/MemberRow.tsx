import type { Role } from "../api/getMe";
import type { Member } from "../api/listMembers";
import { When } from "../ui/When";
import { memberName } from "./memberName";
import { ROLES } from "./roles";
import type { MemberActions } from "./useMemberActions";

type Props = { member: Member; isLeftOut: boolean; actions: MemberActions; onLeaveOut: () => void };

export function MemberRow({ member, isLeftOut, actions, onLeaveOut }: Props) {
  const name = memberName(member);
  const isPaused = member.paused_at !== null;
  return (
    <tr>
      <th scope="row">
        {name}
        {member.is_scripted && <span className="subline">scripted, not a person</span>}
      </th>
      <td>{member.user.email}</td>
      <td>
        <select
          className="role-select"
          aria-label={`Role of ${name}`}
          value={member.role}
          onChange={(event) => actions.changeRole(member, event.target.value as Role)}
        >
          {ROLES.map((role) => (
            <option key={role}>{role}</option>
          ))}
        </select>
      </td>
      <td>
        <span className="status" data-tone={isPaused ? "warning" : "good"}>
          {isPaused ? "paused" : "active"}
        </span>
        {isPaused && (
          <span className="subline">
            no new tasks, since <When at={member.paused_at} />
          </span>
        )}
        {isLeftOut && <span className="subline">answers left out of datasets</span>}
      </td>
      <td>
        <div className="row-actions">
          <button
            type="button"
            className="button small"
            disabled={actions.isBusy}
            onClick={() => actions.pause(member, !isPaused)}
          >
            {isPaused ? "Resume" : "Pause"}
            <span className="visually-hidden"> {name}</span>
          </button>
          {!isLeftOut && (
            <button type="button" className="button small" onClick={onLeaveOut}>
              Leave out answers<span className="visually-hidden"> of {name}</span>
            </button>
          )}
          <button
            type="button"
            className="button small quiet"
            disabled={actions.isBusy}
            onClick={() => actions.remove(member)}
          >
            Remove<span className="visually-hidden"> {name}</span>
          </button>
        </div>
      </td>
    </tr>
  );
}
