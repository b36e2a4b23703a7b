import { type Invite, useInvites } from "../api/listInvites";
import { useRevokeInvite } from "../api/revokeInvite";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";
import { InviteForm } from "./InviteForm";
import { inviteState } from "./inviteState";

export function InvitesSection({ project }: { project: string }) {
  const { data, error } = useInvites(project);
  return (
    <section className="section" aria-labelledby="invites">
      <h2 id="invites">Invite by link</h2>
      <p className="soft">
        Whoever opens the link logs in or signs up, and joins. You send it yourself; it is shown once.
      </p>
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
      <TableFrame label="Invitations">
        <thead>
          <tr>
            <th>For</th>
            <th>State</th>
            <th>Joined</th>
            <th>Made</th>
            <th>Ends</th>
            <th>
              <span className="visually-hidden">Revoke</span>
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

type RowProps = { invite: Invite; isBusy: boolean; onRevoke: () => void };

function InviteRow({ invite, isBusy, onRevoke }: RowProps) {
  const { words, tone } = inviteState(invite.state);
  return (
    <tr>
      <th scope="row">
        {invite.email || "whoever has the link"}
        <span className="subline">as {invite.role}</span>
      </th>
      <td>
        <span className="status" data-tone={tone}>
          {words}
        </span>
      </td>
      <td>
        {invite.joined.length} of {invite.max_uses}
        <span className="subline">{invite.joined.map(({ name }) => name).join(", ")}</span>
      </td>
      <td>
        <When at={invite.created_at} />
        <span className="subline">by {invite.created_by}</span>
      </td>
      <td>{exactly(invite.expires_at)}</td>
      <td className="number">
        {invite.state === "open" && (
          <button type="button" className="button small quiet" disabled={isBusy} onClick={onRevoke}>
            Revoke<span className="visually-hidden"> the invitation for {invite.email || "anybody"}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
