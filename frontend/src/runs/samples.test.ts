import { expect, it } from "vitest";
import { shownSamples } from "./samples";

it("test_it_holds_the_policy_beside_its_reference_and_says_what_changed", () => {
  const row = {
    prompt: "Q",
    domain: "honest",
    reference: "a",
    policy: "b",
    reward_reference: -0.5,
    reward_policy: 0.25,
  };
  const [chosen] = shownSamples([{ ...row, policy_name: "Best of 4" }]);
  expect(chosen?.sides.map(({ name }) => name)).toEqual(["Reference", "Best of 4"]);
  expect(shownSamples([{ ...row, kl: 3.1 }])).toEqual([
    {
      prompt: "Q",
      domain: "honest",
      sides: [
        { name: "Reference", text: "a", facts: "reward \u22120.50" },
        { name: "Policy", text: "b", facts: "reward 0.25 (+0.75) · 3.10 nats likelier than before" },
      ],
    },
  ]);
  const [less] = shownSamples([{ ...row, reward_policy: -0.504, kl: -0.58 }]);
  expect(less?.sides[1]?.facts).toBe("reward \u22120.50 (0.00) · 0.58 nats less likely than before");
});

it("test_it_shows_the_reference_alone_before_the_first_step", () => {
  const [shown] = shownSamples([{ prompt: "Q", domain: "honest", reference: "a", reward_reference: 0.5 }]);
  expect(shown?.sides).toEqual([{ name: "Reference", text: "a", facts: "reward 0.50" }]);
});

it("test_it_holds_a_second_reward_model_beside_the_first", () => {
  const row = { prompt: "Q", reference: "a", policy: "b", second_reference: 0.5, second_policy: 0.25 };
  expect(shownSamples([row])[0]?.sides.map(({ facts }) => facts)).toEqual([
    "second 0.50",
    "second 0.25 (\u22120.25)",
  ]);
});

it("test_it_shows_where_people_and_the_reward_model_disagree", () => {
  const row = {
    prompt: "Q",
    preferred: "a",
    rejected: "b",
    score_preferred: -1,
    score_rejected: 1,
    votes: 1,
  };
  expect(shownSamples([row])[0]?.sides.map(({ name, text }) => [name, text])).toEqual([
    ["People prefer, 1 vote more", "a"],
    ["Model prefers", "b"],
  ]);
});

it("test_it_brings_the_answers_to_one_prompt_together", () => {
  const rows = [
    { prompt: "Q1", text: "a" },
    { prompt: "Q1", text: "b" },
    { prompt: "Q2", text: "c" },
    { prompt: "Q3", strange: true },
  ];
  expect(shownSamples(rows).map(({ prompt, sides }) => [prompt, sides.length])).toEqual([
    ["Q1", 2],
    ["Q2", 1],
  ]);
});
