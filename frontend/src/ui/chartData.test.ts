import { expect, it } from "vitest";
import { columns, type Line, latest, xRange } from "./chartData";

const train: Line = { label: "train", x: [1, 2, 3], y: [0.1, null, 0.3], tone: "accent" };
const held: Line = {
  label: "held out",
  x: [0, 2],
  y: [0, 0.2],
  low: [-1, -0.8],
  high: [1, 1.2],
  tone: "ink",
};

it("test_it_puts_lines_of_different_steps_on_one_axis", () => {
  expect(columns([train, held], [{ label: "reference", value: 0.05 }], null)).toEqual([
    [0, 1, 2, 3],
    [null, 0.1, null, 0.3],
    [0, null, 0.2, null],
    [-1, null, -0.8, null],
    [1, null, 1.2, null],
    [0.05, 0.05, 0.05, 0.05],
  ]);
});

it("test_a_level_is_seen_beside_a_single_point", () => {
  const one: Line = { label: "held out", x: [50], y: [0.7], tone: "ink" };
  expect(columns([one], [{ label: "reference", value: 0.2 }], 40)).toEqual([
    [40, 50],
    [null, 0.7],
    [0.2, 0.2],
  ]);
  expect(columns([one], [], 40)).toEqual([[50], [0.7]]);
});

it("test_it_finds_the_newest_value", () => {
  expect(latest(train)).toBe(0.3);
  expect(latest({ ...train, y: [0.1, null, null] })).toBe(0.1);
  expect(latest(undefined)).toBeNull();
});

it("test_pictures_begin_at_one_step_and_a_single_point_has_room", () => {
  expect(xRange([1, 2, 40], 0)).toEqual([0, 40]);
  expect(xRange([0], 0)).toEqual([0, 1]);
  expect(xRange([1, 16], null)).toEqual([1, 16]);
});
