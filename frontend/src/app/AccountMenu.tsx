import type { Me } from "../api/getMe";
import { csrfToken } from "../api/request";
import { type Theme, useTheme } from "../ui/theme";
import { t } from "../words/t";
import { LanguageChoice } from "./LanguageChoice";
import { Link } from "./navigation";

const THEMES: Theme[] = ["system", "light", "dark"];

export function AccountMenu({ me }: { me: Me }) {
  const [theme, setTheme] = useTheme();
  return (
    <details className="menu" name="menu">
      <summary>{me.name || me.email}</summary>
      <div className="menu-body">
        <p className="soft small">{me.email}</p>
        <fieldset className="themes">
          <legend className="small soft">{t("app.menu.theme")}</legend>
          {THEMES.map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} />
              {t(`app.menu.themes.${one}`)}
            </label>
          ))}
        </fieldset>
        <LanguageChoice />
        <Link to="/account">{t("app.menu.account")}</Link>
        {me.is_staff && <a href="/admin/">{t("app.menu.administration")}</a>}
        <form method="post" action="/logout/">
          <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} />
          <button type="submit" className="button small">
            {t("app.menu.logOut")}
          </button>
        </form>
      </div>
    </details>
  );
}
