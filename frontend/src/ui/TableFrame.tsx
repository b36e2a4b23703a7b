import type { ReactNode } from "react";
import { t } from "../words/t";

/** A table that scrolls by itself where the page is too narrow for it. */
export function TableFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table must scroll by key too
    <section className="table-frame" aria-label={t("ui.table", { name: label })} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
