import type { Me } from "../api/getMe";
import { LanguageChoice } from "../app/LanguageChoice";
import { PageHead } from "../ui/PageHead";
import { Rich } from "../words/Rich";
import { t } from "../words/t";
import { NewToken } from "./NewToken";
import { TokensTable } from "./TokensTable";

export function AccountPage({ me }: { me: Me }) {
  return (
    <>
      <PageHead title={t("account.title")}>
        <p className="soft">
          {me.name && `${me.name}, `}
          {me.email}
        </p>
      </PageHead>
      <section className="section" aria-labelledby="language">
        <h2 id="language">{t("account.language")}</h2>
        <p className="soft">{t("account.languageWords")}</p>
        <LanguageChoice />
      </section>
      <section className="section" aria-labelledby="tokens">
        <h2 id="tokens">{t("account.tokens.title")}</h2>
        <p className="soft">
          <Rich
            text={t("account.tokens.words")}
            tags={{
              header: (words) => <code>{words}</code>,
              schema: (words) => <a href="/api/schema">{words}</a>,
            }}
          />
        </p>
        <TokensTable />
        <NewToken />
      </section>
    </>
  );
}
