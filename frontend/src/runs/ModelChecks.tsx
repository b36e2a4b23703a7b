import type { Setting } from "../api/getRunForms";
import type { Model } from "../api/listModels";
import { modelChoices } from "./modelChoices";
import { linesOf } from "./settingText";

type Props = {
  wiring: Record<string, unknown>;
  setting: Setting;
  models: Model[];
  value: string;
  onChange: (value: string) => void;
};

/** Any number of the project's models, kept as one a line. */
export function ModelChecks({ wiring, setting, models, value, onChange }: Props) {
  const choices = modelChoices(setting.kind, models, "");
  const chosen = linesOf(value);
  const toggle = (name: string, on: boolean) =>
    onChange((on ? [...chosen, name] : chosen.filter((one) => one !== name)).join("\n"));
  return (
    // biome-ignore lint/a11y/useSemanticElements: the field around it has its label and help already
    <div {...wiring} role="group" aria-label={setting.label} className="choice-row">
      {choices.length === 0 && <span className="soft">None yet</span>}
      {choices.map((choice) => (
        <label key={choice.value} className="choice">
          <input
            type="checkbox"
            checked={chosen.includes(choice.value)}
            onChange={(event) => toggle(choice.value, event.target.checked)}
          />
          {choice.words}
        </label>
      ))}
    </div>
  );
}
