import { type FormEvent, useState } from "react";
import { useExcludeAnnotator } from "../api/excludeAnnotator";
import type { Member } from "../api/listMembers";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { memberName } from "./memberName";

type Props = { project: string; member: Member; onClose: () => void };

/** Leaving answers out needs a reason: whoever reads a dataset's counts later will ask for it. */
export function ExcludeDialog({ project, member, onClose }: Props) {
  const [reason, setReason] = useState("");
  const [reopen, setReopen] = useState(false);
  const exclude = useExcludeAnnotator(project);
  const { error } = exclude;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    exclude.mutate(
      { annotator: member.user.id, reason: reason.trim(), reopen_seats: reopen },
      { onSuccess: onClose },
    );
  };
  return (
    <Dialog title={`Leave out the answers of ${memberName(member)}`} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        {error && !allShown(error, ["reason"]) && <Problem error={error} />}
        <p className="soft">
          New datasets do not take them, and agreement is measured without them. Nothing is deleted, and you
          can take them in again. Datasets that are frozen stay as they are.
        </p>
        <Field label="Reason" help="Kept in the audit log." error={errorAt(error, "reason")}>
          {(wiring) => (
            <input {...wiring} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        <label className="choice">
          <input type="checkbox" checked={reopen} onChange={(event) => setReopen(event.target.checked)} />
          <span>
            Give their seats back, so that others rank those tasks again
            <span className="subline">What they rank from now on fills no seat either.</span>
          </span>
        </label>
        <div className="actions">
          <button
            type="submit"
            className="button danger"
            disabled={exclude.isPending || reason.trim() === ""}
          >
            Leave out
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
