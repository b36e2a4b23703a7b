import type { Project } from "../api/getProject";
import { type Practising, useDecidePractice, usePractice } from "../api/practice";
import { Problem } from "../ui/Problem";
import { TableFrame } from "../ui/TableFrame";
import { t } from "../words/t";
import { PracticeRounds } from "./PracticeRounds";
import { practiceSentence, standingOf } from "./practiceWords";

/** Where each annotator stands in practice, every round they had, and an owner's word on it. */
export function PracticeSection({ project }: { project: Project }) {
  const { data, error } = usePractice(project.id);
  const decide = useDecidePractice(project.id);
  const problem = error ?? decide.error;
  const isAsked = data && data.mark !== null && data.tasks > 0;
  const people = isAsked ? data.people : (data?.people ?? []).filter(({ rounds }) => rounds.length > 0);
  const act = (member: string, decision: "waived" | "reset") => decide.mutate({ member, decision });
  return (
    <section className="section" aria-labelledby="practice">
      <h2 id="practice">{t("members.practice.title")}</h2>
      {problem && <Problem error={problem} />}
      {data && <p className="soft">{practiceSentence(data)}</p>}
      {people.length > 0 && (
        <TableFrame label={t("members.practice.title")}>
          <thead>
            <tr>
              <th>{t("members.name")}</th>
              <th>{t("members.practice.state")}</th>
              <th>{t("members.practice.rounds")}</th>
              <th>
                <span className="visually-hidden">{t("members.table.actions")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((one) => (
              <Row
                key={one.member}
                one={one}
                isBusy={decide.isPending}
                onDecide={project.can.manage ? (decision) => act(one.member, decision) : null}
              />
            ))}
          </tbody>
        </TableFrame>
      )}
    </section>
  );
}

type RowProps = {
  one: Practising;
  isBusy: boolean;
  onDecide: ((decision: "waived" | "reset") => void) | null;
};

function Row({ one, isBusy, onDecide }: RowProps) {
  const { words, tone, detail } = standingOf(one);
  const isThrough = ["passed", "waived", "exempt"].includes(one.state);
  return (
    <tr>
      <th scope="row">{one.person.name}</th>
      <td>
        <span className="status" data-tone={tone}>
          {words}
        </span>
        {detail && <span className="subline">{detail}</span>}
      </td>
      <td>
        <PracticeRounds rounds={one.rounds} />
      </td>
      <td>
        {onDecide && (
          <button
            type="button"
            className="button small"
            disabled={isBusy}
            onClick={() => onDecide(isThrough ? "reset" : "waived")}
          >
            {t(isThrough ? "members.practice.ask" : "members.practice.wave")}
            <span className="visually-hidden"> {one.person.name}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
