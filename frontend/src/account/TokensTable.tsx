import { useDeleteToken } from "../api/deleteToken";
import { useTokens } from "../api/listTokens";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";
import { t } from "../words/t";

export function TokensTable() {
  const { data, error } = useTokens();
  const remove = useDeleteToken();
  if (error) return <Problem error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <>
      {remove.error && <Problem error={remove.error} />}
      <TableFrame label={t("account.tokens.title")}>
        <thead>
          <tr>
            <th>{t("account.tokens.columns.name")}</th>
            <th>{t("account.tokens.columns.scopes")}</th>
            <th>{t("account.tokens.columns.made")}</th>
            <th>{t("account.tokens.columns.used")}</th>
            <th>{t("account.tokens.columns.ends")}</th>
            <th>
              <span className="visually-hidden">{t("account.tokens.revoke")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.map((token) => (
            <tr key={token.id}>
              <th scope="row">{token.name}</th>
              <td>{token.scopes.join(", ")}</td>
              <td>
                <When at={token.created_at} />
              </td>
              <td>{token.last_used_at ? <When at={token.last_used_at} /> : t("account.tokens.never")}</td>
              <td>{token.expires_at ? exactly(token.expires_at) : t("account.tokens.never")}</td>
              <td className="number">
                <button type="button" className="button small quiet" onClick={() => remove.mutate(token.id)}>
                  {t("account.tokens.revoke")}
                  <span className="visually-hidden"> {token.name}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </TableFrame>
    </>
  );
}
