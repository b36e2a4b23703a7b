import { Delivery, deliveriesKey } from "./listDeliveries";
import { useWrite } from "./query";
import { request } from "./request";

export const useSendDeliveryAgain = (project: string, webhook: string) =>
  useWrite(
    (delivery: string) =>
      request("POST", `/api/projects/${project}/webhooks/${webhook}/deliveries/${delivery}/again`, Delivery),
    [deliveriesKey(webhook)],
  );
