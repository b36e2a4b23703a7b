import { Dialog } from "../ui/Dialog";
import { t } from "../words/t";
import { KEY_HELP } from "./keys";

type Props = { onClose: () => void; single: boolean; onSingle: (on: boolean) => void };

export function KeysDialog({ onClose, single, onSingle }: Props) {
  return (
    <Dialog title={t("ranking.keys.title")} onClose={onClose}>
      <dl className="key-list">
        {KEY_HELP.map((name) => (
          <div key={name}>
            <dt>
              <kbd>{t(`ranking.keys.names.${name}`)}</kbd>
            </dt>
            <dd>{t(`ranking.keys.words.${name}`)}</dd>
          </div>
        ))}
      </dl>
      <label className="choice">
        <input type="checkbox" checked={single} onChange={(event) => onSingle(event.target.checked)} />
        {t("ranking.keys.single")}
      </label>
    </Dialog>
  );
}
