import { type FormEvent, useState } from "react";
import type { Project } from "../api/getProject";
import { useUpdateProject } from "../api/updateProject";
import { Link } from "../app/navigation";
import { allShown } from "../ui/fieldErrors";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { DuplicateProject } from "./DuplicateProject";
import { OlderGuidelines } from "./OlderGuidelines";
import { FIELD_NAMES, ProjectFields } from "./ProjectFields";
import { changesOf, draftOf } from "./projectForm";

export function SettingsPage({ project }: { project: Project }) {
  const [draft, setDraft] = useState(() => draftOf(project));
  const update = useUpdateProject(project.id);
  const changes = changesOf(draftOf(project), draft);
  const isChanged = Object.keys(changes).length > 0;
  // A saved criterion has its key for good: a new name must not make another one.
  const keepKeys = ({ criteria }: Project) =>
    setDraft((now) => (now.criteria === draft.criteria ? { ...now, criteria } : now));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) update.mutate(changes, { onSuccess: keepKeys });
  };
  return (
    <>
      <PageHead
        title="Settings"
        actions={
          <>
            <Link className="button" to={`/projects/${project.id}/settings/webhooks`}>
              Webhooks
            </Link>
            <Link className="button" to={`/projects/${project.id}/settings/audit`}>
              Audit log
            </Link>
          </>
        }
      >
        <p className="soft">Guidelines are at version {project.guidelines.version}.</p>
      </PageHead>
      <form className="form" onSubmit={submit} noValidate>
        {update.error && !allShown(update.error, FIELD_NAMES) && <Problem error={update.error} />}
        <ProjectFields
          draft={draft}
          error={update.error}
          change={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <div className="actions">
          <button type="submit" className="button primary" disabled={!isChanged || update.isPending}>
            Save
          </button>
          <span role="status" className="soft">
            {update.isSuccess && !isChanged && "Saved"}
          </span>
        </div>
      </form>
      <OlderGuidelines project={project.id} latest={project.guidelines.version} />
      <DuplicateProject project={project} />
      <Lifecycle project={project} />
    </>
  );
}

const STATES: Record<Project["status"], { words: string; next: Project["status"]; button: string }[]> = {
  active: [
    { words: "Nobody gets new tasks while it is paused.", next: "paused", button: "Pause the project" },
  ],
  paused: [
    { words: "People get tasks again.", next: "active", button: "Resume the project" },
    {
      words: "It stays readable, and no more rankings come in.",
      next: "archived",
      button: "Archive the project",
    },
  ],
  archived: [{ words: "People get tasks again.", next: "active", button: "Bring the project back" }],
};

function Lifecycle({ project }: { project: Project }) {
  const update = useUpdateProject(project.id);
  return (
    <section className="section form" aria-labelledby="lifecycle">
      <h2 id="lifecycle">This project is {project.status}</h2>
      {update.error && <Problem error={update.error} />}
      {STATES[project.status].map(({ words, next, button }) => (
        <div key={next} className="actions">
          <button
            type="button"
            className="button"
            disabled={update.isPending}
            onClick={() => update.mutate({ status: next })}
          >
            {button}
          </button>
          <span className="soft">{words}</span>
        </div>
      ))}
    </section>
  );
}
