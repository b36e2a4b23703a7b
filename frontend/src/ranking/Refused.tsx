import { Link } from "../app/navigation";
import { useOutbox } from "./OutboxProvider";
import { refused } from "./outbox";

/** Submissions the server said a lasting no to: they stay until their person decides. */
export function Refused() {
  const { outbox, state } = useOutbox();
  const letters = refused(state);
  if (letters.length === 0) return null;
  return (
    <ul className="refused" aria-label="Not accepted">
      {letters.map(({ assignment, content, refused: why, stale }) => (
        <li key={content.client_id} className="notice warning">
          <span>
            One {content.kind} was not accepted: {why}
          </span>
          <span className="actions">
            {stale && (
              <Link className="button small" to={`/assignments/${assignment}`}>
                Look at the newer one
              </Link>
            )}
            <button
              type="button"
              className="button small"
              onClick={() => void outbox.retry(content.client_id)}
            >
              {stale ? "Submit mine on top" : "Send again"}
            </button>
            <button
              type="button"
              className="button small quiet"
              onClick={() => void outbox.discard(content.client_id)}
            >
              {stale ? "Discard mine" : "Discard"}
            </button>
          </span>
        </li>
      ))}
    </ul>
  );
}
