import { type ReactNode, useId } from "react";
import "./panels.css";

export type FileFormat = "csv" | "json";

type Props = {
  title: string;
  help?: string | undefined;
  choice?: ReactNode;
  children: ReactNode;
  /** The numbers of the picture as a table; null where they stand in the picture already. */
  numbers: ReactNode;
  /** Where the numbers are as a file. */
  file: (format: FileFormat) => string;
};

/** A picture with its numbers one click away: as a table here, and as files. */
export function Panel({ title, help, choice, children, numbers, file }: Props) {
  const heading = useId();
  return (
    <section className="panel" aria-labelledby={heading}>
      <header className="panel-head">
        <h2 id={heading}>{title}</h2>
        {choice}
      </header>
      {help && <p className="soft small">{help}</p>}
      {children}
      <footer className="panel-foot">
        {numbers && (
          <details>
            <summary>Numbers</summary>
            {numbers}
          </details>
        )}
        <span className="panel-files">
          <FileLink address={file("csv")} format="CSV" title={title} />
          <FileLink address={file("json")} format="JSON" title={title} />
        </span>
      </footer>
    </section>
  );
}

const FileLink = ({ address, format, title }: { address: string; format: string; title: string }) => (
  <a href={address} download>
    {format}
    <span className="visually-hidden"> of {title}</span>
  </a>
);
