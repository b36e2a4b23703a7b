import type { Found, ImportCounts } from "../api/imports";
import { count, figure } from "../ui/numbers";
import { FoundTable } from "./FoundTable";

const WORDS: [keyof ImportCounts, string][] = [
  ["rows", "Lines read"],
  ["prompts", "New prompts"],
  ["completions", "Answers"],
  ["rankings", "Rankings"],
  ["tasks", "Tasks"],
  ["duplicates", "Known already"],
  ["bad", "Problems"],
];

type Props = { counts: ImportCounts; problems: Found[]; warnings: Found[] };

/** What came in, or would, and what is wrong or odd with it. */
export function ImportReport({ counts, problems, warnings }: Props) {
  return (
    <>
      <dl className="facts">
        {WORDS.map(([name, word]) => (
          <div key={name}>
            <dt>{word}</dt>
            <dd>
              <strong>{figure(counts[name])}</strong>
            </dd>
          </div>
        ))}
      </dl>
      {problems.length > 0 && <FoundTable label="Lines to mend" found={problems} />}
      {warnings.length > 0 && (
        <details className="fold">
          <summary>{count(warnings.length, "warning")}</summary>
          <FoundTable label="Warnings" found={warnings} />
        </details>
      )}
    </>
  );
}
