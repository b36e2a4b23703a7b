import { useState } from "react";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";

const SHAPES = ["preference", "implicit", "ranking"] as const;
const SPLITS = ["all", "train", "heldout"] as const;

type Choice<T extends string> = {
  label: string;
  all: Record<T, string>;
  value: T;
  onChange: (value: T) => void;
};

function Choose<T extends string>({ label, all, value, onChange }: Choice<T>) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value as T)}>
        {Object.entries<string>(all).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Downloads({ dataset }: { dataset: string }) {
  const [shape, setShape] = useState<(typeof SHAPES)[number]>("preference");
  const [split, setSplit] = useState<(typeof SPLITS)[number]>("all");
  const address = (format: string) =>
    `/api/datasets/${dataset}/download?shape=${shape}&format=${format}&split=${split}`;
  return (
    <section className="section" aria-labelledby="downloads">
      <h2 id="downloads">{t("datasets.downloads.title")}</h2>
      <div className="form-row form">
        <Choose
          label={t("datasets.rows.shape")}
          all={saidOf(SHAPES, (one) => t(`datasets.downloads.shapes.${one}`))}
          value={shape}
          onChange={setShape}
        />
        <Choose
          label={t("datasets.rows.split")}
          all={saidOf(SPLITS, (one) => t(`datasets.downloads.splits.${one}`))}
          value={split}
          onChange={setSplit}
        />
      </div>
      <div className="actions">
        <a className="button" href={address("jsonl")} download>
          {t("datasets.downloads.as", { format: "JSONL" })}
        </a>
        <a className="button" href={address("parquet")} download>
          {t("datasets.downloads.as", { format: "Parquet" })}
        </a>
      </div>
    </section>
  );
}
