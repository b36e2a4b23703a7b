import { useId, useState } from "react";
import type { Prompt, Task } from "../api/listPrompts";
import { type SolvedKind, useSolveTask } from "../api/solveTask";
import { useUnsolveTask } from "../api/unsolveTask";
import { Field } from "../ui/Field";
import { Problem } from "../ui/Problem";
import { bestOf, groupsOf, type Ranks, ranksOf } from "./knownOrder";

type Props = { project: string; prompt: Prompt; task: Task };

const KINDS: Record<string, { title: string; words: string }> = {
  gold: { title: "A gold task", words: "Everybody gets it unmarked, and it stays out of datasets." },
  practice: {
    title: "A practice task",
    words: "Annotators rank it before real tasks, then see this order and why. It stays out of datasets.",
  },
};

/** What is known to be right of a task: nothing, or the order that makes it a gold or a practice one. */
export function TaskSolution({ project, prompt, task }: Props) {
  const [asked, ask] = useState<SolvedKind | null>(null);
  const unsolve = useUnsolveTask(project, task.id);
  const heading = useId();
  const kind = KINDS[task.kind];
  return (
    <section className="task-solution" aria-labelledby={heading}>
      <h3 id={heading}>{kind?.title ?? "A task for everyone"}</h3>
      <p className="soft small">
        {kind
          ? `Known order: ${sayOrder(prompt, task)}. ${kind.words}`
          : "If you know which answers are better, people can be measured by it, or practise with it."}
      </p>
      {kind && task.explanation && <p>{task.explanation}</p>}
      {unsolve.error && <Problem error={unsolve.error} />}
      {asked ? (
        <KnownOrder project={project} prompt={prompt} task={task} kind={asked} onDone={() => ask(null)} />
      ) : (
        <div className="actions">
          {kind && (
            <button type="button" className="button small" onClick={() => ask(task.kind as SolvedKind)}>
              Change the order
            </button>
          )}
          {task.kind !== "gold" && (
            <button type="button" className="button small" onClick={() => ask("gold")}>
              Make it a gold task
            </button>
          )}
          {task.kind !== "practice" && (
            <button type="button" className="button small" onClick={() => ask("practice")}>
              Make it a practice task
            </button>
          )}
          {kind && (
            <button
              type="button"
              className="button small quiet"
              disabled={unsolve.isPending}
              onClick={() => unsolve.mutate(undefined)}
            >
              Make it ordinary again
            </button>
          )}
        </div>
      )}
    </section>
  );
}

type FormProps = Props & { kind: SolvedKind; onDone: () => void };

function KnownOrder({ project, prompt, task, kind, onDone }: FormProps) {
  const answers = numbered(prompt, task);
  const ids = answers.map(({ id }) => id);
  const [ranks, setRanks] = useState<Ranks>(() => ranksOf(task.solution));
  const [explanation, setExplanation] = useState(task.explanation);
  const solve = useSolveTask(project, task.id);
  const groups = groupsOf(ids, ranks);
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        if (groups) solve.mutate({ kind, groups, explanation: explanation.trim() }, { onSuccess: onDone });
      }}
    >
      {solve.error && <Problem error={solve.error} />}
      <div className="known-order">
        {answers.map(({ id, number }) => (
          <div key={id} className="known-rank">
            <label>
              Answer {number}{" "}
              <select
                value={ranks[id] ?? ""}
                onChange={(event) => setRanks({ ...ranks, [id]: Number(event.target.value) })}
              >
                <option value="" disabled>
                  rank
                </option>
                {answers.map((other, place) => (
                  <option key={other.id} value={place + 1}>
                    rank {place + 1}
                  </option>
                ))}
              </select>
            </label>
            <button
              type="button"
              className="button small quiet"
              onClick={() => setRanks(bestOf(ids, id))}
              aria-label={`Answer ${number} is the best`}
            >
              is the best
            </button>
          </div>
        ))}
      </div>
      <p className="soft small">
        Answers of the same rank are open: only pairs of different ranks are counted. “Is the best” leaves the
        order of all others open.
      </p>
      <Field
        label="Explanation"
        help={
          kind === "practice"
            ? "Why it is so: who practises reads it. Markdown."
            : "Why it is so, if you like."
        }
      >
        {(wiring) => (
          <textarea
            {...wiring}
            rows={2}
            value={explanation}
            onChange={(event) => setExplanation(event.target.value)}
          />
        )}
      </Field>
      <div className="actions">
        <button type="submit" className="button primary small" disabled={!groups || solve.isPending}>
          Save the order
        </button>
        <button type="button" className="button small quiet" onClick={onDone}>
          Cancel
        </button>
      </div>
    </form>
  );
}

/** The task's answers under the numbers they have in the prompt. */
const numbered = (prompt: Prompt, task: Task) =>
  prompt.completions
    .map(({ id }, place) => ({ id, number: place + 1 }))
    .filter(({ id }) => task.completions.includes(id));

function sayOrder(prompt: Prompt, task: Task): string {
  const numbers = new Map(numbered(prompt, task).map(({ id, number }) => [id, number]));
  const groups = (task.solution ?? []).map((group) => group.map((id) => numbers.get(id)).join(" and "));
  return groups.join(", then ");
}
