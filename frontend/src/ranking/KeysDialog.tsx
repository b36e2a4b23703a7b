import { Dialog } from "../ui/Dialog";
import { KEY_HELP } from "./keys";

type Props = { onClose: () => void; single: boolean; onSingle: (on: boolean) => void };

export function KeysDialog({ onClose, single, onSingle }: Props) {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="key-list">
        {KEY_HELP.map(([keys, words]) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <label className="choice">
        <input type="checkbox" checked={single} onChange={(event) => onSingle(event.target.checked)} />
        Use keys without Ctrl or Alt. Turn this off if they get in the way of your screen reader or voice
        control.
      </label>
    </Dialog>
  );
}
