import { useState } from "react";
import type { Role } from "../api/getMe";
import type { Member } from "../api/listMembers";
import { usePauseMember } from "../api/pauseMember";
import { useRemoveMember } from "../api/removeMember";
import { useUpdateMember } from "../api/updateMember";
import { t } from "../words/t";
import { memberName } from "./memberName";

/** What an owner can do with a member, and the words that say it was done. */
export function useMemberActions(project: string) {
  const [said, setSaid] = useState("");
  const update = useUpdateMember(project);
  const remove = useRemoveMember(project);
  const pause = usePauseMember(project);
  const say = (words: string) => ({ onSuccess: () => setSaid(words) });
  return {
    said,
    error: update.error ?? remove.error ?? pause.error,
    isBusy: update.isPending || remove.isPending || pause.isPending,
    changeRole: (member: Member, role: Role) =>
      update.mutate(
        { id: member.id, role },
        say(t("members.said.role", { name: memberName(member), role: t(`projects.roles.${role}`) })),
      ),
    pause: (member: Member, paused: boolean) =>
      pause.mutate(
        { id: member.id, paused },
        say(t(paused ? "members.said.paused" : "members.said.resumed", { name: memberName(member) })),
      ),
    remove: (member: Member) =>
      remove.mutate(member.id, say(t("members.said.removed", { name: memberName(member) }))),
  };
}

export type MemberActions = ReturnType<typeof useMemberActions>;
