import { useDeleteToken } from "../api/deleteToken";
import { useTokens } from "../api/listTokens";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { exactly } from "../ui/times";
import { When } from "../ui/When";

export function TokensTable() {
  const { data, error } = useTokens();
  const remove = useDeleteToken();
  if (error) return <Problem error={error} />;
  if (!data || data.length === 0) return null;
  return (
    <>
      {remove.error && <Problem error={remove.error} />}
      <TableFrame label="Tokens">
        <thead>
          <tr>
            <th>Name</th>
            <th>Scopes</th>
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
              <td>{token.scopes.join(", ")}</td>
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
    </>
  );
}
