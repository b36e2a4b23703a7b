import { type FormEvent, useState } from "react";
import { useCreateToken } from "../api/createToken";
import { useDeleteToken } from "../api/deleteToken";
import type { Me } from "../api/getMe";
import { useTokens } from "../api/listTokens";
import { Field } from "../ui/Field";
import { allShown, errorAt } from "../ui/fieldErrors";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";

export function AccountPage({ me }: { me: Me }) {
  return (
    <>
      <PageHead title="Account">
        <p className="soft">
          {me.name && `${me.name}, `}
          {me.email}
        </p>
      </PageHead>
      <section className="section" aria-labelledby="tokens">
        <h2 id="tokens">Tokens</h2>
        <p className="soft">
          For scripts: send <code>Authorization: Bearer TOKEN</code>. A token can do what you can do. The{" "}
          <a href="/api/schema">schema of the API</a> says what that is.
        </p>
        <TokensTable />
        <NewToken />
      </section>
    </>
  );
}

function TokensTable() {
  const { data, error } = useTokens();
  const remove = useDeleteToken();
  if (error) return <Problem error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <TableFrame label="Tokens">
      <thead>
        <tr>
          <th>Name</th>
          <th>Made</th>
          <th>Last used</th>
          <th>Ends</th>
          <th>
            <span className="visually-hidden">Revoke</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {data.map((token) => (
          <tr key={token.id}>
            <th scope="row">{token.name}</th>
            <td>
              <When at={token.created_at} />
            </td>
            <td>{token.last_used_at ? <When at={token.last_used_at} /> : "never"}</td>
            <td>{token.expires_at ? exactly(token.expires_at) : "never"}</td>
            <td className="number">
              <button type="button" className="button small quiet" onClick={() => remove.mutate(token.id)}>
                Revoke<span className="visually-hidden"> {token.name}</span>
              </button>
            </td>
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

function NewToken() {
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const create = useCreateToken();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), expires_in_days: Number(days) }, { onSuccess: () => setName("") });
  };
  return (
    <>
      {create.data && (
        <div className="notice good" role="status">
          <p>
            Copy your token now; it is not shown again. <code className="token">{create.data.token}</code>
          </p>
        </div>
      )}
      <form className="form" onSubmit={submit} noValidate>
        {create.error && !allShown(create.error, ["name", "expires_in_days"]) && (
          <Problem error={create.error} />
        )}
        <div className="form-row">
          <Field label="Name" help="Where you will use it." error={errorAt(create.error, "name")}>
            {(wiring) => <input {...wiring} value={name} onChange={(event) => setName(event.target.value)} />}
          </Field>
          <Field label="Days until it ends" error={errorAt(create.error, "expires_in_days")}>
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
        <div className="actions">
          <button type="submit" className="button" disabled={create.isPending || name.trim() === ""}>
            Make a token
          </button>
        </div>
      </form>
    </>
  );
}
