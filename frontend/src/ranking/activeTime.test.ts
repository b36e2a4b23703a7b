import { expect, it } from "vitest";
import { readTime, setVisible, signOfLife, startTime } from "./activeTime";

const second = 1000;

it("test_it_counts_time_with_signs_of_life", () => {
  const time = signOfLife(signOfLife(startTime(0), 40 * second), 80 * second);
  expect(readTime(time, 90 * second).ms).toBe(90 * second);
});

it("test_it_rests_a_minute_after_the_last_sign", () => {
  const idle = readTime(startTime(0), 300 * second);
  expect(idle.ms).toBe(60 * second);
  expect(readTime(signOfLife(idle, 310 * second), 315 * second).ms).toBe(65 * second);
});

it("test_it_rests_while_the_page_is_hidden", () => {
  const hidden = setVisible(startTime(0), 10 * second, false);
  const back = setVisible(hidden, 50 * second, true);
  expect(readTime(back, 55 * second).ms).toBe(15 * second);
});

it("test_it_goes_on_from_the_time_a_draft_kept", () => {
  expect(readTime(startTime(0, 7 * second), second).ms).toBe(8 * second);
});
