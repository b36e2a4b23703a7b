import { expect, it } from "vitest";
import { flatten } from "./flatten";

it("test_it_names_every_leaf", () => {
  expect(flatten({ a: { b: 1, c: [] }, d: null, e: ["x", "y"], f: true })).toEqual([
    ["a.b", "1"],
    ["a.c", "none"],
    ["d", "–"],
    ["e", "x, y"],
    ["f", "true"],
  ]);
});
