import { type ReactNode, useEffect } from "react";

type Props = { title: string; children?: ReactNode; actions?: ReactNode };

/** The head of a page, which also names the window. */
export function PageHead({ title, children, actions }: Props) {
  useEffect(() => {
    document.title = `${title} · Podium`;
  }, [title]);
  return (
    <header className="page-head">
      <div className="page-words">
        <h1>{title}</h1>
        {children}
      </div>
      {actions && <div className="actions">{actions}</div>}
    </header>
  );
}
