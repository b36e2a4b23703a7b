import { useState } from "react";

const SHAPES = {
  preference: "prompt, chosen, rejected (trl, DPO)",
  implicit: "chosen, rejected (trl, reward models)",
  ranking: "rankings, nothing left out",
} as const;
const SPLITS = { all: "train and held out", train: "train", heldout: "held out" } as const;

type Choice<T extends Record<string, string>> = {
  label: string;
  all: T;
  value: keyof T & string;
  onChange: (value: keyof T & string) => void;
};

function Choose<T extends Record<string, string>>({ label, all, value, onChange }: Choice<T>) {
  return (
    <label className="field">
      <span className="field-label">{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {Object.entries(all).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

export function Downloads({ dataset }: { dataset: string }) {
  const [shape, setShape] = useState<keyof typeof SHAPES>("preference");
  const [split, setSplit] = useState<keyof typeof SPLITS>("all");
  const address = (format: string) =>
    `/api/datasets/${dataset}/download?shape=${shape}&format=${format}&split=${split}`;
  return (
    <section className="section" aria-labelledby="downloads">
      <h2 id="downloads">Download</h2>
      <div className="form-row form">
        <Choose label="Shape" all={SHAPES} value={shape} onChange={setShape} />
        <Choose label="Split" all={SPLITS} value={split} onChange={setSplit} />
      </div>
      <div className="actions">
        <a className="button" href={address("jsonl")} download>
          Download JSONL
        </a>
        <a className="button" href={address("parquet")} download>
          Download Parquet
        </a>
      </div>
    </section>
  );
}
