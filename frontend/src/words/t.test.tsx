import { cleanup, render, screen, waitFor } from "@testing-library/react";
import { userEvent } from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { cookie, keepCookie } from "../api/cookies";
import { LanguageChoice } from "../app/LanguageChoice";
import { figure, percent } from "../ui/numbers";
import { changeLanguage, language, startLanguage, t } from "./t";

const forget = () => {
  localStorage.clear();
  keepCookie("django_language", "");
};

beforeEach(forget);
afterEach(async () => {
  cleanup();
  await changeLanguage("en");
  forget();
});

it("test_it_begins_in_the_browsers_language_and_keeps_no_choice_nobody_made", async () => {
  vi.spyOn(navigator, "languages", "get").mockReturnValue(["fr", "es-MX"]);
  await startLanguage();
  expect([language(), document.documentElement.lang]).toEqual(["es", "es"]);
  expect([localStorage.getItem("podium:language"), cookie("django_language")]).toEqual([null, ""]);
});

it("test_it_brings_back_to_the_cookie_what_it_has_lost", async () => {
  localStorage.setItem("podium:language", "zh");
  await startLanguage();
  expect([language(), document.documentElement.lang]).toEqual(["zh", "zh-Hans"]);
  expect(cookie("django_language")).toBe("zh-hans");
});

it("test_it_changes_the_language_by_choice_and_remembers_it", async () => {
  const user = userEvent.setup();
  render(<LanguageChoice />);
  await user.selectOptions(screen.getByLabelText("Language"), "Deutsch");
  expect(await screen.findByLabelText("Sprache")).toBeTruthy();
  await waitFor(() => expect(cookie("django_language")).toBe("de"));
  expect(localStorage.getItem("podium:language")).toBe("de");
  expect(document.documentElement.lang).toBe("de");
});

it("test_it_counts_and_formats_as_the_language_does", async () => {
  const said = () => [
    t("ranking.nothing.rankedToday", { count: 1 }),
    t("ranking.nothing.rankedToday", { count: 1200 }),
    figure(1234.5),
    percent(0.726),
  ];
  expect(said()).toEqual(["You ranked 1 task today.", "You ranked 1,200 tasks today.", "1,235", "72.6 %"]);
  await changeLanguage("de");
  expect(said()).toEqual([
    "Du hast heute 1 Aufgabe geordnet.",
    "Du hast heute 1.200 Aufgaben geordnet.",
    "1.235",
    "72,6 %",
  ]);
  await changeLanguage("zh");
  expect(said()).toEqual(["你今天排了 1 个任务。", "你今天排了 1,200 个任务。", "1,235", "72.6%"]);
});

it("test_it_takes_what_is_filled_in_as_it_is", () => {
  const project = "<b>$t(ui.close)</b> {{count}} & more";
  expect(t("ranking.title", { project })).toBe(`Rank · ${project} · Podium`);
});
