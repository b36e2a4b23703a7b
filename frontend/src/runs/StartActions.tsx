import type { Setting } from "../api/getRunForms";
import { Link } from "../app/navigation";

/** The foot of a form that starts a run; `wrong` are the settings to mend first. */
export function StartActions(props: { isStarting: boolean; cancelTo: string; wrong: Setting[] }) {
  return (
    <div className="actions">
      <button type="submit" className="button primary" disabled={props.isStarting}>
        {props.isStarting ? "Starting…" : "Start"}
      </button>
      <Link className="button quiet" to={props.cancelTo}>
        Cancel
      </Link>
      {props.wrong.length > 0 && (
        <span className="field-error" role="alert">
          Mend {props.wrong.map((setting) => setting.label).join(", ")}.
        </span>
      )}
    </div>
  );
}
