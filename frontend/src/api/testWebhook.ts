import { Delivery, deliveriesKey } from "./listDeliveries";
import { useWrite } from "./query";
import { request } from "./request";

export const useTestWebhook = (project: string, webhook: string) =>
  useWrite(
    () => request("POST", `/api/projects/${project}/webhooks/${webhook}/test`, Delivery),
    [deliveriesKey(webhook)],
  );
