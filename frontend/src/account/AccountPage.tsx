import type { Me } from "../api/getMe";
import { PageHead } from "../ui/PageHead";
import { NewToken } from "./NewToken";
import { TokensTable } from "./TokensTable";

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
          For scripts: send <code>Authorization: Bearer TOKEN</code>. A token can do what you can do, within
          the scopes you choose. The <a href="/api/schema">schema of the API</a> lists what there is.
        </p>
        <TokensTable />
        <NewToken />
      </section>
    </>
  );
}
