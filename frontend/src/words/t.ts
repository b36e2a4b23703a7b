import i18next from "i18next";
import { useSyncExternalStore } from "react";
import { cookie, keepCookie } from "../api/cookies";
import type { Key, ValuesFor, Words } from "./keys";
import { firstLanguage, LANGUAGES, type Language } from "./languages";

const KEPT = "podium:language";
/** The name that Django looks for, so that its pages speak the same language. */
const COOKIE = "django_language";

/** `first` is what the ranking page needs, `rest` everything else. */
export type Part = "first" | "rest";
type Loader = () => Promise<{ default: Words }>;

const WORDS: Record<Language, Record<Part, Loader>> = {
  en: { first: () => import("./en/first"), rest: () => import("./en/rest") },
  de: { first: () => import("./de/first"), rest: () => import("./de/rest") },
  es: { first: () => import("./es/first"), rest: () => import("./es/rest") },
  zh: { first: () => import("./zh/first"), rest: () => import("./zh/rest") },
};

const wanted = new Set<Part>(["first"]);

void i18next.init({
  lng: "en",
  fallbackLng: false,
  resources: {},
  ns: ["first", "rest"],
  defaultNS: "first",
  fallbackNS: "rest",
  nsSeparator: false,
  initAsync: false,
  interpolation: { escapeValue: false },
});

type Values<K extends Key> = keyof ValuesFor<K> extends never ? [] : [ValuesFor<K>];

/** Return a text in the language of the interface. */
export const t = <K extends Key>(key: K, ...[values]: Values<K>): string =>
  i18next.t(key as never, values as never) as unknown as string;

export const language = (): Language => i18next.language as Language;
/** The language of the interface as HTML names it. */
export const languageTag = (): string => LANGUAGES[language()].tag;
/** The language of the interface as Intl knows it. */
export const formats = (): string => LANGUAGES[language()].formats;

const subscribe = (listener: () => void): (() => void) => {
  i18next.on("languageChanged", listener);
  return () => i18next.off("languageChanged", listener);
};

/** Return the language, and draw anew whenever another one is chosen: what stands below is drawn along. */
export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** Begin in the language that was chosen here or that the browser asks for. */
export async function startLanguage(): Promise<void> {
  const kept = localStorage.getItem(KEPT);
  const chosen = cookie(COOKIE) || kept;
  const first = firstLanguage({ cookie: cookie(COOKIE), kept, preferred: navigator.languages });
  await show(first);
  // Browsers forget the one or the other: each brings back what the other has lost.
  if (chosen) remember(first);
}

/** Speak another language from now on, here and on the pages before this one. */
export async function changeLanguage(next: Language): Promise<void> {
  await show(next);
  remember(next);
}

/** Load the words of the pages that are about to be shown, besides those that are there. */
export async function wantWords(part: Part): Promise<void> {
  wanted.add(part);
  await load(language());
}

async function show(next: Language): Promise<void> {
  await load(next);
  document.documentElement.lang = LANGUAGES[next].tag;
  await i18next.changeLanguage(next);
}

async function load(spoken: Language): Promise<void> {
  const missing = [...wanted].filter((part) => !i18next.hasResourceBundle(spoken, part));
  await Promise.all(
    missing.map(async (part) => {
      const { default: words } = await WORDS[spoken][part]();
      i18next.addResourceBundle(spoken, part, words);
    }),
  );
}

function remember(chosen: Language): void {
  localStorage.setItem(KEPT, chosen);
  keepCookie(COOKIE, LANGUAGES[chosen].tag.toLowerCase());
}
