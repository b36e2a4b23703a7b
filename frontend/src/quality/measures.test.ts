import { expect, it } from "vitest";
import type { Agreement } from "../api/getBoard";
import { heat, shortValue } from "./measures";

const measure = (value: number | null) => ({ value, low: null, high: null, n: 4 });
const agreement = (value: number | null): Agreement => ({
  raw: measure(value),
  alpha: measure(value),
  alpha_ordinal: measure(value),
  tau_b: measure(value),
  kendall_w: measure(value),
  pairs: 1,
  reason: "",
});

it("test_it_colours_from_chance_to_full_agreement", () => {
  expect(heat(agreement(1), "raw")).toEqual({ tone: "accent", strength: 1 });
  expect(heat(agreement(0.75), "raw")).toEqual({ tone: "accent", strength: 0.5 });
  expect(heat(agreement(0.5), "tau_b")).toEqual({ tone: "accent", strength: 0.5 });
});

it("test_it_warns_below_chance_and_leaves_unknown_cells_plain", () => {
  expect(heat(agreement(0.25), "raw")).toEqual({ tone: "warning", strength: 0.5 });
  expect(heat(agreement(-1), "alpha").tone).toBe("warning");
  expect(heat(agreement(null), "raw").tone).toBe("none");
});

it("test_it_says_a_value_in_few_signs", () => {
  expect(shortValue(measure(0.724), "percent")).toBe("72 %");
  expect(shortValue(measure(0.5), "number")).toBe("0.50");
  expect(shortValue(measure(null), "percent")).toBe("–");
});
