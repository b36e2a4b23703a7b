import type { ApiError } from "../api/request";
import { FoundTable } from "./FoundTable";

/** Why a file was not imported, line by line. */
export function ImportProblems({ error }: { error: ApiError }) {
  return (
    <>
      <div className="notice warning" role="alert">
        <p>
          <strong>{error.message}</strong> {error.hint}
        </p>
      </div>
      {error.fields.length > 0 && <FoundTable label="Lines to mend" found={error.fields} />}
    </>
  );
}
