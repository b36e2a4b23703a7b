import type { Criterion } from "../api/criterion";
import type { ApiError } from "../api/request";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { FEWEST_POINTS, MOST_CRITERIA, MOST_POINTS, newCriterion, USUAL_CRITERIA } from "./criteriaForm";
import type { ProjectDraft } from "./projectForm";
import "./criteria.css";

type Props = {
  criteria: Criterion[];
  required: boolean;
  error: ApiError | null;
  change: (part: Partial<ProjectDraft>) => void;
};

/** What people rate each answer on beside its rank. */
export function CriteriaFields({ criteria, required, error, change }: Props) {
  const set = (next: Criterion[]) => change({ criteria: next });
  return (
    <fieldset className="choices criteria">
      <legend className="field-label">Criteria</legend>
      <p className="field-help">Beside its rank, each answer is rated on these scales. None are needed.</p>
      {criteria.map((criterion, place) => (
        <CriterionFields
          // biome-ignore lint/suspicious/noArrayIndexKey: a new criterion has no other name yet
          key={place}
          criterion={criterion}
          error={(name) => errorAt(error, `criteria[${place}].${name}`)}
          change={(part) => set(criteria.map((one, index) => (index === place ? { ...one, ...part } : one)))}
          remove={() => set(criteria.filter((_, index) => index !== place))}
        />
      ))}
      <div className="actions">
        {criteria.length === 0 && (
          <button type="button" className="button small" onClick={() => set([...USUAL_CRITERIA])}>
            Helpful, honest, harmless
          </button>
        )}
        {criteria.length < MOST_CRITERIA && (
          <button type="button" className="button small" onClick={() => set([...criteria, newCriterion()])}>
            Add a criterion
          </button>
        )}
      </div>
      {criteria.length > 0 && (
        <label className="choice">
          <input
            type="checkbox"
            checked={required}
            onChange={(event) => change({ criteria_required: event.target.checked })}
          />
          Every placed answer must be rated
        </label>
      )}
    </fieldset>
  );
}

type RowProps = {
  criterion: Criterion;
  error: (name: keyof Criterion) => string | undefined;
  change: (part: Partial<Criterion>) => void;
  remove: () => void;
};

const POINTS = Array.from({ length: MOST_POINTS - FEWEST_POINTS + 1 }, (_, index) => FEWEST_POINTS + index);

function CriterionFields({ criterion, error, change, remove }: RowProps) {
  const text = (name: "label" | "help" | "low" | "high", label: string) => (
    <Field label={label} error={error(name) ?? (name === "label" ? error("key") : undefined)}>
      {(wiring) => (
        <input
          {...wiring}
          value={criterion[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <fieldset className="criterion">
      <legend className="visually-hidden">Criterion {criterion.label || "without a name"}</legend>
      {text("label", "Name")}
      <Field label="Points" error={error("points")}>
        {(wiring) => (
          <select
            {...wiring}
            value={criterion.points}
            onChange={(event) => change({ points: Number(event.target.value) })}
          >
            {POINTS.map((points) => (
              <option key={points}>{points}</option>
            ))}
          </select>
        )}
      </Field>
      {text("low", "Lowest means")}
      {text("high", "Highest means")}
      {text("help", "What it asks")}
      <button type="button" className="button small quiet" onClick={remove}>
        Remove <span className="visually-hidden">{criterion.label}</span>
      </button>
    </fieldset>
  );
}
