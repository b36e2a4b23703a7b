import { useId } from "react";
import { ALL_LANGUAGES, LANGUAGES, type Language } from "../words/languages";
import { changeLanguage, t, useLanguage } from "../words/t";

/** The language of the interface; each is named in itself, so that it is found by who knows no other. */
export function LanguageChoice() {
  const id = useId();
  const chosen = useLanguage();
  return (
    <div className="language">
      <label className="small soft" htmlFor={id}>
        {t("app.menu.language")}
      </label>
      <select
        id={id}
        value={chosen}
        onChange={(event) => void changeLanguage(event.target.value as Language)}
      >
        {ALL_LANGUAGES.map((one) => (
          <option key={one} value={one} lang={LANGUAGES[one].tag}>
            {LANGUAGES[one].name}
          </option>
        ))}
      </select>
    </div>
  );
}
