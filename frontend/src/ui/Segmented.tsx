type Props<T extends string> = {
  label: string;
  all: Record<T, string>;
  value: T | null;
  onChange: (value: T) => void;
};

/** A choice between a few, all in view. */
export function Segmented<T extends string>({ label, all, value, onChange }: Props<T>) {
  return (
    <fieldset className="segmented">
      <legend className="visually-hidden">{label}</legend>
      {(Object.entries(all) as [T, string][]).map(([name, words]) => (
        <button key={name} type="button" aria-pressed={name === value} onClick={() => onChange(name)}>
          {words}
        </button>
      ))}
    </fieldset>
  );
}
