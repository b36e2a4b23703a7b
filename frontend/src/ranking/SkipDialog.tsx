import { type FormEvent, useState } from "react";
import { SKIP_REASONS, type SkipReason } from "../api/skipAssignment";
import { Dialog } from "../ui/Dialog";
import { t } from "../words/t";

type Props = { onClose: () => void; onSkip: (reason: SkipReason, note: string) => void };

export function SkipDialog({ onClose, onSkip }: Props) {
  const [reason, setReason] = useState<SkipReason | null>(null);
  const [note, setNote] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (reason) onSkip(reason, note.trim());
  };
  return (
    <Dialog title={t("ranking.skip.title")} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <fieldset className="choices">
          <legend className="soft">{t("ranking.skip.question")}</legend>
          {SKIP_REASONS.map((value) => (
            <label key={value} className="choice">
              <input
                type="radio"
                name="reason"
                checked={reason === value}
                onChange={() => setReason(value)}
              />
              {t(`ranking.skip.reasons.${value}`)}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span className="field-label">{t("ranking.skip.note")}</span>
          <textarea rows={2} lang="" value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <div className="actions">
          <button type="submit" className="button primary" disabled={!reason}>
            {t("ranking.skip.skip")}
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("ranking.skip.keep")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
