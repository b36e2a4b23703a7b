import * as z from "zod/mini";
import { useWrite } from "./query";
import { request } from "./request";

export const useDeleteWebhook = (project: string) =>
  useWrite(
    (id: string) => request("DELETE", `/api/projects/${project}/webhooks/${id}`, z.unknown()),
    [["project", project, "webhooks"]],
  );
