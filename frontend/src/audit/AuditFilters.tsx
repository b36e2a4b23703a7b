import { type AuditFilter, useAuditChoices } from "../api/listAudit";
import { Field } from "../ui/Field";

type Props = { project: string; filter: AuditFilter; onChange: (filter: AuditFilter) => void };

export function AuditFilters({ project, filter, onChange }: Props) {
  const { data } = useAuditChoices(project);
  const people = (data?.people ?? []).map(({ id, name }) => [id, name] as const);
  const named = (all: string[] = []) => all.map((one) => [one, one] as const);
  const choose = (part: Partial<AuditFilter>) => onChange({ ...filter, ...part });
  return (
    <div className="form-row audit-filters">
      <Choice
        label="Person"
        all="Everybody"
        choices={people}
        value={filter.person}
        onChange={(person) => choose({ person })}
      />
      <Choice
        label="Subject"
        all="Everything"
        choices={named(data?.subjects)}
        value={filter.subject}
        onChange={(subject) => choose({ subject })}
      />
      <Choice
        label="Action"
        all="Every action"
        choices={named(data?.actions)}
        value={filter.action}
        onChange={(action) => choose({ action })}
      />
    </div>
  );
}

type ChoiceProps = {
  label: string;
  all: string;
  choices: (readonly [string, string])[];
  value: string;
  onChange: (value: string) => void;
};

function Choice({ label, all, choices, value, onChange }: ChoiceProps) {
  return (
    <Field label={label}>
      {(wiring) => (
        <select {...wiring} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{all}</option>
          {choices.map(([name, words]) => (
            <option key={name} value={name}>
              {words}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}
