import { type ReactNode, useId } from "react";
import { type Table, tableAddress } from "../api/getBoard";

type Props = {
  title: string;
  help?: string;
  choice?: ReactNode;
  children: ReactNode;
  /** The numbers of the picture as a table; null where they stand in the picture already. */
  numbers: ReactNode;
  project: string;
  table: Table;
};

/** A picture with its numbers one click away: as a table here, and as files. */
export function Panel({ title, help, choice, children, numbers, project, table }: Props) {
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
          <FileLink project={project} table={table} format="csv" title={title} />
          <FileLink project={project} table={table} format="json" title={title} />
        </span>
      </footer>
    </section>
  );
}

type FileProps = { project: string; table: Table; format: "csv" | "json"; title: string };

const FileLink = ({ project, table, format, title }: FileProps) => (
  <a href={tableAddress(project, table, format)} download>
    {format.toUpperCase()}
    <span className="visually-hidden"> of {title}</span>
  </a>
);
