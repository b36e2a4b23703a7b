import { useState } from "react";
import { Dialog } from "../ui/Dialog";
import { count } from "../ui/numbers";

type Props = { prompts: number; isPending: boolean; onRemove: () => void };

/** Takes back what an import brought, after asking once more: there is no way back but to import it again. */
export function RemoveImport({ prompts, isPending, onRemove }: Props) {
  const [isAsking, setAsking] = useState(false);
  const remove = () => {
    setAsking(false);
    onRemove();
  };
  return (
    <>
      <button type="button" className="button danger" disabled={isPending} onClick={() => setAsking(true)}>
        Remove this import
      </button>
      {isAsking && (
        <Dialog title="Remove this import" onClose={() => setAsking(false)}>
          <p>
            {count(prompts, "prompt")} go, with the answers and rankings that came along. Nothing goes once
            somebody has ranked here.
          </p>
          <div className="actions">
            <button type="button" className="button danger" onClick={remove}>
              Remove
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              Keep it
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
