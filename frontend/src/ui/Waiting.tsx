/** A quiet word while something is on its way; it appears only where that takes a moment. */
export function Waiting({ what = "Loading" }: { what?: string }) {
  return (
    <p className="waiting" role="status">
      {what}…
    </p>
  );
}
