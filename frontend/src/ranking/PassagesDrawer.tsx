import type { Passage } from "../api/message";
import { Dialog } from "../ui/Dialog";
import { Markdown } from "../ui/Markdown";
import { t } from "../words/t";

type Props = { passages: Passage[]; onClose: () => void };

/** The passages that the answers must rest on, beside the page. */
export function PassagesDrawer({ passages, onClose }: Props) {
  return (
    <Dialog title={t("ranking.passages.title")} onClose={onClose} side>
      {passages.map((passage, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: passages never change their order
        <Shown key={index} passage={passage} number={index + 1} />
      ))}
    </Dialog>
  );
}

function Shown({ passage: { title, text }, number }: { passage: Passage; number: number }) {
  return (
    <section className="passage" aria-label={title || t("ranking.passages.numbered", { number })}>
      <h3 dir="auto">
        <span className="soft">{number}</span>{" "}
        {title ? <span lang="">{title}</span> : t("ranking.passages.one")}
      </h3>
      <Markdown text={text} />
    </section>
  );
}
