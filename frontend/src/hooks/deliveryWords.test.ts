import { expect, it } from "vitest";
import { deliveryWords } from "./deliveryWords";

it("test_it_tells_a_first_attempt_from_a_later_one", () => {
  const words = [
    deliveryWords({ status: "waiting", attempts: 0 }),
    deliveryWords({ status: "waiting", attempts: 2 }),
    deliveryWords({ status: "delivered", attempts: 1 }),
    deliveryWords({ status: "failed", attempts: 8 }),
  ].map((shown) => shown.words);
  expect(words).toEqual(["on its way", "tried, waiting", "delivered", "given up"]);
});
