import type { Run } from "../api/getRun";
import { useRunForms } from "../api/getRunForms";
import { Link } from "../app/navigation";
import { figure } from "../ui/numbers";
import { changeWords } from "./changeWords";

/** The run that this one goes on from, and those that go on from it. */
export function RunLinks({ run }: { run: Run }) {
  const { continues, continuations = [] } = run;
  const forms = useRunForms().data?.verbs;
  const settings = forms?.find(({ verb }) => verb === run.verb)?.settings ?? [];
  return (
    <>
      {continues && (
        <p className="soft">
          Goes on from step {figure(continues.step)} of{" "}
          <Link to={`/runs/${continues.run.id}`}>{continues.run.name}</Link>
          {Object.keys(continues.changes).length > 0 && ` with ${changeWords(continues.changes, settings)}`}
        </p>
      )}
      {continuations.length > 0 && (
        <p className="soft">
          Goes on as{" "}
          {continuations.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <Link to={`/runs/${id}`}>{name}</Link>
            </span>
          ))}
        </p>
      )}
    </>
  );
}
