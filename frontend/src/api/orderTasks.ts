import { TaskOrder } from "./getTaskOrder";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { random_share: number; reward_model: string };

export const useOrderTasks = (run: string, project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/runs/${run}/order-tasks`, TaskOrder, input),
    [["project", project, "task-order"]],
  );
