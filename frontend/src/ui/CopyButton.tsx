import { useState } from "react";
import { t } from "../words/t";

type Props = { text: string; what: string };

/** Copies a text and says that it did; where the browser refuses, says how to do it by hand. */
export function CopyButton({ text, what }: Props) {
  const [said, setSaid] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t("ui.copied"));
    } catch {
      setSaid(t("ui.copyByHand"));
    }
  };
  return (
    <span className="copy">
      <button type="button" className="button small" onClick={() => void copy()}>
        {t("ui.copy")}
        <span className="visually-hidden"> {what}</span>
      </button>
      <span role="status" className="soft small">
        {said}
      </span>
    </span>
  );
}
