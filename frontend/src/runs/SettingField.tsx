import type { Setting } from "../api/getRunForms";
import type { Model } from "../api/listModels";
import { Field } from "../ui/Field";
import { ModelChecks } from "./ModelChecks";
import { ModelPicker } from "./ModelPicker";
import { defaultText, problemWith } from "./settingText";

type Props = {
  setting: Setting;
  text: string | undefined;
  models: Model[];
  serverError: string | undefined;
  asked: boolean;
  onChange: (text: string) => void;
};

/** One setting as its description says it: a number, a choice, a model. */
export function SettingField({ setting, text, models, serverError, asked, onChange }: Props) {
  const value = text ?? defaultText(setting);
  const own = problemWith(setting, value);
  const error = (text !== undefined || asked ? own : undefined) ?? serverError;
  return (
    <Field label={setting.label} help={setting.help} error={error}>
      {(wiring) => {
        if (setting.type === "texts")
          return (
            <ModelChecks
              wiring={wiring}
              setting={setting}
              models={models}
              value={value}
              onChange={onChange}
            />
          );
        if (setting.kind !== "")
          return (
            <ModelPicker
              wiring={wiring}
              setting={setting}
              models={models}
              value={value}
              onChange={onChange}
            />
          );
        if (setting.choices.length > 0)
          return (
            <select {...wiring} value={value} onChange={(event) => onChange(event.target.value)}>
              {setting.choices.map((choice) => (
                <option key={choice}>{choice}</option>
              ))}
            </select>
          );
        return (
          <input
            {...wiring}
            inputMode={setting.type === "text" ? "text" : "decimal"}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        );
      }}
    </Field>
  );
}
