import type { SkipReason } from "../api/skipAssignment";
import { FlagDialog } from "./FlagDialog";
import { flagsOf } from "./marks";
import { SkipDialog } from "./SkipDialog";
import { letterOf } from "./words";
import type { Step, Work } from "./work";

export type DeskQuestion = "skip" | "flag" | null;

type Props = {
  asked: DeskQuestion;
  work: Work;
  take: (step: Step) => void;
  onSkip: (reason: SkipReason, note: string) => void;
  onClose: () => void;
};

/** The questions that open over the desk. */
export function DeskDialogs({ asked, work, take, onSkip, onClose }: Props) {
  if (asked === "skip") return <SkipDialog onClose={onClose} onSkip={onSkip} />;
  if (asked !== "flag") return null;
  const answer = work.focused;
  return (
    <FlagDialog
      letter={letterOf(work.board, answer)}
      flags={flagsOf(work.marks, answer)}
      onClose={onClose}
      onFlag={(flags) => {
        onClose();
        take({ kind: "flag", answer, flags });
      }}
    />
  );
}
