import type { Mapping } from "../api/imports";
import type { Preview } from "../api/previewImport";
import { Field } from "../ui/Field";
import {
  AS_NAMED,
  answerColumns,
  chosenFor,
  MAPPED_FIELDS,
  NOT_USED,
  withAnswer,
  withChoice,
} from "./mapping";

type Props = { columns: Preview["columns"]; mapping: Mapping; onChange: (mapping: Mapping) => void };

/** Which column of the file is which of our fields. */
export function MappingFields({ columns, mapping, onChange }: Props) {
  const names = columns.map((column) => column.name);
  const answers = answerColumns(mapping);
  return (
    <>
      <div className="form-row">
        {MAPPED_FIELDS.map(([field, label]) => (
          <Field key={field} label={label}>
            {(wiring) => (
              <select
                {...wiring}
                value={chosenFor(mapping, field)}
                onChange={(event) => onChange(withChoice(mapping, field, event.target.value))}
              >
                <option value={AS_NAMED}>As the file names it</option>
                <option value={NOT_USED}>Not from the file</option>
                {names.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            )}
          </Field>
        ))}
      </div>
      <fieldset className="choices">
        <legend className="field-label">Columns with one answer each</legend>
        <div className="choice-row">
          {names.map((name) => (
            <label key={name} className="choice">
              <input
                type="checkbox"
                checked={answers.includes(name)}
                onChange={(event) => onChange(withAnswer(mapping, names, name, event.target.checked))}
              />
              {name}
            </label>
          ))}
        </div>
      </fieldset>
    </>
  );
}
