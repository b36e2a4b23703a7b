import type { Role } from "../api/getMe";
import type { Member } from "../api/listMembers";
import { When } from "../ui/When";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
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
        {member.is_scripted && <span className="subline">{t("members.table.scripted")}</span>}
      </th>
      <td>{member.user.email}</td>
      <td>
        <select
          className="role-select"
          aria-label={t("members.table.roleOf", { name })}
          value={member.role}
          onChange={(event) => actions.changeRole(member, event.target.value as Role)}
        >
          {ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`projects.roles.${role}`)}
            </option>
          ))}
        </select>
      </td>
      <td>
        <span className="status" data-tone={isPaused ? "warning" : "good"}>
          {t(isPaused ? "members.table.paused" : "members.table.active")}
        </span>
        {isPaused && (
          <span className="subline">
            <Rich
              text={t("members.table.pausedSince")}
              tags={{ when: () => <When at={member.paused_at} /> }}
            />
          </span>
        )}
        {isLeftOut && <span className="subline">{t("members.table.leftOut")}</span>}
      </td>
      <td>
        <div className="row-actions">
          <button
            type="button"
            className="button small"
            disabled={actions.isBusy}
            onClick={() => actions.pause(member, !isPaused)}
          >
            {t(isPaused ? "members.table.resume" : "members.table.pause")}
            <span className="visually-hidden"> {name}</span>
          </button>
          {!isLeftOut && (
            <button type="button" className="button small" onClick={onLeaveOut}>
              {t("members.table.leaveOut")}
              <span className="visually-hidden"> {t("members.table.leaveOutOf", { name })}</span>
            </button>
          )}
          <button
            type="button"
            className="button small quiet"
            disabled={actions.isBusy}
            onClick={() => actions.remove(member)}
          >
            {t("members.table.remove")}
            <span className="visually-hidden"> {name}</span>
          </button>
        </div>
      </td>
    </tr>
  );
}
