import { type FormEvent, useState } from "react";
import { useCreateInvite } from "../api/createInvite";
import type { Role } from "../api/getMe";
import { CopyButton } from "../ui/CopyButton";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { RoleField } from "./RoleField";

type Draft = { role: Role; email: string; days: string; uses: string };
const EMPTY: Draft = { role: "annotator", email: "", days: "14", uses: "1" };
const FIELDS = ["role", "email", "expires_in_days", "max_uses"];

export function InviteForm({ project }: { project: string }) {
  const [draft, setDraft] = useState(EMPTY);
  const create = useCreateInvite(project);
  const { error, data: made } = create;
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { role, email, days, uses } = draft;
    create.mutate(
      { role, email: email.trim(), expires_in_days: Number(days), max_uses: Number(uses) },
      { onSuccess: () => change({ email: "" }) },
    );
  };
  return (
    <>
      {made && (
        <div className="notice good" role="status">
          <p>
            <Rich
              text={t("members.invites.made")}
              tags={{ link: () => <code className="token">{made.link}</code> }}
            />
          </p>
          <CopyButton text={made.link} what={t("members.invites.copyWhat")} />
        </div>
      )}
      <form className="form" onSubmit={submit} noValidate>
        {error && !allShown(error, FIELDS) && <Problem error={error} />}
        <div className="form-row">
          <RoleField
            value={draft.role}
            error={errorAt(error, "role")}
            onChange={(role) => change({ role })}
          />
          <Field
            label={t("members.invites.onlyFor")}
            help={t("members.invites.onlyForHelp")}
            error={errorAt(error, "email")}
          >
            {(wiring) => (
              <input
                {...wiring}
                type="email"
                autoComplete="off"
                value={draft.email}
                onChange={(event) => change({ email: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="form-row">
          <Field label={t("members.invites.days")} error={errorAt(error, "expires_in_days")}>
            {(wiring) => (
              <input
                {...wiring}
                inputMode="numeric"
                value={draft.days}
                onChange={(event) => change({ days: event.target.value })}
              />
            )}
          </Field>
          <Field label={t("members.invites.uses")} error={errorAt(error, "max_uses")}>
            {(wiring) => (
              <input
                {...wiring}
                inputMode="numeric"
                value={draft.uses}
                onChange={(event) => change({ uses: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="actions">
          <button type="submit" className="button primary" disabled={create.isPending}>
            {t("members.invites.make")}
          </button>
        </div>
      </form>
    </>
  );
}
