import { useState } from "react";
import { useDuplicateProject } from "../api/duplicateProject";
import type { Project } from "../api/getProject";
import { useGo } from "../app/navigation";
import { Problem } from "../ui/Problem";

export function DuplicateProject({ project }: { project: Project }) {
  const [members, setMembers] = useState(true);
  const [prompts, setPrompts] = useState(false);
  const duplicate = useDuplicateProject(project.id);
  const go = useGo();
  return (
    <section className="section form" aria-labelledby="duplicate">
      <h2 id="duplicate">Another one like this</h2>
      {duplicate.error && <Problem error={duplicate.error} />}
      <div className="choices">
        <label className="choice">
          <input type="checkbox" checked={members} onChange={(event) => setMembers(event.target.checked)} />
          With its members
        </label>
        <label className="choice">
          <input type="checkbox" checked={prompts} onChange={(event) => setPrompts(event.target.checked)} />
          With its prompts and their answers
        </label>
      </div>
      <div className="actions">
        <button
          type="button"
          className="button"
          disabled={duplicate.isPending}
          onClick={() =>
            duplicate.mutate(
              { members, prompts },
              { onSuccess: (made) => go(`/projects/${made.id}/settings`) },
            )
          }
        >
          {duplicate.isPending ? "Copying…" : "Duplicate the project"}
        </button>
        <span className="soft">Settings and guidelines are taken along, rankings never.</span>
      </div>
    </section>
  );
}
