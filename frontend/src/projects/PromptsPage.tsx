import { useState } from "react";
import type { Project } from "../api/getProject";
import { type Prompt, usePrompts } from "../api/listPrompts";
import { Link, useSearch } from "../app/navigation";
import { Conversation } from "../ui/Conversation";
import { Empty } from "../ui/Empty";
import { Markdown } from "../ui/Markdown";
import { MoreButton } from "../ui/MoreButton";
import { count, figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { PriorityBar } from "./PriorityBar";
import { TaskSolution } from "./TaskSolution";

export function PromptsPage({ project }: { project: Project }) {
  const [domain, setDomain] = useState("");
  const [named, setNamed] = useState(useSearch("named") === "true");
  const [chosen, setChosen] = useState<string[]>([]);
  const query = usePrompts(project.id, domain, named);
  const prompts = query.data?.pages.flatMap((page) => page.results) ?? [];
  const importLink = project.can.manage && (
    <Link className="button" to={`/projects/${project.id}/import`}>
      Import
    </Link>
  );
  return (
    <>
      <PageHead title="Prompts" actions={importLink}>
        <p className="soft">
          {count(project.counts.prompts, "prompt")} with {count(project.counts.completions, "answer")}
        </p>
      </PageHead>
      {project.domains.length > 1 && (
        <label className="field" style={{ maxWidth: 240 }}>
          <span className="field-label">Domain</span>
          <select value={domain} onChange={(event) => setDomain(event.target.value)}>
            <option value="">All domains</option>
            {project.domains.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
      )}
      <label className="choice">
        <input type="checkbox" checked={named} onChange={(event) => setNamed(event.target.checked)} />
        Only where an answer names its model or maker
      </label>
      {query.error && <Problem error={query.error} />}
      {query.isPending && <Waiting />}
      {query.data && prompts.length === 0 && named && <p>No answer names its model or maker.</p>}
      {query.data && prompts.length === 0 && !named && (
        <Empty title="No prompts yet" action={importLink}>
          Bring in a JSONL or CSV file: one prompt a line, with answers if you have them.
        </Empty>
      )}
      {project.can.manage && prompts.length > 0 && (
        <PriorityBar
          project={project.id}
          chosen={chosen}
          domain={project.domains.length === 1 ? (project.domains[0] ?? "") : domain}
          onDone={() => setChosen([])}
        />
      )}
      <div>
        {prompts.map((prompt) => (
          <PromptRow
            key={prompt.id}
            prompt={prompt}
            project={project}
            chosen={chosen.includes(prompt.id)}
            choose={(yes) =>
              setChosen((before) => [...before.filter((id) => id !== prompt.id), ...(yes ? [prompt.id] : [])])
            }
          />
        ))}
      </div>
      <MoreButton query={query} />
    </>
  );
}

type RowProps = { prompt: Prompt; project: Project; chosen: boolean; choose: (yes: boolean) => void };

function PromptRow({ prompt, project, chosen, choose }: RowProps) {
  if (!project.can.manage) return <PromptFold prompt={prompt} project={project} />;
  return (
    <div className="prompt-row">
      <input
        type="checkbox"
        aria-label={`Choose: ${shorten(questionOf(prompt))}`}
        checked={chosen}
        onChange={(event) => choose(event.target.checked)}
      />
      <PromptFold prompt={prompt} project={project} />
    </div>
  );
}

function PromptFold({ prompt, project }: { prompt: Prompt; project: Project }) {
  const [isOpen, setOpen] = useState(false);
  const priorities = [...new Set(prompt.tasks.map((task) => task.priority))].filter((one) => one !== 0);
  const gold = prompt.tasks.some((task) => task.kind === "gold");
  return (
    <details className="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <span dir="auto">{shorten(questionOf(prompt))}</span>
        <span className="subline">
          {gold && "gold · "}
          {prompt.completions.some((completion) => completion.names_maker) && "names its maker · "}
          {prompt.domain} · {count(prompt.completions.length, "answer")} · {count(prompt.rankings, "ranking")}
          {priorities.length > 0 && ` · priority ${priorities.join(", ")}`}
          {prompt.external_id && ` · ${prompt.external_id}`}
        </span>
      </summary>
      {isOpen && (
        <div className="stack">
          <Conversation messages={prompt.messages} />
          {prompt.context.map(({ title, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: passages never change their order
            <details key={index} className="fold">
              <summary dir="auto">{title || `Passage ${index + 1}`}</summary>
              <Markdown text={text} />
            </details>
          ))}
          <div className="compare">
            {prompt.completions.map((completion, place) => (
              <section key={completion.id} className="sample-side">
                <div className="sample-head">
                  <span>
                    <strong>{place + 1}</strong> {completion.model || "no model named"}
                  </span>
                  {completion.score !== null && completion.score !== undefined && (
                    <span>
                      score <strong>{figure(completion.score)}</strong>
                    </span>
                  )}
                </div>
                {completion.names_maker && (
                  <p className="notice warning">
                    It gives its model or maker away: “{completion.names_maker}”.
                  </p>
                )}
                <Markdown text={completion.text} />
              </section>
            ))}
          </div>
          {project.can.manage &&
            prompt.tasks.map((task) => (
              <TaskSolution key={task.id} project={project.id} prompt={prompt} task={task} />
            ))}
        </div>
      )}
    </details>
  );
}

const questionOf = ({ messages }: Prompt): string =>
  (messages.findLast((message) => message.role === "user") ?? messages[0])?.content ?? "";

const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
