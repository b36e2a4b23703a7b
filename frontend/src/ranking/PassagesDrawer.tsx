import type { Passage } from "../api/message";
import { Dialog } from "../ui/Dialog";
import { Markdown } from "../ui/Markdown";

/** The passages that the answers must rest on, beside the page. */
export function PassagesDrawer({ passages, onClose }: { passages: Passage[]; onClose: () => void }) {
  return (
    <Dialog title="Passages" onClose={onClose} side>
      {passages.map(({ title, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: passages never change their order
        <section key={index} className="passage" aria-label={title || `Passage ${index + 1}`}>
          <h3 dir="auto">
            <span className="soft">{index + 1}</span> {title || "Passage"}
          </h3>
          <Markdown text={text} />
        </section>
      ))}
    </Dialog>
  );
}
