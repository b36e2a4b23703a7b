import { expect, it } from "vitest";
import { actionFor, ownsKeys, type Press } from "./keys";

const press = (key: string, more: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});

it("test_it_submits_with_control_or_command_and_never_with_plain_enter", () => {
  expect(actionFor(press("Enter"), true)).toBeNull();
  expect(actionFor(press("Enter", { shiftKey: true }), true)).toBeNull();
  expect(actionFor(press("Enter", { ctrlKey: true }), true)).toEqual({ kind: "submit" });
  expect(actionFor(press("Enter", { metaKey: true }), false)).toEqual({ kind: "submit" });
});

it("test_it_places_by_digit_and_leaves_the_browser_its_own_keys", () => {
  expect(actionFor(press("3"), true)).toEqual({ kind: "place", rank: 3 });
  expect(actionFor(press("3", { ctrlKey: true }), true)).toBeNull();
  expect(actionFor(press("0"), true)).toBeNull();
  expect(actionFor(press("s", { metaKey: true }), true)).toBeNull();
  expect(actionFor(press("ArrowLeft", { altKey: true }), true)).toBeNull();
});

it("test_it_moves_with_alt_and_walks_with_arrows_or_letters", () => {
  expect(actionFor(press("ArrowUp", { altKey: true }), false)).toEqual({ kind: "move", by: -1 });
  expect(actionFor(press("ArrowDown"), false)).toEqual({ kind: "next", by: 1 });
  expect(actionFor(press("K", { shiftKey: true }), true)).toEqual({ kind: "next", by: -1 });
});

it("test_it_hears_no_single_key_once_they_are_off", () => {
  for (const key of ["1", "=", "j", "s", "g", "?", "z", "x", "n", "f", "r", "c"])
    expect(actionFor(press(key), false), key).toBeNull();
});

it("test_it_leaves_text_fields_their_keys", () => {
  expect(ownsKeys(document.createElement("textarea"))).toBe(true);
  expect(ownsKeys(document.createElement("select"))).toBe(true);
  expect(ownsKeys(document.createElement("button"))).toBe(false);
  const dot = Object.assign(document.createElement("input"), { type: "radio" });
  expect(ownsKeys(dot)).toBe(false);
});
