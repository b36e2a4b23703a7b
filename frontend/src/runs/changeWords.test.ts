import { expect, it } from "vitest";
import { changeWords } from "./changeWords";

it("test_it_names_each_setting_with_its_value_before_and_now", () => {
  const changes = { kl_coefficient: [0.05, 0.2], on_alarm: ["warn", "stop"], steps: [40, 60] } as const;
  const settings = [
    { name: "kl_coefficient", label: "KL penalty" },
    { name: "on_alarm", label: "On an alarm" },
  ];
  expect(changeWords(changes, settings)).toBe(
    "KL penalty 0.05 → 0.2, On an alarm warn → stop, steps 40 → 60",
  );
  expect(changeWords({}, settings)).toBe("");
});
