import { expect, it } from "vitest";
import { promptParts } from "./promptParts";

const turn = (role: string, content: string) => ({ role, content });

it("test_it_sets_the_system_prompt_apart_and_counts_the_earlier_turns", () => {
  const talk = ["user", "assistant", "user", "assistant", "user"].map((role, index) =>
    turn(role, `${index}`),
  );
  const parts = promptParts([turn("system", "Be brief."), ...talk]);
  expect(parts.system).toEqual(["Be brief."]);
  expect(parts.turns.map(({ content }) => content)).toEqual(["0", "1", "2", "3", "4"]);
  expect(parts.earlier).toBe(2);
});

it("test_it_keeps_a_lone_question_and_a_system_message_in_the_middle_where_they_are", () => {
  expect(promptParts([turn("user", "?")])).toMatchObject({ system: [], earlier: 0 });
  expect(promptParts([turn("user", "a"), turn("system", "b"), turn("user", "c")]).turns).toHaveLength(3);
});
