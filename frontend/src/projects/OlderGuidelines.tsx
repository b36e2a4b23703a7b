import { useState } from "react";
import { useGuidelineVersions } from "../api/listGuidelines";
import { GuidelinesDrawer } from "../ranking/GuidelinesDrawer";
import { Problem } from "../ui/Problem";
import { exactly } from "../ui/times";

/** The versions the guidelines have been through: a ranking remembers the one it was given under. */
export function OlderGuidelines({ project, latest }: { project: string; latest: number }) {
  const { data, error } = useGuidelineVersions(project);
  const [shown, show] = useState<number | null>(null);
  const older = data?.filter(({ version }) => version < latest) ?? [];
  if (error) return <Problem error={error} />;
  if (older.length === 0) return null;
  return (
    <section className="section form" aria-labelledby="older-guidelines">
      <h2 id="older-guidelines">Older guidelines</h2>
      <ul className="versions">
        {older.map(({ version, updated_at, by }) => (
          <li key={version}>
            <button type="button" className="button small" onClick={() => show(version)}>
              Version {version}
            </button>{" "}
            <span className="soft small">
              {exactly(updated_at)}
              {by && `, by ${by}`}
            </span>
          </li>
        ))}
      </ul>
      {shown !== null && <GuidelinesDrawer project={project} version={shown} onClose={() => show(null)} />}
    </section>
  );
}
