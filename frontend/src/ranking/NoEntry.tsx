import type { ApiError } from "../api/request";
import { Link } from "../app/navigation";

/** The page of who may not rank here: a stranger, or a member whose role does other things. */
export function NoEntry({ error }: { error: ApiError }) {
  const isStranger = error.status === 404;
  return (
    <section className="nothing">
      <h1 tabIndex={-1}>{isStranger ? "This project is not open to you" : "Your role here does not rank"}</h1>
      <p>
        {isStranger
          ? "You are not a member of it, or its address is mistyped. Ask whoever gave you the address to invite you."
          : `${error.message} ${error.hint}`}
      </p>
      <div className="actions">
        <Link className="button primary" to="/">
          Your projects
        </Link>
      </div>
    </section>
  );
}
