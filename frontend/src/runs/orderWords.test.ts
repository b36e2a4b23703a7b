import { expect, it } from "vitest";
import { natsWords, shareWords } from "./orderWords";

it("test_it_needs_no_exponent_for_what_a_comparison_tells", () => {
  expect(natsWords(0.000_156)).toBe("less than 0.01");
  expect(natsWords(0.213)).toBe("0.21");
});

it("test_it_says_how_much_is_left_to_chance", () => {
  expect(shareWords(0)).toBe("none of them at random");
  expect(shareWords(0.125)).toBe("12.5 % of them at random");
});
