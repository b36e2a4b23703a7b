import type { Assignment } from "../api/assignment";
import { CONFIDENCES, flagsOf, sayFlags } from "./marks";
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
  const name = (answer: string) => `Answer ${letterOf(work.board, answer)}`;
  switch (step.kind) {
    case "undo":
      return work === before.work ? before.said : `Undone. ${sayPlace(work.board, work.focused)}`;
    case "all-bad":
      return work.allBad ? "All answers are marked as bad" : "Mark taken back";
    case "flag":
      return `${name(step.answer)}, ${sayFlags(flagsOf(work.marks, step.answer)) || "no flags"}`;
    case "rate":
      return `${name(step.answer)}, ${sayPoint(step, task)}`;
    case "confidence":
      return step.confidence ? CONFIDENCES[step.confidence] : "Confidence taken back";
  }
  if (work.board === before.work.board || !("answer" in step)) return before.said;
  return [sayPlace(work.board, step.answer), sayReady(work, task)].filter((part) => part !== "").join(". ");
}

function sayPoint({ criterion, point }: Extract<Step, { kind: "rate" }>, { criteria }: Assignment): string {
  const scale = criteria.find(({ key }) => key === criterion);
  return `${scale?.label}: ${point === null ? "taken back" : `${point} of ${scale?.points}`}`;
}

function sayReady(work: Work, task: Assignment): string {
  if (missingIn(work, task) !== "") return "";
  const all = leftOutOf(work, task) || "All answers are placed.";
  return `${all} Submit with Control Enter.`;
}
