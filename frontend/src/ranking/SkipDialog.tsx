import { type FormEvent, useState } from "react";
import { SKIP_REASONS, type SkipReason } from "../api/skipAssignment";
import { Dialog } from "../ui/Dialog";

type Props = { onClose: () => void; onSkip: (reason: SkipReason, note: string) => void };

export function SkipDialog({ onClose, onSkip }: Props) {
  const [reason, setReason] = useState<SkipReason | null>(null);
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) onSkip(reason, note.trim());
  };
  return (
    <Dialog title="Skip this task" onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <fieldset className="choices">
          <legend className="soft">Why do you skip it? The project's owner sees the reason.</legend>
          {Object.entries(SKIP_REASONS).map(([value, words]) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="reason"
                checked={reason === value}
                onChange={() => setReason(value as SkipReason)}
              />
              {words}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span className="field-label">Note, if you like</span>
          <textarea rows={2} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="actions">
          <button type="submit" className="button primary" disabled={!reason}>
            Skip
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            Keep the task
          </button>
        </div>
      </form>
    </Dialog>
  );
}
