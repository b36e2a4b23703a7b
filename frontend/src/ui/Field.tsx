import { type ReactNode, useId } from "react";

type Wiring = { id: string; "aria-describedby": string | undefined; "aria-invalid": boolean | undefined };
type Props = {
  label: string;
  help?: string | undefined;
  error?: string | undefined;
  children: (wiring: Wiring) => ReactNode;
};

/** One field of a form: its name, one line of help, and what is wrong with it, read out together. */
export function Field({ label, help, error, children }: Props) {
  const id = useId();
  const described = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        "aria-describedby": described || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {error && (
        <span className="field-error" id={`${id}-error`}>
          {error}
        </span>
      )}
      {help && (
        <span className="field-help" id={`${id}-help`}>
          {help}
        </span>
      )}
    </div>
  );
}
