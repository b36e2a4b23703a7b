import { expect, it } from "vitest";
import type { Annotator } from "../api/getBoard";
import { concerns } from "./people";

const measure = (value: number, low: number, high: number) => ({ value, low, high, n: 40 });
const person = (part: Partial<Annotator>): Annotator => ({
  annotator: { id: "a", name: "Ann", is_scripted: false },
  paused: false,
  excluded: false,
  rankings: 40,
  recent: 4,
  median_active_ms: measure(1000, 900, 1100),
  per_hour: measure(60, 50, 70),
  gold: measure(0.9, 0.8, 1),
  with_others: measure(0.7, 0.6, 0.8),
  with_self: { share: measure(0.8, 0.7, 0.9), tasks: 10, reason: "" },
  position: { share: measure(0.5, 0.4, 0.6), earlier: 10, later: 10, p: 1 },
  speed: { ms_a_word: 300, too_fast: measure(0, 0, 0), stands_out: false },
  ...part,
});

it("test_it_has_nothing_to_say_of_a_person_like_the_others", () => {
  expect(concerns(person({}), 0.72)).toEqual([]);
});

it("test_it_names_each_thing_to_look_at", () => {
  const odd = person({
    with_others: measure(0.5, 0.4, 0.6),
    with_self: { share: measure(0.55, 0.45, 0.65), tasks: 12, reason: "" },
    position: { share: measure(0.8, 0.7, 0.9), earlier: 18, later: 2, p: 0.0004 },
    speed: { ms_a_word: 10, too_fast: measure(0.9, 0.8, 1), stands_out: true },
  });
  expect(concerns(odd, 0.72)).toEqual([
    "leans to the first shown",
    "often too fast to have read it",
    "agrees less than others do",
    "agrees less with themselves than people do with each other",
  ]);
  const last = { share: measure(0.2, 0.1, 0.3), earlier: 2, later: 18, p: 0.0004 };
  expect(concerns(person({ position: last }), null)).toEqual(["leans to the last shown"]);
});
