import { expect, it } from "vitest";
import type { Model } from "../api/listModels";
import { modelChoices } from "./modelChoices";

const model = (id: string, type: string, source = ""): Model => ({ id, type, name: id, source });
const models = [model("base1", "base", "bundled:tiny"), model("rm", "reward"), model("aligned", "policy")];

it("test_it_offers_what_fits_and_the_default_first", () => {
  expect(modelChoices("policy", models, "bundled:tiny").map((choice) => choice.value)).toEqual([
    "bundled:tiny",
    "model:aligned",
  ]);
  expect(modelChoices("reward", models, "")).toEqual([{ value: "model:rm", words: "rm" }]);
});

it("test_it_offers_a_default_that_no_one_registered", () => {
  expect(modelChoices("model", [], "bundled:tiny")).toEqual([
    { value: "bundled:tiny", words: "bundled:tiny" },
  ]);
});
