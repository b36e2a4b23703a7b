import { expect, it } from "vitest";
import type { Setting } from "../api/getRunForms";
import { problemWith, valuesOf } from "./settingText";

const setting = (change: Partial<Setting>): Setting => ({
  name: "steps",
  type: "integer",
  default: 40,
  required: false,
  label: "Steps",
  help: "",
  low: 1,
  high: 100,
  choices: [],
  kind: "",
  fold: null,
  ...change,
});

it("test_it_says_what_is_wrong_with_a_number", () => {
  const steps = setting({});
  expect(["0", "101", "1.5", "many", "7", ""].map((text) => problemWith(steps, text))).toEqual([
    "must be at least 1",
    "must be at most 100",
    "must be a whole number",
    "must be a number",
    undefined,
    undefined,
  ]);
  expect(problemWith(setting({ required: true, default: null }), " ")).toBe("must be given");
});

it("test_it_sends_numbers_as_numbers_and_leaves_empty_fields_to_their_defaults", () => {
  const settings = [
    setting({}),
    setting({ name: "rate", type: "number", default: 0.0002 }),
    setting({ name: "model", type: "text", default: "bundled:x" }),
  ];
  expect(valuesOf(settings, { steps: "12", model: "" })).toEqual({ steps: 12, rate: 0.0002 });
});

it("test_it_sends_several_texts_as_a_list", () => {
  const more = setting({ name: "more_reward_models", type: "texts", default: [], kind: "reward" });
  expect(valuesOf([more], {})).toEqual({});
  expect(valuesOf([more], { more_reward_models: "model:m1\n org/other " })).toEqual({
    more_reward_models: ["model:m1", "org/other"],
  });
});
