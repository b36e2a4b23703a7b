import { type FormEvent, useState } from "react";
import { useCreateToken } from "../api/createToken";
import { SCOPES, type Scope } from "../api/tokenScope";
import { CheckChoices } from "../ui/CheckChoices";
import { CopyButton } from "../ui/CopyButton";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { Problem } from "../ui/Problem";
import { Rich } from "../words/Rich";
import { saidOf } from "../words/saidOf";
import { t } from "../words/t";

/** A new token starts with the right to look: whoever needs more says so. */
export function NewToken() {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<Scope[]>(["read"]);
  const create = useCreateToken();
  const { error, data: made } = create;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const input = { name: name.trim(), expires_in_days: Number(days), scopes };
    create.mutate(input, { onSuccess: () => setName("") });
  };
  return (
    <>
      {made && (
        <div className="notice good" role="status">
          <p>
            <Rich
              text={t("account.tokens.made")}
              tags={{ token: () => <code className="token">{made.token}</code> }}
            />
          </p>
          <CopyButton text={made.token} what={t("account.tokens.copyWhat")} />
        </div>
      )}
      <form className="form" onSubmit={submit} noValidate>
        {error && !allShown(error, ["name", "expires_in_days", "scopes"]) && <Problem error={error} />}
        <div className="form-row">
          <Field
            label={t("account.tokens.name")}
            help={t("account.tokens.nameHelp")}
            error={errorAt(error, "name")}
          >
            {(wiring) => <input {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label={t("account.tokens.days")} error={errorAt(error, "expires_in_days")}>
            {(wiring) => (
              <input
                {...wiring}
                inputMode="numeric"
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
            )}
          </Field>
        </div>
        <CheckChoices
          label={t("account.tokens.scopes")}
          all={saidOf(SCOPES, (scope) => t(`account.tokens.scope.${scope}`))}
          chosen={scopes}
          error={errorAt(error, "scopes")}
          onChange={setScopes}
        />
        <div className="actions">
          <button
            type="submit"
            className="button"
            disabled={create.isPending || name.trim() === "" || scopes.length === 0}
          >
            {t("account.tokens.make")}
          </button>
        </div>
      </form>
    </>
  );
}
