import type { Project } from "../api/getProject";
import { useExclusions } from "../api/listExclusions";
import { useMembers } from "../api/listMembers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { t } from "../words/t";
import { AddMember } from "./AddMember";
import { InvitesSection } from "./InvitesSection";
import { LeftOutSection } from "./LeftOutSection";
import { MembersTable } from "./MembersTable";
import { PracticeSection } from "./PracticeSection";

export function MembersPage({ project }: { project: Project }) {
  const { data, error } = useMembers(project.id);
  const exclusions = useExclusions(project.id);
  const problem = error ?? exclusions.error;
  return (
    <>
      <PageHead title={t("members.title")}>
        <p className="soft">{t("members.words")}</p>
      </PageHead>
      {problem && <Problem error={problem} />}
      {(!data || !exclusions.data) && !problem && <Waiting />}
      {data && exclusions.data && (
        <>
          <MembersTable project={project} members={data} exclusions={exclusions.data} />
          <PracticeSection project={project} />
          <LeftOutSection project={project} exclusions={exclusions.data} />
        </>
      )}
      {project.can.manage && (
        <>
          <InvitesSection project={project.id} />
          <AddMember project={project.id} />
        </>
      )}
    </>
  );
}
