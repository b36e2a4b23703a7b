import { type ReactNode, useEffect, useId, useRef } from "react";
import { t } from "../words/t";

type Props = { title: string; onClose: () => void; side?: boolean; children: ReactNode };

/** A window over the page, in the middle or at the side. A form in it is ready to be filled in. Escape, the button and a click beside it close it. */
export function Dialog({ title, onClose, side = false, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    element?.querySelector<HTMLElement>("form input")?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape, which a dialog hears by itself, is the key for the click beside it
    <dialog
      ref={dialog}
      className={side ? "dialog side" : "dialog"}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="dialog-body">
        <header className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("ui.close")}
          </button>
        </header>
        {children}
      </div>
    </dialog>
  );
}
