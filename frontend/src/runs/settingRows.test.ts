import { expect, it } from "vitest";
import type { Setting } from "../api/getRunForms";
import { settingRows } from "./settingRows";

const setting = (name: string, label: string, others: Partial<Setting> = {}): Setting => ({
  name,
  type: "number",
  default: 1,
  required: false,
  label,
  help: "",
  low: null,
  high: null,
  choices: [],
  kind: "",
  fold: null,
  ...others,
});

it("test_it_lists_settings_as_the_form_does_and_marks_what_is_not_usual", () => {
  const form = [
    setting("reward_model", "Reward model", { kind: "reward", required: true }),
    setting("steps", "Steps", { default: 40 }),
    setting("unasked", "Not of this run"),
    setting("temperature", "Temperature", { fold: "Answers" }),
  ];
  const given = { temperature: 1, old: [], steps: 8, reward_model: "/runs/1/artifacts/reward_model" };
  const lineage = { models: { reward_model: { name: "Reward model 1" } } };
  expect(settingRows(given, form, lineage)).toEqual([
    { name: "reward_model", label: "Reward model", value: "Reward model 1", usual: null },
    { name: "steps", label: "Steps", value: "8", usual: "40" },
    { name: "temperature", label: "Temperature", value: "1", usual: null },
    { name: "old", label: "old", value: "none", usual: null },
  ]);
});
