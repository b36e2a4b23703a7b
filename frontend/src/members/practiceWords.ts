import type { Practice, Practising, Round } from "../api/practice";
import { percent } from "../ui/numbers";
import { t } from "../words/t";

export type Standing = { words: string; tone: "good" | "warning" | "neutral"; detail: string };

const TONES = {
  open: "neutral",
  passed: "good",
  failed: "warning",
  waived: "good",
  reset: "warning",
  exempt: "good",
  waiting: "neutral",
} as const;
type State = keyof typeof TONES;

const known = (state: string): State => (Object.hasOwn(TONES, state) ? (state as State) : "waiting");

/** Say where somebody stands in practice. */
export function standingOf({ state, rounds }: Pick<Practising, "state" | "rounds">): Standing {
  const name = known(state);
  return {
    words: t(`members.practice.states.${name}`),
    tone: TONES[name],
    detail: name === "exempt" ? t("members.practice.before") : detailOf(name, rounds[0]),
  };
}

function detailOf(state: State, latest: Round | undefined): string {
  if (!latest) return "";
  if (latest.decided_by) return t("members.practice.by", { name: latest.decided_by });
  if (latest.score === null) return "";
  const values = { score: percent(latest.score), round: latest.number };
  return state === "open" ? t("members.practice.rightSoFar", values) : t("members.practice.rightIn", values);
}

/** Say what came of one round. */
export function roundWords(round: Round): string {
  const { number, pairs } = round;
  const state = t(`members.practice.states.${known(round.status)}`);
  if (round.score === null) return t("members.practice.bare", { number, state });
  const values = { number, state, score: percent(round.score), pairs };
  return round.mark === null
    ? t("members.practice.underWay", values)
    : t("members.practice.ended", { ...values, mark: percent(round.mark) });
}

/** Say what is asked of annotators, or what is missing for it. */
export function practiceSentence({ mark, tasks }: Pick<Practice, "mark" | "tasks">): string {
  if (mark === null) return t(tasks === 0 ? "members.practice.nothing" : "members.practice.noMark");
  if (tasks === 0) return t("members.practice.noTasks");
  return t("members.practice.asked", { count: tasks, mark: percent(mark) });
}
