import { useState } from "react";
import { useProject } from "../api/getProject";
import type { Run } from "../api/getRun";
import { type TaskOrder, useTaskOrder } from "../api/getTaskOrder";
import { useOrderTasks } from "../api/orderTasks";
import { Field } from "../ui/Field";
import { errorAt } from "../ui/fieldErrors";
import { count, figure } from "../ui/numbers";
import { Problem } from "../ui/Problem";
import { When } from "../ui/When";
import { natsWords, shareWords } from "./orderWords";

type Ensemble = { id: string; name: string };

/** On a run that scored with an ensemble: let people rank next what its members contradict one another about. */
export function NextTasks({ run }: { run: Run }) {
  const ensembles = run.outputs.flatMap(({ type, id, name }) =>
    type === "ensemble" && id ? [{ id, name }] : [],
  );
  return ensembles.length > 0 ? <Section run={run} ensembles={ensembles} /> : null;
}

function Section({ run, ensembles }: { run: Run; ensembles: Ensemble[] }) {
  const project = useProject(run.project.id).data;
  const order = useTaskOrder(run.project.id).data?.order;
  return (
    <section className="section" aria-labelledby="next-tasks">
      <h2 id="next-tasks">Rank next what it is unsure of</h2>
      <p className="soft">
        Where the members of the ensemble contradict one another about two answers, a person's word tells it
        the most: such tasks come first. Priorities still count before, and tasks without its scores come
        after. Annotators see nothing of it.
      </p>
      {project?.can.manage ? (
        <OrderForm run={run} ensembles={ensembles} />
      ) : (
        <p className="soft">An owner of the project can set this order.</p>
      )}
      <p role="status">{order?.run.id === run.id && <Done order={order} />}</p>
    </section>
  );
}

function OrderForm({ run, ensembles }: { run: Run; ensembles: Ensemble[] }) {
  const [percent, setPercent] = useState("20");
  const [ensemble, setEnsemble] = useState(ensembles[0]?.id ?? "");
  const order = useOrderTasks(run.id, run.project.id);
  const shareError = errorAt(order.error, "random_share");
  return (
    <form
      className="form order-form"
      onSubmit={(event) => {
        event.preventDefault();
        order.mutate({ random_share: Number(percent) / 100, reward_model: ensemble });
      }}
    >
      {order.error && !shareError && <Problem error={order.error} />}
      {ensembles.length > 1 && (
        <Field label="Ensemble" help="The run scored with several.">
          {(wiring) => (
            <select {...wiring} value={ensemble} onChange={(event) => setEnsemble(event.target.value)}>
              {ensembles.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          )}
        </Field>
      )}
      <Field
        label="At random, % of the tasks"
        help="So that not only hard tasks are ranked, and mistakes that all members share are found too."
        error={shareError}
      >
        {(wiring) => (
          <span className="actions">
            <input
              {...wiring}
              type="number"
              min={0}
              max={100}
              step="any"
              required
              value={percent}
              onChange={(event) => setPercent(event.target.value)}
            />
            <button type="submit" className="button" disabled={order.isPending}>
              Order the waiting tasks
            </button>
          </span>
        )}
      </Field>
    </form>
  );
}

function Done({ order }: { order: TaskOrder }) {
  return (
    <>
      {count(order.tasks, "task")} put in order of what {order.reward_model.name} is unsure of,{" "}
      {shareWords(order.random_share)}, <When at={order.created_at} />
      {order.created_by && ` by ${order.created_by}`}; {figure(order.waiting)} still to be ranked. Comparing
      two of their answers tells {natsWords(order.mean_information)} nats on average; 0.69 is the most.
    </>
  );
}
