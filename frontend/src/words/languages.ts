/** The languages the interface speaks, each under its own name. `tag` is what HTML and Django call it, `formats` what Intl does. */
export const LANGUAGES = {
  en: { name: "English", tag: "en", formats: "en-GB" },
  de: { name: "Deutsch", tag: "de", formats: "de" },
  es: { name: "Español", tag: "es", formats: "es" },
  zh: { name: "简体中文", tag: "zh-Hans", formats: "zh-Hans" },
} as const;

export type Language = keyof typeof LANGUAGES;
export const ALL_LANGUAGES = Object.keys(LANGUAGES) as Language[];

/** Return the language of ours that a tag such as "de-AT" or "zh-hans" means, if any. */
export function languageOf(tag: string | null | undefined): Language | undefined {
  const first = tag?.trim().toLowerCase().split(/[-_]/)[0];
  return ALL_LANGUAGES.find((language) => language === first);
}

type Signs = { cookie: string; kept: string | null; preferred: readonly string[] };

/** Return the language to begin with: the one chosen here, on any page, before the first of the browser's that we speak. */
export function firstLanguage({ cookie, kept, preferred }: Signs): Language {
  return languageOf(cookie) ?? languageOf(kept) ?? preferred.map(languageOf).find(Boolean) ?? "en";
}
