import { type Invite, useInvites } from "../api/listInvites";
import { useRevokeInvite } from "../api/revokeInvite";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";
import { t } from "../words/t";
import { InviteForm } from "./InviteForm";

export function InvitesSection({ project }: { project: string }) {
  const { data, error } = useInvites(project);
  return (
    <section className="section" aria-labelledby="invites">
      <h2 id="invites">{t("members.invites.title")}</h2>
      <p className="soft">{t("members.invites.words")}</p>
      {error && <Problem error={error} />}
      <InviteForm project={project} />
      {data && data.length > 0 && <InvitesTable project={project} invites={data} />}
    </section>
  );
}

function InvitesTable({ project, invites }: { project: string; invites: Invite[] }) {
  const revoke = useRevokeInvite(project);
  return (
    <>
      {revoke.error && <Problem error={revoke.error} />}
      <TableFrame label={t("members.invites.table")}>
        <thead>
          <tr>
            <th>{t("members.invites.for")}</th>
            <th>{t("members.invites.state")}</th>
            <th>{t("members.invites.joined")}</th>
            <th>{t("members.invites.madeAt")}</th>
            <th>{t("members.invites.ends")}</th>
            <th>
              <span className="visually-hidden">{t("members.revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {invites.map((invite) => (
            <InviteRow
              key={invite.id}
              invite={invite}
              isBusy={revoke.isPending}
              onRevoke={() => revoke.mutate(invite.id)}
            />
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}

const TONES: Record<Invite["state"], "live" | "good" | "warning" | "none"> = {
  open: "live",
  revoked: "warning",
  expired: "none",
  used_up: "good",
};

type RowProps = { invite: Invite; isBusy: boolean; onRevoke: () => void };

function InviteRow({ invite, isBusy, onRevoke }: RowProps) {
  const { state } = invite;
  return (
    <tr>
      <th scope="row">
        {invite.email || t("members.invites.anybody")}
        <span className="subline">
          {t("members.invites.as", { role: t(`projects.roles.${invite.role}`) })}
        </span>
      </th>
      <td>
        <span className="status" data-tone={TONES[state]}>
          {t(`members.invites.states.${state}`)}
        </span>
      </td>
      <td>
        {t("ui.ofAll", { done: invite.joined.length, total: invite.max_uses })}
        <span className="subline">{invite.joined.map(({ name }) => name).join(t("ui.comma"))}</span>
      </td>
      <td>
        <When at={invite.created_at} />
        <span className="subline">{t("members.invites.by", { name: invite.created_by })}</span>
      </td>
      <td>{exactly(invite.expires_at)}</td>
      <td className="number">
        {state === "open" && (
          <button type="button" className="button small quiet" disabled={isBusy} onClick={onRevoke}>
            {t("members.revoke")}
            <span className="visually-hidden">
              {" "}
              {invite.email
                ? t("members.invites.revokeFor", { email: invite.email })
                : t("members.invites.revokeForAnybody")}
            </span>
          </button>
        )}
      </td>
    </tr>
  );
}
