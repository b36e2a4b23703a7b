import { useState } from "react";
import { type Row, type Shape, type SplitName, useDatasetRows } from "../api/listDatasetRows";
import { MoreButton } from "../ui/MoreButton";
import { Problem } from "../ui/Problem";
import { Segmented } from "../ui/Segmented";
import { Waiting } from "../ui/Waiting";
import { PreferenceRow, RankingRow } from "./DatasetRow";

const SPLITS: Record<SplitName, string> = { train: "Train", heldout: "Held out" };
const SHAPES: Record<Shape, string> = { preference: "Preferences", ranking: "Rankings" };

/** The rows as a trainer reads them, to look at. */
export function DatasetRows({ dataset }: { dataset: string }) {
  const [split, setSplit] = useState<SplitName>("train");
  const [shape, setShape] = useState<Shape>("preference");
  const query = useDatasetRows(dataset, split, shape);
  const rows = query.data?.pages.flatMap((page) => page.results) ?? [];
  const Entry = shape === "preference" ? PreferenceRow : RankingRow;
  return (
    <section className="section" aria-labelledby="rows">
      <div className="section-head">
        <h2 id="rows">Rows</h2>
        <div className="actions">
          <Segmented label="Split" all={SPLITS} value={split} onChange={setSplit} />
          <Segmented label="Shape" all={SHAPES} value={shape} onChange={setShape} />
        </div>
      </div>
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {query.data && rows.length === 0 && <p className="soft">No rows in this split.</p>}
      <div>
        {rows.map((row: Row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: frozen rows never change their order
          <Entry key={index} row={row} />
        ))}
      </div>
      <MoreButton query={query} />
    </section>
  );
}
