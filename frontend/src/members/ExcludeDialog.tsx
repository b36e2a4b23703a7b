import { type FormEvent, useState } from "react";
import { useExcludeAnnotator } from "../api/excludeAnnotator";
import type { Member } from "../api/listMembers";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { t } from "../words/t";
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
    <Dialog title={t("members.exclude.title", { name: memberName(member) })} onClose={onClose}>
      <form className="stack" onSubmit={submit} noValidate>
        {error && !allShown(error, ["reason"]) && <Problem error={error} />}
        <p className="soft">{t("members.exclude.words")}</p>
        <Field
          label={t("members.exclude.reason")}
          help={t("members.exclude.reasonHelp")}
          error={errorAt(error, "reason")}
        >
          {(wiring) => (
            <input {...wiring} value={reason} onChange={(event) => setReason(event.target.value)} />
          )}
        </Field>
        <label className="choice">
          <input type="checkbox" checked={reopen} onChange={(event) => setReopen(event.target.checked)} />
          <span>
            {t("members.exclude.reopen")}
            <span className="subline">{t("members.exclude.reopenHelp")}</span>
          </span>
        </label>
        <div className="actions">
          <button
            type="submit"
            className="button danger"
            disabled={exclude.isPending || reason.trim() === ""}
          >
            {t("members.exclude.leaveOut")}
          </button>
          <button type="button" className="button quiet" onClick={onClose}>
            {t("members.exclude.cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
