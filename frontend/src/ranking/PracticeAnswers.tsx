import type { Practised } from "../api/getPractised";
import { Markdown } from "../ui/Markdown";
import { t } from "../words/t";
import { lettersOf } from "./practised";

type Props = { practised: Practised };

/** Every answer in full, best first as the solution has it, with both ranks. */
export function PracticeAnswers({ practised: { assignment, groups, solution } }: Props) {
  const letters = lettersOf(assignment.answers);
  const texts = new Map(assignment.answers.map(({ id, text }) => [id, text]));
  const rankIn = (all: readonly (readonly string[])[], answer: string) => {
    const place = all.findIndex((group) => group.includes(answer));
    return place < 0 ? t("ranking.practice.noRank") : t("ranking.answers.rank", { rank: place + 1 });
  };
  return (
    <section className="practice-answers" aria-label={t("ranking.answers.label")}>
      {solution.flat().map((answer) => (
        <article key={answer} className="answer" data-placed="true">
          <header className="answer-head">
            <span className="letter">{letters.get(answer)}</span>
            <span className="place">
              {t("ranking.practice.ranks", {
                solution: rankIn(solution, answer),
                yours: rankIn(groups, answer),
              })}
            </span>
          </header>
          <Markdown text={texts.get(answer) ?? ""} />
        </article>
      ))}
    </section>
  );
}
