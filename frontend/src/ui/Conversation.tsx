import type { Message } from "../api/message";
import { t } from "../words/t";
import { Markdown } from "./Markdown";

const SPEAKERS = ["user", "assistant", "system"] as const;

function speakerOf(role: string): string {
  const known = SPEAKERS.find((one) => one === role);
  return known ? t(`ui.speakers.${known}`) : role;
}

/** The turns of a conversation; a lone question needs no name before it. */
export function Conversation({ messages }: { messages: readonly Message[] }) {
  const isLone = messages.length === 1;
  return (
    <div className="conversation">
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns never change their order
        <div className="turn" key={index} data-role={message.role}>
          {!isLone && <span className="speaker">{speakerOf(message.role)}</span>}
          <Markdown text={message.content} />
        </div>
      ))}
    </div>
  );
}
