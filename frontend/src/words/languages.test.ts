import { expect, it } from "vitest";
import { firstLanguage, languageOf } from "./languages";

const none = { cookie: "", kept: null, preferred: [] };

it.each([
  ["de-AT", "de"],
  ["zh-hans", "zh"],
  ["zh-TW", "zh"],
  ["ES_mx", "es"],
  ["fr", undefined],
  ["deutsch", undefined],
  ["", undefined],
  [null, undefined],
])("test_it_knows_the_language_of_a_tag: %s", (tag, language) => {
  expect(languageOf(tag)).toBe(language);
});

it("test_it_takes_the_first_language_of_the_browser_that_it_speaks", () => {
  expect(firstLanguage({ ...none, preferred: ["fr-FR", "es-MX", "de"] })).toBe("es");
  expect(firstLanguage({ ...none, preferred: ["fr"] })).toBe("en");
  expect(firstLanguage(none)).toBe("en");
});

it("test_it_takes_the_chosen_language_before_the_browsers", () => {
  expect(firstLanguage({ cookie: "", kept: "zh", preferred: ["de"] })).toBe("zh");
  // The log-in page knows the cookie alone, so it holds what was chosen last.
  expect(firstLanguage({ cookie: "es", kept: "zh", preferred: ["de"] })).toBe("es");
  expect(firstLanguage({ cookie: "tlh", kept: "", preferred: ["de"] })).toBe("de");
});
