import { Webhook } from "./listWebhooks";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { id: string } & Partial<Pick<Webhook, "url" | "events" | "status">>;

export const useUpdateWebhook = (project: string) =>
  useWrite(
    ({ id, ...changes }: Input) =>
      request("PATCH", `/api/projects/${project}/webhooks/${id}`, Webhook, changes),
    [["project", project, "webhooks"]],
  );
