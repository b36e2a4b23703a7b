import { describe, expect, it } from "vitest";
import {
  type Board,
  fromSlots,
  groupsOf,
  isComplete,
  move,
  newBoard,
  nextUnplaced,
  place,
  rankOf,
  tiedWith,
  tieWithAbove,
  unplace,
  unplaced,
} from "./board";

const answers = ["a", "b", "c", "d"];
const board = (...slots: string[][]): Board => fromSlots(answers, true, slots);
const strict = (...slots: string[][]): Board => fromSlots(answers, false, slots);

describe("placing", () => {
  it("test_it_starts_with_every_answer_unplaced", () => {
    const fresh = newBoard(answers, true);
    expect(unplaced(fresh)).toEqual(answers);
    expect(groupsOf(fresh)).toEqual([]);
    expect(isComplete(fresh)).toBe(false);
  });

  it("test_it_ties_two_answers_put_at_the_same_rank_in_the_order_shown", () => {
    const tied = place(place(newBoard(answers, true), "d", 2), "a", 2);
    expect(tied.slots).toEqual([[], ["a", "d"], [], []]);
    expect(tiedWith(tied, "d")).toEqual(["a"]);
    expect(rankOf(tied, "d")).toBe(2);
  });

  it("test_it_makes_room_instead_of_a_tie_where_ties_are_not_allowed", () => {
    expect(place(strict(["a"], ["b"], [], []), "c", 1).slots).toEqual([["c"], ["a"], ["b"], []]);
    expect(place(strict([], ["a"], ["b"], ["c"]), "d", 4).slots).toEqual([["a"], ["b"], ["c"], ["d"]]);
  });

  it("test_it_moves_a_placed_answer_out_of_its_old_rank", () => {
    expect(place(board(["a", "b"], [], [], []), "a", 3).slots).toEqual([["b"], [], ["a"], []]);
  });

  it("test_it_ignores_a_rank_that_does_not_exist", () => {
    const before = board(["a"]);
    expect(place(before, "b", 5)).toBe(before);
    expect(place(before, "b", 0)).toBe(before);
  });

  it("test_it_takes_an_answer_back", () => {
    expect(unplaced(unplace(board(["a"], ["b"]), "a"))).toEqual(["a", "c", "d"]);
  });
});

describe("tying with the one above", () => {
  it("test_it_joins_the_nearest_group_above_across_empty_ranks", () => {
    expect(tieWithAbove(board(["c"], [], ["a"], ["b"]), "a").slots).toEqual([["a", "c"], [], [], ["b"]]);
  });

  it("test_it_lets_an_unplaced_answer_join_the_lowest_group", () => {
    expect(groupsOf(tieWithAbove(board(["c"], ["a"]), "b"))).toEqual([["c"], ["a", "b"]]);
  });

  it("test_it_leaves_the_best_answer_and_a_board_without_ties_alone", () => {
    const first = board(["c"], ["a"]);
    expect(tieWithAbove(first, "c")).toBe(first);
    const noTies = strict(["c"], ["a"]);
    expect(tieWithAbove(noTies, "a")).toBe(noTies);
  });
});

describe("moving", () => {
  it("test_it_swaps_with_the_neighbouring_rank", () => {
    expect(move(board(["a"], ["b"], ["c"], ["d"]), "c", -1).slots).toEqual([["a"], ["c"], ["b"], ["d"]]);
    expect(move(board(["a"], ["b", "c"], [], ["d"]), "a", 1).slots).toEqual([["b", "c"], ["a"], [], ["d"]]);
  });

  it("test_it_leaves_a_tie_upwards_and_keeps_the_number_of_ranks", () => {
    expect(move(board(["a"], ["b", "c"], [], ["d"]), "c", -1).slots).toEqual([["a"], ["c"], ["b"], ["d"]]);
  });

  it("test_it_leaves_a_tie_downwards_between_its_group_and_the_next", () => {
    expect(move(board(["a", "b"], ["c"], [], ["d"]), "a", 1).slots).toEqual([["b"], ["a"], ["c"], ["d"]]);
    expect(move(board([], ["a"], ["b", "c"], ["d"]), "b", 1).slots).toEqual([["a"], ["c"], ["b"], ["d"]]);
  });

  it("test_it_stops_at_both_ends", () => {
    const full = board(["a"], ["b"], ["c"], ["d"]);
    expect(move(full, "a", -1)).toBe(full);
    expect(move(full, "d", 1)).toBe(full);
  });

  it("test_it_sends_an_unplaced_answer_to_the_first_empty_rank", () => {
    expect(move(board(["a"], [], ["b"]), "d", -1).slots).toEqual([["a"], ["d"], ["b"], []]);
  });

  it("test_it_never_loses_or_doubles_an_answer", () => {
    let current = board(["a", "b"], ["c", "d"], [], []);
    for (let turn = 0; turn < 200; turn += 1) {
      const answer = answers[(turn * 7) % 4] ?? "a";
      current = move(current, answer, turn % 3 === 0 ? 1 : -1);
      expect(current.slots).toHaveLength(4);
      expect(current.slots.flat().sort()).toEqual(answers);
    }
  });
});

describe("what comes out", () => {
  it("test_it_leaves_empty_ranks_out_of_the_groups", () => {
    expect(groupsOf(board(["b"], [], ["a", "d"], ["c"]))).toEqual([["b"], ["a", "d"], ["c"]]);
  });

  it("test_it_goes_round_to_the_next_unplaced_answer", () => {
    const some = board(["b"], [], [], []);
    expect(nextUnplaced(some, "a")).toBe("c");
    expect(nextUnplaced(some, "d")).toBe("a");
    expect(nextUnplaced(board(["a"], ["b"], ["c"], ["d"]), "a")).toBeNull();
  });

  it("test_it_drops_answers_of_a_draft_that_the_task_does_not_have", () => {
    expect(board(["a", "ghost"], ["b"]).slots).toEqual([["a"], ["b"], [], []]);
  });
});
