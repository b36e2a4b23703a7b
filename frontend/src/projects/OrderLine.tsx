import type { Project } from "../api/getProject";
import { useTaskOrder } from "../api/getTaskOrder";
import { Link } from "../app/navigation";
import { shareWords } from "../runs/orderWords";
import { figure } from "../ui/numbers";
import { When } from "../ui/When";

/** Says to leads that the queue follows a reward model, while tasks that it put in order still wait. */
export function OrderLine({ project }: { project: Project }) {
  const order = useTaskOrder(project.id).data?.order;
  if (!order) return null;
  const { run, reward_model: model } = order;
  return (
    <p className="soft">
      Waiting tasks come in the order of what{" "}
      {project.can.research ? <Link to={`/runs/${run.id}`}>{model.name}</Link> : model.name} is unsure of,{" "}
      {shareWords(order.random_share)}; set <When at={order.created_at} />
      {order.created_by && ` by ${order.created_by}`}. {figure(order.waiting)} of {figure(order.tasks)} are
      still to be ranked.
    </p>
  );
}
