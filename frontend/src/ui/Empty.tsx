import type { ReactNode } from "react";

type Props = { title: string; children: ReactNode; action?: ReactNode };

/** An empty page teaches the next step, with one button. */
export function Empty({ title, children, action }: Props) {
  return (
    <section className="empty">
      <h1>{title}</h1>
      <p>{children}</p>
      {action}
    </section>
  );
}
