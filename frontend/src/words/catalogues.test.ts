import { expect, it } from "vitest";
import deFirst from "./de/first";
import deRest from "./de/rest";
import enFirst from "./en/first";
import enRest from "./en/rest";
import esFirst from "./es/first";
import esRest from "./es/rest";
import type { Words } from "./keys";
import { ALL_LANGUAGES, LANGUAGES, type Language } from "./languages";
import zhFirst from "./zh/first";
import zhRest from "./zh/rest";

const CATALOGUES: Record<Language, Words> = {
  en: { ...enFirst, ...enRest },
  de: { ...deFirst, ...deRest },
  es: { ...esFirst, ...esRest },
  zh: { ...zhFirst, ...zhRest },
};
const OTHERS = ALL_LANGUAGES.filter((language) => language !== "en");
const FORM = /_(zero|one|two|few|many|other)$/;

/** Return every text under its whole name: {"ranking.bar.skip": "Skip"}. */
function texts(words: Words, path = ""): Map<string, string> {
  const found = Object.entries(words).flatMap(([name, inner]) =>
    typeof inner === "string" ? [[path + name, inner] as const] : [...texts(inner, `${path}${name}.`)],
  );
  return new Map(found);
}

const whole = (name: string) => name.replace(FORM, "");
const namesIn = (all: Map<string, string>) => new Set([...all.keys()].map(whole));
const formsOf = (language: Language) =>
  new Intl.PluralRules(LANGUAGES[language].formats).resolvedOptions().pluralCategories;

/** Return what a text wants filled in and which elements stand in it, in a settled order. */
const places = (text: string) =>
  [...text.matchAll(/\{\{(.+?)\}\}|<(\w+)\/?>/g)].map(([place]) => place).sort();

it.each(ALL_LANGUAGES)("test_it_has_every_text_in_%s_and_no_other", (language) => {
  expect([...namesIn(texts(CATALOGUES[language]))].sort()).toEqual([...namesIn(texts(CATALOGUES.en))].sort());
});

it.each(ALL_LANGUAGES)("test_it_leaves_no_text_empty_in_%s", (language) => {
  const empty = [...texts(CATALOGUES[language])].filter(([, text]) => text.trim() === "");
  expect(empty).toEqual([]);
});

it.each(ALL_LANGUAGES)("test_it_has_the_plural_forms_that_%s_needs", (language) => {
  const all = texts(CATALOGUES[language]);
  const counted = new Set([...texts(CATALOGUES.en).keys()].filter((name) => FORM.test(name)).map(whole));
  const found = (name: string) => [...all.keys()].filter((key) => whole(key) === name);
  const wrong = [...counted].filter(
    (name) =>
      found(name).sort().join() !==
      formsOf(language)
        .map((form) => `${name}_${form}`)
        .sort()
        .join(),
  );
  expect(wrong).toEqual([]);
});

it.each(OTHERS)("test_it_fills_in_the_same_in_%s_as_in_english", (language) => {
  const english = texts(CATALOGUES.en);
  const wrong = [...texts(CATALOGUES[language])].filter(([name, text]) => {
    const same = english.get(name) ?? english.get(`${whole(name)}_other`) ?? "";
    const isCounted = FORM.test(name);
    const without = (all: string[]) => all.filter((place) => !isCounted || !place.startsWith("{{count"));
    return without(places(text)).join() !== without(places(same)).join();
  });
  expect(wrong).toEqual([]);
});

it("test_it_shouts_in_no_language", () => {
  const loud = ALL_LANGUAGES.flatMap((language) =>
    [...texts(CATALOGUES[language])].filter(([, text]) => /[!！¡]|\boops\b/i.test(text)),
  );
  expect(loud).toEqual([]);
});
