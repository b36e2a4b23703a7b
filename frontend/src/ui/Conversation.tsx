import type { Message } from "../api/message";
import { Markdown } from "./Markdown";

const SPEAKERS: Record<string, string> = { user: "Person", assistant: "Assistant", system: "Instruction" };

/** The turns of a conversation; a lone question needs no name before it. */
export function Conversation({ messages }: { messages: readonly Message[] }) {
  const isLone = messages.length === 1;
  return (
    <div className="conversation">
      {messages.map((message, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: turns never change their order
        <div className="turn" key={index} data-role={message.role}>
          {!isLone && <span className="speaker">{SPEAKERS[message.role] ?? message.role}</span>}
          <Markdown text={message.content} />
        </div>
      ))}
    </div>
  );
}
