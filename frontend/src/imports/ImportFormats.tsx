const JSONL = `{"prompt": "How do I…", "domain": "helpful", "completions": ["First answer", "Second answer"], "ranks": [1, 2]}
{"messages": [{"role": "user", "content": "How do I…"}], "id": "p-17"}
{"prompt": "How do I…", "chosen": "The better answer", "rejected": "The other one"}
{"prompt": "How do I…", "completions": ["True", "Untrue", "Rude"], "gold": [[0], [1, 2]], "explanation": "Only the first is true."}`;

const CSV = `prompt,domain,completion_1,completion_2,rank_1,rank_2
How do I…,helpful,First answer,Second answer,1,2`;

/** What a file may hold, by example. */
export function ImportFormats() {
  return (
    <details className="fold">
      <summary>What a file looks like</summary>
      <div className="stack">
        <p>
          JSONL, one prompt a line. Only the prompt is needed. Equal ranks are a tie; <code>groups</code>{" "}
          (answer numbers from 0, best first) works too, and <code>rankings</code> holds those of several
          people. <code>gold</code> holds groups that are known to be right and makes a gold task; of a known
          best, put all other answers into the second group. <code>practice</code> does the same and makes a
          practice task, whose solution and <code>explanation</code> people see after they have ranked it.
        </p>
        <pre className="log">{JSONL}</pre>
        <p>CSV, the same with numbered columns:</p>
        <pre className="log">{CSV}</pre>
      </div>
    </details>
  );
}
