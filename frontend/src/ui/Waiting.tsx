import { t } from "../words/t";
/** A quiet word while something is on its way; it appears only where that takes a moment. */
export function Waiting({ what = t("ui.loading") }: { what?: string }) {
  return (
    <p className="waiting" role="status">
      {what}…
    </p>
  );
}
