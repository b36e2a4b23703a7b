import { type FormEvent, type KeyboardEvent, useState } from "react";
import { Dialog } from "../ui/Dialog";
import { t } from "../words/t";
import { FLAG_KINDS, type FlagKind, type FlagMark, LONGEST_FLAG_NOTE } from "./marks";

type Props = {
  letter: string;
  flags: readonly FlagMark[];
  onClose: () => void;
  onFlag: (flags: FlagMark[]) => void;
};

/** What is wrong with one answer: all of it is kept at once, so that it is undone at once. */
export function FlagDialog({ letter, flags, onClose, onFlag }: Props) {
  const [chosen, setChosen] = useState(() => flags.map(({ flag }) => flag));
  const [note, setNote] = useState(() => flags.find(({ flag }) => flag === "other")?.note ?? "");
  const toggle = (kind: FlagKind) =>
    setChosen((before) => FLAG_KINDS.filter((one) => before.includes(one) !== (one === kind)));
  const hear = (event: KeyboardEvent) => {
    const kind = FLAG_KINDS[Number(event.key) - 1];
    const writes = event.target instanceof HTMLElement && event.target.matches("[type=text]");
    if (!kind || writes || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    toggle(kind);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFlag(chosen.map((flag) => ({ flag, note: flag === "other" ? note : "" })));
  };
  return (
    <Dialog title={t("ranking.flags.title", { letter })} onClose={onClose}>
      <form className="stack" onSubmit={submit} onKeyDown={hear}>
        <fieldset className="choices">
          <legend className="soft">{t("ranking.flags.question")}</legend>
          {FLAG_KINDS.map((kind, index) => (
            <label key={kind} className="choice">
              <input type="checkbox" checked={chosen.includes(kind)} onChange={() => toggle(kind)} />
              {t(`ranking.flags.kinds.${kind}`)}
              <span aria-hidden="true">
                <kbd>{index + 1}</kbd>
              </span>
            </label>
          ))}
        </fieldset>
        {chosen.includes("other") && (
          <label className="field">
            <span className="field-label">{t("ranking.flags.else")}</span>
            <input
              type="text"
              lang=""
              maxLength={LONGEST_FLAG_NOTE}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          </label>
        )}
        <div className="actions">
          <button type="submit" className="button primary">
            {t("ranking.flags.done")} <kbd>↵</kbd>
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("ranking.flags.leave")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
