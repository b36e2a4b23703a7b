import { type FormEvent, useState } from "react";
import { useCreateProject } from "../api/createProject";
import { Link, useGo } from "../app/navigation";
import { allShown } from "../ui/fieldErrors";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { FIELD_NAMES, ProjectFields } from "./ProjectFields";
import { inputOf, newDraft } from "./projectForm";

export function NewProjectPage() {
  const [draft, setDraft] = useState(newDraft);
  const create = useCreateProject();
  const go = useGo();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(inputOf(draft), { onSuccess: (project) => go(`/projects/${project.id}/import`) });
  };
  return (
    <>
      <PageHead title="New project" />
      <form className="form" onSubmit={submit} noValidate>
        {create.error && !allShown(create.error, FIELD_NAMES) && <Problem error={create.error} />}
        <ProjectFields
          draft={draft}
          error={create.error}
          change={(part) => setDraft((before) => ({ ...before, ...part }))}
        />
        <div className="actions">
          <button type="submit" className="button primary" disabled={create.isPending}>
            Make the project
          </button>
          <Link className="button quiet" to="/">
            Cancel
          </Link>
        </div>
      </form>
    </>
  );
}
