import { expect, it } from "vitest";
import { dayColumns, hourColumns, roundTop, timeColumns } from "./columns";

it("test_it_names_hours_in_the_reader's_time", () => {
  const at = new Date(2026, 10, 25, 6, 0).toISOString();
  const later = new Date(2026, 10, 25, 7, 0).toISOString();
  expect(
    hourColumns([
      { at, rankings: 3 },
      { at: later, rankings: 0 },
    ]),
  ).toEqual([
    { name: "Wed 06:00", value: 3, tick: "06:00" },
    { name: "Wed 07:00", value: 0, tick: "" },
  ]);
});

it("test_it_names_every_fifth_day_back_from_today", () => {
  const rows = Array.from({ length: 7 }, (_, index) => ({ at: `2026-11-0${index + 1}`, rankings: index }));
  expect(dayColumns(rows).map((column) => column.tick)).toEqual(["", "2 Nov", "", "", "", "", "7 Nov"]);
});

it("test_it_leaves_the_empty_ends_of_the_times_out", () => {
  const rows = [
    { from_s: 20, to_s: 30, rankings: 0 },
    { from_s: 30, to_s: 45, rankings: 2 },
    { from_s: 90, to_s: 120, rankings: 0 },
    { from_s: 1800, to_s: null, rankings: 1 },
  ];
  expect(timeColumns(rows).map(({ name, value }) => [name, value])).toEqual([
    ["30 s to 45 s", 2],
    ["1.5 min to 2 min", 0],
    ["30 min and more", 1],
  ]);
  expect(timeColumns([{ from_s: 0, to_s: 5, rankings: 0 }])).toEqual([]);
});

it("test_it_draws_the_top_line_at_a_round_number", () => {
  expect([[0], [3], [7], [12], [480]].map(roundTop)).toEqual([1, 3, 8, 15, 500]);
});
