import { useState } from "react";
import type { Message } from "../api/message";
import { Conversation } from "../ui/Conversation";
import { count } from "../ui/numbers";

const LAST = 3;

type Props = { messages: Message[]; domain: string };

/** The conversation to answer, folded to its last turns. */
export function PromptPane({ messages, domain }: Props) {
  const [isOpen, setOpen] = useState(false);
  const folded = isOpen ? 0 : Math.max(0, messages.length - LAST);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long prompt scrolls by key too
    <section className="prompt" aria-label="Prompt" tabIndex={0} data-open={isOpen}>
      <div className="prompt-label">
        <span>Prompt</span>
        <span className="soft">{domain}</span>
        {messages.length > LAST && (
          <button type="button" className="button quiet small" onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Fold earlier turns" : `Show ${count(folded, "earlier turn")}`}
          </button>
        )}
      </div>
      <Conversation messages={messages.slice(folded)} />
    </section>
  );
}
