import { expect, it } from "vitest";
import type { Review } from "../api/reviews";
import { letterIn, orderWords } from "./letters";

const review: Review = {
  id: "t",
  domain: "helpful",
  messages: [],
  allow_ties: true,
  answers: ["x", "y", "z"].map((id) => ({ id, text: id })),
  share: 1,
  judged: 3,
  people: 2,
  rankings: [],
  adjudications: [],
};

it("test_it_names_answers_by_their_place_on_the_page", () => {
  expect(letterIn(review, "y")).toBe("B");
  expect(letterIn(review, "gone")).toBe("?");
});

it("test_it_says_an_order_with_its_ties", () => {
  expect(orderWords(review, [["z"], ["x", "y"]])).toBe("C, then A and B");
});
