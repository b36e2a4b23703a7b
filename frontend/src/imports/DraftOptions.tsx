import type { ImportOptions } from "../api/imports";
import { Field } from "../ui/Field";

type Props = {
  domains: string[];
  options: ImportOptions;
  onChange: (part: Partial<ImportOptions>) => void;
};

/** What becomes of rows that are known or bad, and a domain for all of them. */
export function DraftOptions({ domains, options, onChange }: Props) {
  return (
    <div className="form-row">
      <Field label="Domain of every row">
        {(wiring) => (
          <select
            {...wiring}
            value={options.domain}
            onChange={(event) => onChange({ domain: event.target.value })}
          >
            <option value="">As the file says, or {domains[0]}</option>
            {domains.map((domain) => (
              <option key={domain}>{domain}</option>
            ))}
          </select>
        )}
      </Field>
      <Field label="Prompts that the project has" help="Known by their id.">
        {(wiring) => (
          <select
            {...wiring}
            value={options.known}
            onChange={(event) => onChange({ known: event.target.value as ImportOptions["known"] })}
          >
            <option value="skip">Leave them out</option>
            <option value="refuse">Import nothing</option>
          </select>
        )}
      </Field>
      <Field label="Lines that cannot be used">
        {(wiring) => (
          <select
            {...wiring}
            value={options.bad_lines}
            onChange={(event) => onChange({ bad_lines: event.target.value as ImportOptions["bad_lines"] })}
          >
            <option value="refuse">Import nothing</option>
            <option value="skip">Leave them out</option>
          </select>
        )}
      </Field>
    </div>
  );
}
