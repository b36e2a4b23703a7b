import { useEffect, useRef } from "react";
import type { Answer } from "../api/assignment";
import type { Criterion } from "../api/criterion";
import { t } from "../words/t";
import { AnswerCard } from "./AnswerCard";
import { AnswerMarks } from "./AnswerMarks";
import { Comparison } from "./Comparison";
import { type Comparing, toggled } from "./comparing";
import { letterOf } from "./words";
import type { Step, Work } from "./work";

type Props = {
  answers: Answer[];
  criteria: readonly Criterion[];
  work: Work;
  moves: number;
  take: (step: Step) => void;
  onFlag: (answer: string) => void;
  comparing: Comparing | null;
  onCompare: (comparing: Comparing | null) => void;
};

const SETTLED_MS = 120;

/** All answers in the order shown. On a phone they lie side by side and the one swiped to is in focus. */
export function Answers({ answers, criteria, work, moves, take, onFlag, comparing, onCompare }: Props) {
  const list = useRef<HTMLElement>(null);
  useSwipe(list, take);
  const texts = new Map(answers.map(({ id, text }) => [id, text]));
  const comparisonOf = (id: string) =>
    comparing?.of === id ? (
      <Comparison
        board={work.board}
        comparing={comparing}
        texts={texts}
        onChoose={(to) => onCompare({ of: id, to })}
      />
    ) : null;
  return (
    <section
      ref={list}
      className="answers"
      aria-label={t("ranking.answers.label")}
      data-count={answers.length}
    >
      {answers.map(({ id, text }) => (
        <AnswerCard
          key={id}
          board={work.board}
          answer={id}
          text={text}
          isFocused={work.focused === id}
          moves={moves}
          take={take}
          comparison={comparisonOf(id)}
          onCompare={() => onCompare(toggled(comparing, work.board, id))}
        >
          <AnswerMarks
            answer={id}
            letter={letterOf(work.board, id)}
            marks={work.marks}
            criteria={criteria}
            take={take}
            onFlag={onFlag}
          />
        </AnswerCard>
      ))}
    </section>
  );
}

function useSwipe(list: React.RefObject<HTMLElement | null>, take: (step: Step) => void): void {
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const settle = () => {
      if (element.scrollWidth <= element.clientWidth) return;
      const middle = element.getBoundingClientRect().left + element.clientWidth / 2;
      const shown = [...element.children].find((card) => card.getBoundingClientRect().right > middle);
      if (shown instanceof HTMLElement && shown.dataset.answer)
        take({ kind: "focus", answer: shown.dataset.answer });
    };
    const scrolled = () => {
      clearTimeout(timer);
      timer = setTimeout(settle, SETTLED_MS);
    };
    element.addEventListener("scroll", scrolled, { passive: true });
    return () => {
      clearTimeout(timer);
      element.removeEventListener("scroll", scrolled);
    };
  }, [list, take]);
}
