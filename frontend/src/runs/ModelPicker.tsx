import { useState } from "react";
import type { Setting } from "../api/getRunForms";
import type { Model } from "../api/listModels";
import { modelChoices } from "./modelChoices";
import { defaultText } from "./settingText";

type Props = {
  wiring: Record<string, unknown>;
  setting: Setting;
  models: Model[];
  value: string;
  onChange: (value: string) => void;
};

const OTHER = "…";

/** The models of the project, or any other by its Hugging Face id or folder. */
export function ModelPicker({ wiring, setting, models, value, onChange }: Props) {
  const choices = modelChoices(setting.kind, models, defaultText(setting));
  const isListed = value === "" || choices.some((choice) => choice.value === value);
  const isOptional = !setting.required && setting.default === "";
  const emptyWords = isOptional ? "None" : choices.length > 0 ? "Choose a model" : "None yet";
  const [isOther, setOther] = useState(!isListed);
  const choose = (next: string) => {
    setOther(next === OTHER);
    onChange(next === OTHER ? "" : next);
  };
  return (
    <>
      <select {...wiring} value={isOther ? OTHER : value} onChange={(event) => choose(event.target.value)}>
        {((value === "" && !isOther) || isOptional) && <option value="">{emptyWords}</option>}
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value}>
            {choice.words}
          </option>
        ))}
        <option value={OTHER}>Another model, by id or folder</option>
      </select>
      {isOther && (
        <input
          aria-label={`${setting.label}: Hugging Face id or folder`}
          placeholder="organisation/model or /path/to/folder"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </>
  );
}
