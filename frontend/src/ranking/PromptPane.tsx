import { useState } from "react";
import type { Message } from "../api/message";
import { Conversation } from "../ui/Conversation";
import { Markdown } from "../ui/Markdown";
import { t } from "../words/t";
import { promptParts } from "./promptParts";
import "./prompt.css";

type Props = { messages: Message[]; domain: string; passages: number; onPassages: () => void };

/** The conversation to answer, folded to its last turns; what the model was told before it stands apart. */
export function PromptPane({ messages, domain, passages, onPassages }: Props) {
  const [isOpen, setOpen] = useState(false);
  const { system, turns, earlier } = promptParts(messages);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long prompt scrolls by key too
    <section className="prompt" aria-label={t("ranking.prompt.label")} tabIndex={0} data-open={isOpen}>
      <div className="prompt-label">
        <span>{t("ranking.prompt.label")}</span>
        <span className="soft">{domain}</span>
        {earlier > 0 && (
          <button
            type="button"
            className="button quiet small"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {isOpen ? t("ranking.prompt.fold") : t("ranking.prompt.show", { count: earlier })}
          </button>
        )}
        {passages > 0 && (
          <button type="button" className="button small passages-button" onClick={onPassages}>
            {t("ranking.prompt.passages", { count: passages })} <kbd>P</kbd>
          </button>
        )}
      </div>
      {system.map((text, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they never change their order
        <details key={index} className="system-prompt">
          <summary>
            <span className="system-name">{t("ranking.prompt.system")}</span>
            <span className="system-start" dir="auto" lang="">
              {text}
            </span>
          </summary>
          <Markdown text={text} />
        </details>
      ))}
      <Conversation messages={isOpen ? turns : turns.slice(earlier)} />
    </section>
  );
}
