import { useMemo } from "react";
import { isLive, type Run } from "../api/getRun";
import { Link } from "../app/navigation";
import { Bar } from "../ui/Bar";
import { duration } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Alarms } from "./Alarms";
import { BestPolicy, bestOf } from "./BestPolicy";
import { MeasuresSection } from "./measures/MeasuresSection";
import { measuresOf } from "./measures/measuresOf";
import { memoryRoles } from "./memoryRoles";
import { NextTasks } from "./NextTasks";
import { PictureGrid } from "./PictureGrid";
import { picturesOf } from "./pictures";
import { RunFolds } from "./RunFolds";
import { RunHands } from "./RunHands";
import { RunLinks } from "./RunLinks";
import { RunStatusWord } from "./RunStatusWord";
import { seriesOf } from "./runSeries";
import { SampleTable } from "./SampleTable";
import { useRunEvents } from "./useRunEvents";
import { METHODS, verbWords } from "./verbs";

/** A run, readable in one second: the sentence first, then the pictures, then the texts, then the rest. */
export function RunPage({ run }: { run: Run }) {
  const events = useRunEvents(run.id, run.status);
  const series = useMemo(() => seriesOf(events), [events]);
  const pictures = useMemo(
    () => picturesOf(run.verb, series, run.settings),
    [run.verb, series, run.settings],
  );
  const from = run.continues?.step ?? 0;
  const roles = useMemo(() => memoryRoles(events), [events]);
  const best = useMemo(() => bestOf(events), [events]);
  const measures = useMemo(() => measuresOf(events), [events]);
  return (
    <>
      <PageHead title={run.name || verbWords(run.verb)} actions={<RunHands run={run} />}>
        <p className="soft">
          <RunStatusWord status={run.status} /> · {verbWords(run.verb)}
          {run.dataset && (
            <>
              {" "}
              · on{" "}
              <Link
                to={`/datasets/${run.dataset.id}`}
              >{`${run.dataset.name}, version ${run.dataset.version}`}</Link>
            </>
          )}
          {took(run)}
          {run.state.device && ` · ${run.state.device}`}
          {METHODS.includes(run.verb) && (
            <>
              {" · "}
              <Link to={`/projects/${run.project.id}/evaluations/methods`}>beside other methods</Link>
            </>
          )}
        </p>
        <RunLinks run={run} />
      </PageHead>
      <p className="sentence" aria-live="polite">
        {run.sentence}
      </p>
      <Trouble run={run} />
      <Alarms alarms={run.state.alarms ?? {}} />
      <Stage run={run} />
      <BestPolicy
        best={best}
        bound={run.settings.best_max_kl}
        isOver={!isLive(run.status) && run.status !== "paused"}
      />
      <Outputs run={run} />
      <Named run={run} />
      <NextTasks run={run} />
      {measures ? (
        <>
          <MeasuresSection run={run.id} measures={measures} />
          <SampleTable verb={run.verb} samples={series.samples} />
          <h2>While training</h2>
          <PictureGrid pictures={pictures} from={from} />
        </>
      ) : (
        <>
          <PictureGrid pictures={pictures} from={from} />
          <SampleTable verb={run.verb} samples={series.samples} />
        </>
      )}
      <RunFolds run={run} events={events} series={series} roles={roles} />
    </>
  );
}

/** Say how long the run took, or has taken so far; of a lost run nobody knows. */
function took(run: Run): string {
  const end = run.ended_at ? Date.parse(run.ended_at) : isLive(run.status) ? Date.now() : null;
  if (!run.started_at || end === null) return "";
  return ` · ${duration(Math.max(0, end - Date.parse(run.started_at)))}`;
}

function Trouble({ run }: { run: Run }) {
  const { reason, hint, warnings } = run.state;
  const isBad = run.status === "failed" || run.status === "lost";
  return (
    <>
      {isBad && (
        <div className="notice warning" role="alert">
          <p>
            <strong>{reason || "The trainer gave no reason."}</strong> {hint || "The log below may say more."}
          </p>
        </div>
      )}
      {warnings && warnings.length > 0 && (
        <ul className="notice warning">
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      )}
    </>
  );
}

/** What the run does now and how far that is, or else how far the run is. */
function Stage({ run }: { run: Run }) {
  const { stage_label: label, done, total, unit, step, total_steps: steps } = run.state;
  if (!isLive(run.status)) return null;
  if (done != null && total)
    return <Progress words={`${label || "Progress"} · ${done} of ${total} ${unit}`} done={done} of={total} />;
  if (step != null && steps) return <Progress words={label || `Step ${step}`} done={step} of={steps} />;
  return label ? <p className="soft small">{label}</p> : null;
}

function Progress({ words, done, of }: { words: string; done: number; of: number }) {
  return (
    <div className="progress">
      <Bar label={words} done={done} of={of} />
      <p className="soft small" aria-hidden="true">
        {words}
      </p>
    </div>
  );
}

/** Answers that give their model away would end the blindness of those who rank them: the lead decides. */
function Named({ run }: { run: Run }) {
  const named = run.outputs.find(({ type }) => type === "named");
  if (!named) return null;
  return (
    <div className="notice warning">
      <p>{named.name}. Those who rank them can tell.</p>
      <Link className="button small" to={`/projects/${run.project.id}/prompts?named=true`}>
        Show them
      </Link>
    </div>
  );
}

const OUTPUT_PATHS: Record<string, (run: Run, id: string) => string> = {
  evaluation: (_, id) => `/evaluations/${id}`,
  reward: (run) => `/projects/${run.project.id}/models`,
  policy: (run) => `/projects/${run.project.id}/models`,
  completions: (run) => `/projects/${run.project.id}/prompts`,
};

function Outputs({ run }: { run: Run }) {
  const made = run.outputs.filter(({ type }) => type !== "named" && type !== "ensemble");
  if (made.length === 0) return null;
  return (
    <section className="notice good" aria-label="What came out">
      <p>
        What came out:{" "}
        {made.map(({ type, id, name }, index) => {
          const path = OUTPUT_PATHS[type]?.(run, id ?? "");
          return (
            <span key={`${type}-${id}-${name}`}>
              {index > 0 && " · "}
              {path ? <Link to={path}>{name || type}</Link> : name || type}
            </span>
          );
        })}
      </p>
    </section>
  );
}
