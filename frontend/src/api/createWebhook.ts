import { type WebhookEvent, WebhookWithSecret } from "./listWebhooks";
import { useWrite } from "./query";
import { request } from "./request";

type Input = { url: string; events: WebhookEvent[] };

export const useCreateWebhook = (project: string) =>
  useWrite(
    (input: Input) => request("POST", `/api/projects/${project}/webhooks`, WebhookWithSecret, input),
    [["project", project, "webhooks"]],
  );
