import { WebhookWithSecret } from "./listWebhooks";
import { useWrite } from "./query";
import { request } from "./request";

export const useRotateWebhook = (project: string) =>
  useWrite(
    (id: string) => request("POST", `/api/projects/${project}/webhooks/${id}/rotate`, WebhookWithSecret),
    [["project", project, "webhooks"]],
  );
