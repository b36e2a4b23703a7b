type Props<T extends string> = {
  label: string;
  all: Record<T, string>;
  chosen: readonly T[];
  error?: string | undefined;
  onChange: (chosen: T[]) => void;
};

/** Some of a few, each with the words that say what it means. */
export function CheckChoices<T extends string>({ label, all, chosen, error, onChange }: Props<T>) {
  const names = Object.keys(all) as T[];
  const toggle = (name: T, on: boolean) =>
    onChange(names.filter((one) => (one === name ? on : chosen.includes(one))));
  return (
    <fieldset className="choices">
      <legend className="field-label">{label}</legend>
      {names.map((name) => (
        <label key={name} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(name)}
            onChange={(event) => toggle(name, event.target.checked)}
          />
          <span>
            {name} <span className="soft">{all[name]}</span>
          </span>
        </label>
      ))}
      {error && <span className="field-error">{error}</span>}
    </fieldset>
  );
}
