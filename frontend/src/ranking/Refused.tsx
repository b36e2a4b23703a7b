import { useOutbox } from "./OutboxProvider";
import { refused } from "./outbox";

/** Submissions the server said a lasting no to: they stay until their person decides. */
export function Refused() {
  const { outbox, state } = useOutbox();
  const letters = refused(state);
  if (letters.length === 0) return null;
  return (
    <ul className="refused" aria-label="Not accepted">
      {letters.map(({ content, refused: why }) => (
        <li key={content.client_id} className="notice warning">
          <span>
            One {content.kind} was not accepted: {why}
          </span>
          <span className="actions">
            <button
              type="button"
              className="button small"
              onClick={() => void outbox.retry(content.client_id)}
            >
              Send again
            </button>
            <button
              type="button"
              className="button small quiet"
              onClick={() => void outbox.discard(content.client_id)}
            >
              Discard
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
