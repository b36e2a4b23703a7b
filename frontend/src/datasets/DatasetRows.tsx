import { useState } from "react";
import { type Row, type Shape, type SplitName, useDatasetRows } from "../api/listDatasetRows";
import { MoreButton } from "../ui/MoreButton";
import { Problem } from "../ui/Problem";
import { Segmented } from "../ui/Segmented";
import { Waiting } from "../ui/Waiting";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";
import { PreferenceRow, RankingRow } from "./DatasetRow";

const SPLITS: readonly SplitName[] = ["train", "heldout"];
const SHAPES: readonly Shape[] = ["preference", "ranking"];

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
        <h2 id="rows">{t("datasets.rows.title")}</h2>
        <div className="actions">
          <Segmented
            label={t("datasets.rows.split")}
            all={saidOf(SPLITS, (one) => t(`datasets.rows.splits.${one}`))}
            value={split}
            onChange={setSplit}
          />
          <Segmented
            label={t("datasets.rows.shape")}
            all={saidOf(SHAPES, (one) => t(`datasets.rows.shapes.${one}`))}
            value={shape}
            onChange={setShape}
          />
        </div>
      </div>
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {query.data && rows.length === 0 && <p className="soft">{t("datasets.rows.none")}</p>}
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
