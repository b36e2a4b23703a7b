import { Segmented } from "../ui/Segmented";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";
import { CONFIDENCES, type Confidence, sayConfidence } from "./marks";

type Props = { value: Confidence | null; onChange: (value: Confidence | null) => void };

/** How sure the person is of this ranking; the chosen step again takes it back. */
export function ConfidenceChoice({ value, onChange }: Props) {
  return (
    <span className="confidence">
      <span aria-hidden="true">
        {t("ranking.confidence.short")} <kbd>C</kbd>
      </span>
      <Segmented
        label={t("ranking.confidence.question")}
        all={saidOf(CONFIDENCES, sayConfidence)}
        value={value}
        onChange={(step) => onChange(step === value ? null : step)}
      />
    </span>
  );
}
