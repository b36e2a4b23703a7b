import type { ApiError } from "../api/request";

type Props = { error: ApiError; onRetry?: () => void };

/** What happened and what to do. */
export function Problem({ error, onRetry }: Props) {
  const isLoggedOut = error.status === 401;
  return (
    <div className="notice warning" role="alert">
      <p>
        <strong>{error.message}</strong> {error.hint}
      </p>
      {isLoggedOut && <a href={`/login/?next=${encodeURIComponent(window.location.pathname)}`}>Log in</a>}
      {onRetry && !isLoggedOut && (
        <button type="button" className="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
