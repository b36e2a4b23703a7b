import { ago, exactly } from "./times";

export function When({ at }: { at: string | null | undefined }) {
  if (!at) return "–";
  return (
    <time dateTime={at} title={exactly(at)} className="nowrap">
      {ago(at)}
    </time>
  );
}
