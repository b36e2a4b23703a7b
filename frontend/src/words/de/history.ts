/** A person's own rankings of the past. */
export const history = {
  title: "Your rankings",
  words: "Only you see this list. Open one to change it: every revision is kept.",
  empty: {
    title: "You have ranked nothing here yet",
    words: "What you rank, skip or leave too long is listed here.",
    rank: "Rank answers",
  },
  columns: { prompt: "Prompt", outcome: "What you did", when: "When", note: "Note" },
  late: "late, kept all the same",
  ranked: "ranked",
  rankedAgain: "ranked, revision {{revision}}",
  expired: "time ran out",
  skipped: "skipped: {{reason}}",
  skips: {
    unclear: "the prompt is unclear",
    no_good_answer: "no answer is good",
    cannot_judge: "I cannot judge this",
    offensive: "it is offensive",
    broken: "it is shown wrongly",
    other: "another reason",
  },
} as const;
