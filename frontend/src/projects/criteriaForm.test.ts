import { expect, it } from "vitest";
import { newCriterion, USUAL_CRITERIA, withKeys } from "./criteriaForm";

const keys = (labels: string[]) => withKeys(labels.map((label) => newCriterion(label))).map(({ key }) => key);

it("test_it_makes_keys_of_names", () => {
  expect(withKeys(USUAL_CRITERIA).map(({ key }) => key)).toEqual(["helpful", "honest", "harmless"]);
  expect(keys(["Très clair!", "安全", "clear", "Clear"])).toEqual([
    "tres-clair",
    "criterion",
    "clear",
    "clear-2",
  ]);
});

it("test_it_never_changes_a_key_that_is_in_the_data", () => {
  const old = { ...newCriterion("Useful"), key: "helpful" };
  expect(withKeys([newCriterion("Helpful"), old]).map(({ key }) => key)).toEqual(["helpful-2", "helpful"]);
});
