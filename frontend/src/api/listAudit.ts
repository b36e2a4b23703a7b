import * as z from "zod/mini";
import { getPage } from "./lists";
import { useRead, useReadPages } from "./query";
import { request } from "./request";

export const AuditEntry = z.object({
  id: z.number(),
  at: z.string(),
  person: z.nullable(z.object({ id: z.string(), name: z.string() })),
  words: z.string(),
});
export type AuditEntry = z.output<typeof AuditEntry>;
export type AuditFilter = { person: string; subject: string; action: string };

const Choices = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  actions: z.array(z.string()),
  subjects: z.array(z.string()),
});

/** Return the address of the audit trail, or of its download, narrowed as asked. */
export function auditPath(project: string, filter: AuditFilter, end: "" | "/download" = ""): string {
  const chosen = Object.entries(filter).filter(([, value]) => value !== "");
  const query = new URLSearchParams(chosen).toString();
  return `/api/projects/${project}/audit${end}${query && `?${query}`}`;
}

export const useAudit = (project: string, filter: AuditFilter) =>
  useReadPages(
    ["project", project, "audit", filter.person, filter.subject, filter.action],
    auditPath(project, filter),
    (path) => getPage(path, AuditEntry),
  );

export const useAuditChoices = (project: string) =>
  useRead(["project", project, "audit-choices"], () =>
    request("GET", `/api/projects/${project}/audit/choices`, Choices),
  );
