import type { ApiError } from "../api/request";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { CriteriaFields } from "./CriteriaFields";
import type { ProjectDraft } from "./projectForm";

type Props = { draft: ProjectDraft; error: ApiError | null; change: (part: Partial<ProjectDraft>) => void };
type TextName = {
  [Name in keyof ProjectDraft]: ProjectDraft[Name] extends string ? Name : never;
}[keyof ProjectDraft];
type YesName = "allow_ties" | "allow_partial" | "asks_confidence";

export const FIELD_NAMES = [
  "name",
  "description",
  "domains",
  "guidelines",
  "k",
  "k_min",
  "k_max",
  "overlap",
  "allow_ties",
  "allow_partial",
  "asks_confidence",
  "lease_minutes",
  "quota_per_person",
  "gold_share",
  "repeat_share",
  "practice_mark",
];

/** The fields of a project: what everyone needs first, the rest folded. */
export function ProjectFields({ draft, error, change }: Props) {
  const text = (name: TextName, label: string, help: string, rows = 0) => (
    <Field label={label} help={help} error={errorAt(error, name)}>
      {(wiring) =>
        rows > 0 ? (
          <textarea
            {...wiring}
            rows={rows}
            value={draft[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        ) : (
          <input
            {...wiring}
            value={draft[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
        )
      }
    </Field>
  );
  const yes = (name: YesName, words: string) => (
    <label className="choice">
      <input
        type="checkbox"
        checked={draft[name]}
        onChange={(event) => change({ [name]: event.target.checked })}
      />
      {words}
    </label>
  );
  return (
    <>
      {text("name", "Name", "What the people who rank will see.")}
      {text("domains", "Domains", "The kinds of prompts, separated by commas. Figures are given for each.")}
      {text(
        "guidelines",
        "Guidelines",
        "What makes an answer better. Markdown; every change makes a new version.",
        8,
      )}
      <div className="form-row">
        {text("k", "Answers per task", "How many answers a person ranks at once.")}
        {text("overlap", "People per task", "Two or more let you measure how far people agree.")}
      </div>
      <div className="choices">
        {yes("allow_ties", "Allow ties")}
        {yes("allow_partial", "Allow leaving answers out, once two are placed")}
        {yes("asks_confidence", "Ask how sure people are")}
      </div>
      <CriteriaFields
        criteria={draft.criteria}
        required={draft.criteria_required}
        error={error}
        change={change}
      />
      <details className="fold">
        <summary>More settings</summary>
        <div className="stack">
          {text("description", "Description", "One or two sentences for the list of projects.", 2)}
          <div className="form-row">
            {text("k_min", "Fewest answers of a task", "From 2. Prompts with fewer answers get no task.")}
            {text("k_max", "Most answers of a task", "Up to 16.")}
          </div>
          <div className="form-row">
            {text(
              "lease_minutes",
              "Minutes a task is held",
              "Then someone else can have it; a late answer still counts.",
            )}
            {text("quota_per_person", "Most rankings per person", "Leave it empty for no limit.")}
          </div>
          <div className="form-row">
            {text(
              "gold_share",
              "Gold tasks, % of what a person gets",
              "At most 50. Tasks with a known order come unmarked in between; set the order under Prompts.",
            )}
            {text(
              "repeat_share",
              "Repeats, % of what a person gets",
              "At most 20. Tasks they ranked before come again unmarked, ten tasks and an hour later at the earliest, to see how far people agree with themselves.",
            )}
          </div>
          {text(
            "practice_mark",
            "Pass mark of practice, % of pairs",
            "Annotators practise until so many pairs are as you ordered them, then real tasks come. Leave it empty for no practice; make practice tasks under Prompts. Whoever has ranked here already is not held back.",
          )}
        </div>
      </details>
    </>
  );
}
