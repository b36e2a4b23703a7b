import { type FormEvent, useState } from "react";
import { useAddMember } from "../api/addMember";
import type { Role } from "../api/getMe";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { t } from "../words/t";
import { RoleField } from "./RoleField";

type Draft = { email: string; role: Role; name: string; password: string };
const EMPTY: Draft = { email: "", role: "annotator", name: "", password: "" };

/** A known address is added as it is; for an unknown one the owner sets a name and a first password. */
export function AddMember({ project }: { project: string }) {
  const [draft, setDraft] = useState(EMPTY);
  const add = useAddMember(project);
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { email, role, name, password } = draft;
    const newcomer = { ...(name && { name }), ...(password && { password }) };
    add.mutate({ email: email.trim(), role, ...newcomer }, { onSuccess: () => setDraft(EMPTY) });
  };
  const { error } = add;
  return (
    <section className="section" aria-labelledby="add-member">
      <h2 id="add-member">{t("members.add.title")}</h2>
      <form className="form" onSubmit={submit} noValidate>
        {error && !allShown(error, ["email", "role", "name", "password"]) && <Problem error={error} />}
        <div className="form-row">
          <Field label={t("members.email")} error={errorAt(error, "email")}>
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
          <RoleField
            value={draft.role}
            error={errorAt(error, "role")}
            onChange={(role) => change({ role })}
          />
        </div>
        <div className="form-row">
          <Field label={t("members.name")} help={t("members.add.nameHelp")} error={errorAt(error, "name")}>
            {(wiring) => (
              <input
                {...wiring}
                autoComplete="off"
                value={draft.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t("members.add.password")}
            help={t("members.add.passwordHelp")}
            error={errorAt(error, "password")}
          >
            {(wiring) => (
              <input
                {...wiring}
                type="password"
                autoComplete="new-password"
                value={draft.password}
                onChange={(event) => change({ password: event.target.value })}
              />
            )}
          </Field>
        </div>
        <div className="actions">
          <button type="submit" className="button" disabled={add.isPending || draft.email.trim() === ""}>
            {t("members.add.add")}
          </button>
          <span role="status" className="soft">
            {add.isSuccess && draft === EMPTY && t("members.add.added")}
          </span>
        </div>
      </form>
    </section>
  );
}
