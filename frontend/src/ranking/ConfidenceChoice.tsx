import { Segmented } from "../ui/Segmented";
import { CONFIDENCES, type Confidence } from "./marks";

type Props = { value: Confidence | null; onChange: (value: Confidence | null) => void };

/** How sure the person is of this ranking; the chosen step again takes it back. */
export function ConfidenceChoice({ value, onChange }: Props) {
  return (
    <span className="confidence">
      <span aria-hidden="true">
        How sure <kbd>C</kbd>
      </span>
      <Segmented
        label="How sure are you?"
        all={CONFIDENCES}
        value={value}
        onChange={(step) => onChange(step === value ? null : step)}
      />
    </span>
  );
}
