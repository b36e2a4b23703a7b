import * as z from "zod/mini";
import { Reference } from "./message";
import { useRead } from "./query";
import { request } from "./request";

export const TaskOrder = z.object({
  run: Reference,
  reward_model: Reference,
  random_share: z.number(),
  tasks: z.number(),
  waiting: z.number(),
  mean_information: z.number(),
  created_at: z.string(),
  created_by: z.string(),
});
export type TaskOrder = z.output<typeof TaskOrder>;

const Answer = z.object({ order: z.nullable(TaskOrder) });

export const useTaskOrder = (project: string) =>
  useRead(
    ["project", project, "task-order"],
    () => request("GET", `/api/projects/${project}/task-order`, Answer),
    { every: 60_000 },
  );
