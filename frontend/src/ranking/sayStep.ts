import type { Assignment } from "../api/assignment";
import { t } from "../words/t";
import { flagsOf, sayConfidence, sayFlags } from "./marks";
import { leftOutOf, missingIn } from "./ready";
import { letterOf, sayPlace } from "./words";
import type { Step, Work } from "./work";

/** Say aloud what a step did; `before` where there is nothing new to say. */
export function sayStep(
  before: { work: Work; said: string },
  work: Work,
  step: Step,
  task: Assignment,
): string {
  const letter = (answer: string) => letterOf(work.board, answer);
  switch (step.kind) {
    case "undo":
      return work === before.work
        ? before.said
        : t("ranking.say.undone", { place: sayPlace(work.board, work.focused) });
    case "all-bad":
      return t(work.allBad ? "ranking.say.allBad" : "ranking.say.notAllBad");
    case "flag":
      return t("ranking.say.flagged", {
        letter: letter(step.answer),
        flags: sayFlags(flagsOf(work.marks, step.answer)) || t("ranking.say.noFlags"),
      });
    case "rate":
      return sayPoint(step, letter(step.answer), task);
    case "confidence":
      return step.confidence ? sayConfidence(step.confidence) : t("ranking.say.noConfidence");
  }
  if (work.board === before.work.board || !("answer" in step)) return before.said;
  return sayReady(sayPlace(work.board, step.answer), work, task);
}

type Rated = Extract<Step, { kind: "rate" }>;

function sayPoint({ criterion: asked, point }: Rated, letter: string, { criteria }: Assignment): string {
  const { label: criterion = "", points = 0 } = criteria.find(({ key }) => key === asked) ?? {};
  return point === null
    ? t("ranking.say.unrated", { letter, criterion })
    : t("ranking.say.rated", { letter, criterion, point, points });
}

/** Say the place, and once nothing is missing any more how to go on. */
function sayReady(place: string, work: Work, task: Assignment): string {
  if (missingIn(work, task) !== "") return place;
  const leftOut = leftOutOf(work, task);
  return leftOut ? t("ranking.say.readyPartly", { place, leftOut }) : t("ranking.say.ready", { place });
}
