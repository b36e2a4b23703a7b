import { useState } from "react";
import type { Project } from "../api/getProject";
import { type AuditFilter, auditPath, useAudit } from "../api/listAudit";
import { MoreButton } from "../ui/MoreButton";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";

export function AuditPage({ project }: { project: Project }) {
  const [filter, setFilter] = useState<AuditFilter>({ person: "", subject: "", action: "" });
  const query = useAudit(project.id, filter);
  const rows = query.data?.pages.flatMap((page) => page.results);
  return (
    <>
      <PageHead
        title="Audit log"
        actions={
          <a className="button" href={auditPath(project.id, filter, "/download")} download>
            Download as CSV
          </a>
        }
      >
        <p className="soft">
          Who changed what, and when. Entries are written together with the change and never altered.
        </p>
      </PageHead>
      <AuditFilters project={project.id} filter={filter} onChange={setFilter} />
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {rows && rows.length === 0 && <p role="status">Nothing like this has happened here.</p>}
      {rows && rows.length > 0 && <AuditTable rows={rows} />}
      <MoreButton query={query} />
    </>
  );
}
