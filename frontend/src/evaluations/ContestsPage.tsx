import type { Project } from "../api/getProject";
import { type Contest, contestTableAddress, useContests } from "../api/listContests";
import { useStartRun } from "../api/startRun";
import { Link } from "../app/navigation";
import { verbWords } from "../runs/verbs";
import { Empty } from "../ui/Empty";
import { figure } from "../ui/numbers";
import { PageHead } from "../ui/PageHead";
import { Panel } from "../ui/Panel";
import { Problem } from "../ui/Problem";
import { Waiting } from "../ui/Waiting";
import { ContestPlot } from "./ContestPlot";
import { ContestTable, CurveTable } from "./ContestTable";
import { missingMethods, spotsOf } from "./contest";

/** PPO beside its baselines: what each earned, how far it went for it, how long it took. */
export function ContestsPage({ project }: { project: Project }) {
  const { data, error } = useContests(project.id);
  if (data?.length === 0)
    return (
      <Empty
        title="No method tried yet"
        action={
          <Link className="button primary" to={`/projects/${project.id}/runs/new?verb=ppo`}>
            Align with PPO
          </Link>
        }
      >
        Align a model with PPO. Best-of-n, SFT, DPO, RLOO and GRPO then start from here on the same dataset
        and reward model, one click each.
      </Empty>
    );
  return (
    <>
      <PageHead title="PPO beside its baselines">
        <p className="soft">
          Runs that begin with one model, on one dataset, and are measured by one reward model on the same
          held-out prompts. What else they were told is on each run's page.
        </p>
      </PageHead>
      {error && <Problem error={error} />}
      {!data && !error && <Waiting />}
      {data?.map((contest) => (
        <ContestSection key={JSON.stringify(contest.request)} project={project} contest={contest} />
      ))}
    </>
  );
}

function ContestSection({ project, contest }: { project: Project; contest: Contest }) {
  const { dataset, model, reward_model: rewardModel, domains, exam } = contest;
  const curve = contest.runs.find((run) => run.curve.length > 0)?.curve ?? [];
  const measured = spotsOf(contest).length + curve.length > 0;
  return (
    <section className="section" aria-label={`${model.name} on ${dataset.name}, version ${dataset.version}`}>
      <div>
        <h2>
          {model.name} on{" "}
          <Link to={`/datasets/${dataset.id}`}>{`${dataset.name}, version ${dataset.version}`}</Link>
        </h2>
        <p className="soft">
          Scored by {rewardModel.name}; answers of at most {figure(Number(exam.max_new_tokens))} tokens at
          temperature {figure(Number(exam.temperature))}
          {domains && `; ${domains.join(", ")} only`}.
        </p>
      </div>
      <ContestTable contest={contest} />
      {project.can.research && <StartButtons project={project} contest={contest} />}
      {measured && (
        <Panel
          title="What the distance buys"
          help="Each dot is a run, each line through it the interval of its gain. The curve is best-of-n, which trains nothing: a method below it earns less than choosing among answers does, at that distance."
          numbers={curve.length > 0 && <CurveTable curve={curve} />}
          file={(format) => contestTableAddress(project.id, format)}
        >
          <ContestPlot contest={contest} />
        </Panel>
      )}
    </section>
  );
}

/** The methods that nobody has tried here start with one click: all but the method is settled. */
function StartButtons({ project, contest }: { project: Project; contest: Contest }) {
  const start = useStartRun(project.id);
  const missing = missingMethods(contest);
  if (missing.length === 0) return null;
  return (
    <>
      {start.error && <Problem error={start.error} />}
      <nav className="actions" aria-label="Start on the same data">
        <span className="soft">Start on the same data:</span>
        {missing.map((verb) => (
          <button
            key={verb}
            type="button"
            className="button small"
            disabled={start.isPending}
            onClick={() => start.mutate({ ...contest.request, verb })}
          >
            {verbWords(verb)}
          </button>
        ))}
      </nav>
    </>
  );
}
