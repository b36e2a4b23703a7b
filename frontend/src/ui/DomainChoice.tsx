import { t } from "../words/t";

type Props = { all: string[]; chosen: string[]; onChange: (chosen: string[]) => void };

export function DomainChoice({ all, chosen, onChange }: Props) {
  if (all.length < 2) return null;
  const toggle = (domain: string, on: boolean) =>
    onChange(all.filter((one) => (one === domain ? on : chosen.includes(one))));
  return (
    <fieldset className="choices">
      <legend className="field-label">{t("ui.domains")}</legend>
      <div className="choice-row">
        {all.map((domain) => (
          <label key={domain} className="choice">
            <input
              type="checkbox"
              checked={chosen.includes(domain)}
              onChange={(event) => toggle(domain, event.target.checked)}
            />
            {domain}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
