import type { Me } from "../api/getMe";
import { csrfToken } from "../api/request";
import { type Theme, useTheme } from "../ui/theme";
import { Link } from "./navigation";

const THEMES: Record<Theme, string> = { system: "As the system", light: "Light", dark: "Dark" };

export function AccountMenu({ me }: { me: Me }) {
  const [theme, setTheme] = useTheme();
  return (
    <details className="menu" name="menu">
      <summary>{me.name || me.email}</summary>
      <div className="menu-body">
        <p className="soft small">{me.email}</p>
        <fieldset className="themes">
          <legend className="small soft">Light and dark</legend>
          {(Object.keys(THEMES) as Theme[]).map((one) => (
            <label key={one} className="choice">
              <input type="radio" name="theme" checked={theme === one} onChange={() => setTheme(one)} />
              {THEMES[one]}
            </label>
          ))}
        </fieldset>
        <Link to="/account">Account and tokens</Link>
        {me.is_staff && <a href="/admin/">Administration</a>}
        <form method="post" action="/logout/">
          <input type="hidden" name="csrfmiddlewaretoken" value={csrfToken()} />
          <button type="submit" className="button small">
            Log out
          </button>
        </form>
      </div>
    </details>
  );
}
